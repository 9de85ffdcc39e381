"""French numbers and codes. Source of the numbers: INSEE's Sirene; a SIRET is a SIREN and the five digits of a site."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

from passerelle.transforms.contact import phone_fr
from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

SPREADSHEET = re.compile(r"([0-9]+)[.,]0+")
DIGITS = re.compile(r"[0-9]+")
SIREN, SIRET = 9, 14
FRENCH = re.compile(r"\+33[0-9]{9}")
APART = re.compile(r"[\s'\u2019\-\u2010\u2011]+")
SAINTS = {"ST": "SAINT", "STE": "SAINTE"}
OVERSEAS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF"} | {
    "980": "MC",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
"""Postcodes of La Poste beyond metropolitan France, by how they begin, with the ISO code of their country."""


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
def siren_of_siret(value: str | None) -> str | None:
    """The company of a site: the first nine digits of its SIRET; what is no SIRET says no company.

    >>> siren_of_siret("732 829 320 00074"), siren_of_siret("732829320")
    ('732829320', '732829320')
    """
    read = fr_siret(value) or ""
    return read[:SIREN] if DIGITS.fullmatch(read) and len(read) in (SIREN, SIRET) else None


@transform
def town_fr(value: str | None) -> str | None:
    """A town as AFNOR spells it (NF Z10-011): capitals, no accents, blanks for hyphens and apostrophes, SAINT in full.

    >>> town_fr("St-Étienne"), town_fr("L'Haÿ-les-Roses")
    ('SAINT ETIENNE', 'L HAY LES ROSES')
    """
    apart = unicodedata.normalize("NFKD", (text(value) or "").upper().replace("Œ", "OE").replace("Æ", "AE"))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign)).upper()
    words = [SAINTS.get(word.rstrip("."), word) for word in APART.split(plain) if word]
    return text(" ".join(words)) or text(value)


@transform
def phone_fr_national(value: str | None) -> str | None:
    """A French number as it is dialled in France, in pairs of digits; another country's stays international.

    >>> phone_fr_national("+33199001234"), phone_fr_national("+3223151351")
    ('01 99 00 12 34', '+3223151351')
    """
    read = phone_fr(value)
    if not read or not FRENCH.fullmatch(read):
        return read
    number = phonenumbers.parse(read, "FR")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


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


def country_of_postcode(postcode: object) -> str | None:
    """The country of a French postcode: departments and territories overseas, and Monaco, have ISO codes of their own.

    >>> country_of_postcode("97410"), country_of_postcode("75011")
    ('RE', 'FR')
    """
    digits = re.sub(r"\s", "", str(postcode or ""))
    if not re.fullmatch(r"[0-9]{4,5}", digits):
        return None
    return OVERSEAS.get(digits.zfill(5)[:3], "FR")
