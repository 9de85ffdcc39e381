"""The values Altior knows, in the spelling in which it keeps them (facts ``alt.normalises``, ``alt.texts``)."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from passerelle.sandbox.clock import STAMP

OWN = "altior"
"""The type of the errors whose message is Altior's own."""
BETWEEN_DIGITS = re.compile(r"[\s.\-()/]")
FRENCH_PHONE = re.compile(r"(?:(?:\+|00)330?|0)([1-9]\d{8})")


def in_pairs(phone: str) -> str:
    """A French number as ``01 23 45 67 89``; any other as it was typed."""
    found = FRENCH_PHONE.fullmatch(BETWEEN_DIGITS.sub("", phone))
    return " ".join(re.findall("..", f"0{found[1]}")) if found else phone


def _none_if_blank(text: str | None) -> str | None:
    return (text or "").strip() or None


def _capitals(text: str | None) -> str | None:
    return text.upper() if text else text


def _without_spaces(text: str | None) -> str | None:
    return "".join((text or "").split()) or None


def _digits(count: int) -> Callable[[str | None], str | None]:
    def checked(text: str | None) -> str | None:
        if text and not (len(text) == count and text.isascii() and text.isdigit()):
            raise PydanticCustomError(OWN, "{count} chiffres attendus", {"count": count})
        return text

    return checked


def _written_as(form: str) -> Callable[[str], str]:
    def checked(text: str) -> str:
        if datetime.strptime(text, form).strftime(form) != text:
            raise ValueError(form)
        return text

    return checked


def unique(values: list[Any]) -> list[Any]:
    """The values, each once, in their order."""
    return list(dict.fromkeys(values))


Full = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Text = Annotated[str | None, AfterValidator(_none_if_blank)]
Town = Annotated[Text, AfterValidator(_capitals)]
Number = Annotated[str | None, AfterValidator(_without_spaces)]
Siret = Annotated[Number, AfterValidator(_digits(14))]
Siren = Annotated[Number, AfterValidator(_digits(9))]
Amount = Annotated[float, Field(ge=0)]
Day = Annotated[str, AfterValidator(_written_as("%Y-%m-%d"))]
Moment = Annotated[str, AfterValidator(_written_as(STAMP))]
