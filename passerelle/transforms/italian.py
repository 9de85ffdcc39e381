"""Italian numbers and addresses. Source: the partita IVA is eleven digits, the codice fiscale eleven digits for
organisations and sixteen letters and digits for persons, of which omocodia turns digits into letters (stdnum.it)."""

from __future__ import annotations

import re

from passerelle.transforms.contact import phone_of
from passerelle.transforms.french import vat
from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

ELEVEN_DIGITS = re.compile(r"[0-9]{11}")
BETWEEN = re.compile(r"[\s,;]+")
SPREADSHEET = re.compile(r"([0-9]{9,11})\.0+")


@transform
def it_vat(value: str | None) -> str | None:
    """`IT` and eleven digits; another country's number stays as it is, in capitals and without blanks.

    >>> it_vat("01234567890"), it_vat("it 01234567890"), it_vat("FR44732829320")
    ('IT01234567890', 'IT01234567890', 'FR44732829320')
    """
    digits = it_number(value)
    return f"IT{digits}" if digits and ELEVEN_DIGITS.fullmatch(digits) else digits


@transform
def it_number(value: str | None) -> str | None:
    """A partita IVA or codice fiscale without the country: eleven digits, or sixteen letters and digits in capitals.

    >>> it_number("IT 01234567890"), it_number("rss mra 85t10 a562s"), it_number("1234567890.0")
    ('01234567890', 'RSSMRA85T10A562S', '01234567890')
    """
    read = text(value)
    found = SPREADSHEET.fullmatch(read or "")
    if found:
        return found[1].zfill(11)
    bare = vat(value)
    return bare[2:] if bare and bare[:2] == "IT" and ELEVEN_DIGITS.fullmatch(bare[2:]) else bare


@transform
def phone_it(value: str | None) -> str | None:
    """As `phone`; a number without a country is Italian.

    >>> phone_it("051 234567")
    '+39051234567'
    """
    return phone_of(value, "IT")


@transform
def emails(value: str | None) -> str | None:
    """Addresses in lower case, each once, in their order, with a blank between.

    >>> emails("Info@Rossi.example; info@rossi.example amm@rossi.example")
    'info@rossi.example amm@rossi.example'
    """
    read = text(value)
    return text(" ".join(dict.fromkeys(BETWEEN.split(read.lower())))) if read else None


@transform
def option(value: str | None) -> str | None:
    """The label of an option of a selection field: a comma would end it, where options are typed as one text.

    >>> option("Bonifico, 30 giorni")
    'Bonifico 30 giorni'
    """
    read = text(value)
    return text(read.replace(",", " ")) if read else None
