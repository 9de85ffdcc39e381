"""French numbers and codes. Source of the numbers: INSEE's Sirene; a SIRET is a SIREN and the five digits of a site."""

from __future__ import annotations

import re

from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

SPREADSHEET = re.compile(r"([0-9]+)[.,]0+")
DIGITS = re.compile(r"[0-9]+")
SIREN, SIRET = 9, 14


@transform
def fr_siren(value: str | None) -> str | None:
    """Nine digits; accepts spaces and dots, a spreadsheet's `.0`, and a lost leading zero.

    >>> fr_siren("732 829 320")
    '732829320'
    """
    return _number(value, SIREN)


@transform
def fr_siret(value: str | None) -> str | None:
    """Fourteen digits, as `fr_siren`.

    >>> fr_siret("732 829 320 00074")
    '73282932000074'
    """
    return _number(value, SIRET)


@transform
def vat(value: str | None) -> str | None:
    """Capitals and digits without spaces, dots or dashes, whatever the country.

    >>> vat("fr 44 732 829 320")
    'FR44732829320'
    """
    read = text(value)
    return text(re.sub(r"[\s.\-]", "", read).upper()) if read else None


@transform
def abbreviation(value: str | None) -> str | None:
    """A legal form or an activity code in capitals, without the dots people put between the letters.

    >>> abbreviation("S.A.R.L.")
    'SARL'
    """
    read = text(value)
    return text(re.sub(r"[\s.]", "", read).upper()) if read else None


@transform
def decimal(value: str | None) -> str | None:
    """A number without needless decimals or separators of thousands; anything else stays as it is.

    >>> decimal("4 000,50")
    '4000.5'
    """
    read = text(value)
    if read is None:
        return None
    bare = re.sub(r"\s", "", read).replace(",", ".")
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", bare):
        return read
    return bare.rstrip("0").rstrip(".") if "." in bare else bare


def _number(value: str | None, length: int) -> str | None:
    read = text(value)
    if read is None:
        return None
    spreadsheet = SPREADSHEET.fullmatch(read)
    bare = re.sub(r"[\s.\-]", "", spreadsheet[1] if spreadsheet else read)
    return bare.zfill(length) if DIGITS.fullmatch(bare) and len(bare) in (length - 1, length) else read
