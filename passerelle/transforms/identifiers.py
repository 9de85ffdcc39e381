"""Belgian numbers. An enterprise number is ten digits, the last two being 97 − (the first eight mod 97).

Source: stdnum.be.vat. Numbers begin with 0 or 1; what begins with 2 to 8 is an establishment unit.
"""

from __future__ import annotations

import re

from stdnum.be import vat

from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

SPREADSHEET = re.compile(r"((?:BE)?\s*[0-9]{9,10})\.0+", re.IGNORECASE)
LABEL = re.compile(r"(?:BTW|TVA|VAT)[\s.:]*", re.IGNORECASE)
TEN_DIGITS = re.compile("(?!00)[0-9]{10}")
"""No number begins with 00: nine digits that begin with 0 have lost another digit than the first."""

RULE = (
    "expected ten digits that begin with 0 or 1 and end in check digits 97 − (first eight mod 97); "
    "e.g. 0403.449.823 or BE0403449823"
)


@transform
def be_enterprise(value: str | None) -> str | None:
    """Ten digits; accepts BE, BTW or TVA in front, dots, spaces, a lost leading zero, a spreadsheet's `.0`.

    >>> be_enterprise("BE 403.449.823")
    '0403449823'
    """
    read = text(value)
    if read is None:
        return None
    bare = LABEL.sub("", read, count=1) if LABEL.match(read) else read
    spreadsheet = SPREADSHEET.fullmatch(bare)
    digits = vat.compact(spreadsheet[1] if spreadsheet else bare)
    return digits if TEN_DIGITS.fullmatch(digits) else read


@transform
def be_vat(value: str | None) -> str | None:
    """`BE` and ten digits; another country's number stays as it is.

    >>> be_vat("0403 449 823")
    'BE0403449823'
    """
    digits = be_enterprise(value)
    return f"BE{digits}" if digits and TEN_DIGITS.fullmatch(digits) else digits


def parse_enterprise_number(typed: str) -> str:
    """A number typed by a person, as ten digits. Raises ValueError: one sentence that says what is wrong with it."""
    number = be_enterprise(typed) or ""
    if not TEN_DIGITS.fullmatch(number):
        raise ValueError(f"'{typed}' is not a Belgian enterprise number: {RULE}.")
    if number[0] in "2345678":
        raise ValueError(
            f"'{typed}' looks like the number of an establishment unit, not of an enterprise: "
            f"enterprise numbers begin with 0 or 1; e.g. 0403.449.823. Use the number of the enterprise it belongs to."
        )
    if not vat.is_valid(number):
        raise ValueError(f"'{typed}' is not a Belgian enterprise number, probably a typing error: {RULE}.")
    return number
