"""Values as French vendors take them; each stand-in adds what is its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from passerelle.sandbox.clock import STAMP

OWN = "french"
"""The type of the errors whose message is the vendor's own."""


def none_if_blank(text: str | None) -> str | None:
    """The text without blanks around it, or None if nothing is left."""
    return (text or "").strip() or None


def without_spaces(text: str | None) -> str | None:
    """The text without blanks anywhere, or None if nothing is left."""
    return "".join((text or "").split()) or None


def digits(*counts: int) -> Callable[[str | None], str | None]:
    """A check that a number has that many digits, or one of these numbers of them."""

    def checked(text: str | None) -> str | None:
        if text and not (len(text) in counts and text.isascii() and text.isdigit()):
            raise PydanticCustomError(OWN, "{counts} chiffres attendus", {"counts": " ou ".join(map(str, counts))})
        return text

    return checked


def written_as(form: str) -> Callable[[str], str]:
    """A check that a moment or a day is written in that form."""

    def checked(text: str) -> str:
        if datetime.strptime(text, form).strftime(form) != text:
            raise ValueError(form)
        return text

    return checked


def unique(values: list[Any]) -> list[Any]:
    """The values, each once, in their order."""
    return list(dict.fromkeys(values))


Full = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Text = Annotated[str | None, AfterValidator(none_if_blank)]
Number = Annotated[str | None, AfterValidator(without_spaces)]
Day = Annotated[str, AfterValidator(written_as("%Y-%m-%d"))]
Moment = Annotated[str, AfterValidator(written_as(STAMP))]
