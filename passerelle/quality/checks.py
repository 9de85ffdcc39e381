"""What a good value is: plain questions about one value or a pair, registered under the name a suite calls them by.

A check never sees a missing value. Its keyword-only parameters are the arguments a suite may give it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum import get_cc_module
from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat
from stdnum.fr import siren, siret
from stdnum.it import codicefiscale
from stdnum.it import iva as it_iva

from passerelle.transforms.contact import FICTION

ColumnCheck = Callable[..., bool]

COLUMN_CHECKS: dict[str, ColumnCheck] = {}
"""Expectation type -> question about one value."""

PAIR_CHECKS: dict[str, ColumnCheck] = {}
"""Expectation type -> question about the values of `column_A` and `column_B`, asked when both are there."""


def _named(registry: dict[str, ColumnCheck], expectation: str) -> Callable[[ColumnCheck], ColumnCheck]:
    def register(check: ColumnCheck) -> ColumnCheck:
        registry[expectation] = check
        return check

    return register


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_be_enterprise_number")
def is_be_enterprise_number(value: str) -> bool:
    """Ten digits that start with 0 or 1, with the right check digits (97 minus the first eight modulo 97).

    Refuses numbers of establishment units (2.xxx.xxx.xxx), which name a place and not an enterprise, and numbers that
    begin with 00, which nobody holds even when their check digits fit.
    """
    return re.fullmatch(r"(?!00)[01][0-9]{9}", value) is not None and bool(be_vat.is_valid(value))


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_be_vat")
def is_be_vat(value: str) -> bool:
    """`BE` and a valid enterprise number."""
    return value.startswith("BE") and is_be_enterprise_number(value[2:])


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_siren")
def is_siren(value: str) -> bool:
    """Nine digits with the right check digit (Luhn). Nine zeros, which pass it, are nobody's."""
    return re.fullmatch(r"(?!0{9})[0-9]{9}", value) is not None and bool(siren.is_valid(value))


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_siret")
def is_siret(value: str) -> bool:
    """A SIREN and five digits, with the right check digit (Luhn; sites of La Poste by their sum)."""
    return re.fullmatch(r"(?!0{9})[0-9]{14}", value) is not None and bool(siret.is_valid(value))


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_vat")
def is_vat(value: str) -> bool:
    """A VAT number of the country its first two letters name, with the check digits of that country."""
    if value.startswith("BE"):
        return is_be_vat(value)
    if eu_vat.is_valid(value):
        return True
    module = get_cc_module(value[:2], "vat") if re.match(r"[A-Z]{2}", value) else None
    return module is not None and bool(module.is_valid(value))


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_phone")
def is_phone(value: str, *, region: str) -> bool:
    """A number its country's numbering plan knows, an extension allowed; without a country code it is of `region`."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(value, region)) or bool(FICTION.fullmatch(value))
    except phonenumbers.NumberParseException:
        return False


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_email")
def is_email(value: str) -> bool:
    """An address of the right form under a public domain; whether it receives mail is not asked."""
    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_emails")
def is_emails(value: str) -> bool:
    """One address or several with a blank between, each of the right form."""
    return all(map(is_email, value.split(" ")))


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_it_tax_code")
def is_it_tax_code(value: str) -> bool:
    """A codice fiscale: eleven digits with the check digit of a partita IVA, or the sixteen characters of a person, in
    which letters may stand for digits (omocodia), with their check character."""
    return re.fullmatch(r"[0-9]{11}|[A-Z0-9]{16}", value) is not None and bool(codicefiscale.is_valid(value))


@_named(COLUMN_CHECKS, "expect_column_values_to_be_valid_sdi_code")
def is_sdi_code(value: str) -> bool:
    """Seven characters, or the six of a public body; `0000000` (none) and `XXXXXXX` (abroad) are such."""
    return re.fullmatch(r"[A-Z0-9]{6,7}", value) is not None


@_named(COLUMN_CHECKS, "expect_column_values_to_be_website")
def is_website(value: str) -> bool:
    """A public host name, with or without a scheme, port and path: `extranet.iglimburg.be`."""
    try:
        parts = urlsplit(value if "://" in value else f"//{value}")
        host = parts.hostname
        port_is_readable = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if re.search(r"\s", value) or not host or parts.username is not None or parts.scheme not in ("", "http", "https"):
        return False
    return port_is_readable and is_email(f"web@{host}")


@_named(COLUMN_CHECKS, "expect_column_values_to_be_iso_date_between")
def is_iso_date_between(value: str, *, earliest: str, days_ahead: int) -> bool:
    """A day that exists, written `YYYY-MM-DD`, not before `earliest` and at most `days_ahead` days from today."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return date.fromisoformat(earliest) <= day <= date.today() + timedelta(days=days_ahead)


@_named(COLUMN_CHECKS, "expect_column_values_to_be_day_and_month")
def is_day_and_month(value: str) -> bool:
    """A day that exists every year, written `--MM-DD`."""
    found = re.fullmatch(r"--([0-9]{2})-([0-9]{2})", value)
    try:
        return found is not None and bool(date(2023, int(found[1]), int(found[2])))
    except ValueError:
        return False


@_named(PAIR_CHECKS, "expect_column_pair_values_enterprise_number_to_agree_with_vat")
def enterprise_number_agrees_with_vat(enterprise_number: str, vat_number: str) -> bool:
    """A Belgian VAT number is `BE` and the enterprise number; a foreign or unreadable one cannot be compared."""
    comparable = re.fullmatch(r"[0-9]{10}", enterprise_number) and re.fullmatch(r"BE[0-9]{10}", vat_number)
    return not comparable or vat_number == f"BE{enterprise_number}"


@_named(PAIR_CHECKS, "expect_column_pair_values_siren_to_agree_with_siret")
def siren_agrees_with_siret(siren: str, siret: str) -> bool:
    """The SIREN is the first nine digits of the SIRET; agrees whenever either of them is not valid itself."""
    return siret.startswith(siren) or not (is_siren(siren) and is_siret(siret))


@_named(PAIR_CHECKS, "expect_column_pair_values_siren_to_agree_with_vat")
def siren_agrees_with_vat(siren: str, vat_number: str) -> bool:
    """A French VAT number ends in the SIREN (CGI art. 286 ter); Monaco's begin with 000 and hide none. Agrees whenever
    either of them is not valid itself, or the number is another country's."""
    french = vat_number.startswith("FR") and eu_vat.is_valid(vat_number) and vat_number[4:7] != "000"
    return vat_number[4:] == siren or not (french and is_siren(siren))


@_named(PAIR_CHECKS, "expect_column_pair_values_vat_to_be_valid_in_italy")
def vat_is_valid_in_italy(vat_number: str, country: str) -> bool:
    """In Italy `IT` and a partita IVA with its check digit; the numbers of other countries are not judged."""
    italian = vat_number.startswith("IT") and len(vat_number) == 13 and bool(it_iva.is_valid(vat_number[2:]))
    return country != "IT" or italian


@_named(PAIR_CHECKS, "expect_column_pair_values_postcode_to_fit_country")
def postcode_fits_country(postcode: str, country: str) -> bool:
    """In Belgium four digits from 1000 to 9999; postcodes of other countries are not judged."""
    return country != "BE" or re.fullmatch(r"[1-9][0-9]{3}", postcode) is not None


MOST_A_HEAD = 50_000
"""Thousands of euros: what no company but one of finance or trade earns with each of its people."""


@_named(PAIR_CHECKS, "expect_column_pair_values_revenue_to_suit_headcount")
def revenue_suits_headcount(revenue: str, headcount: str) -> bool:
    """A year's revenue in thousands of euros is at most fifty million euros a head; nobody counts as one."""
    try:
        return float(revenue) <= MOST_A_HEAD * max(1.0, float(headcount))
    except ValueError:
        return True
