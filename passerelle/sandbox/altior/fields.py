"""The values Altior knows, in the spelling in which it keeps them (facts ``alt.normalises``, ``alt.texts``)."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from passerelle.sandbox.french.fields import Number, Text, digits

BETWEEN_DIGITS = re.compile(r"[\s.\-()/]")
FRENCH_PHONE = re.compile(r"(?:(?:\+|00)330?|0)([1-9]\d{8})")


def in_pairs(phone: str) -> str:
    """A French number as ``01 23 45 67 89``; any other as it was typed."""
    found = FRENCH_PHONE.fullmatch(BETWEEN_DIGITS.sub("", phone))
    return " ".join(re.findall("..", f"0{found[1]}")) if found else phone


def _capitals(text: str | None) -> str | None:
    return text.upper() if text else text


Town = Annotated[Text, AfterValidator(_capitals)]
Siret = Annotated[Number, AfterValidator(digits(14))]
Siren = Annotated[Number, AfterValidator(digits(9))]
Amount = Annotated[float, Field(ge=0)]
