"""Languages, countries and postcodes."""

from __future__ import annotations

import re

from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

LANGUAGE = re.compile(r"(nl|fr|de|en)(?:[-_][a-z]{2})?", re.IGNORECASE)
LANGUAGE_NAMES = {
    **dict.fromkeys(("nederlands", "néerlandais", "dutch", "niederländisch"), "nl"),
    **dict.fromkeys(("français", "frans", "french", "französisch"), "fr"),
    **dict.fromkeys(("deutsch", "duits", "allemand", "german"), "de"),
    **dict.fromkeys(("english", "engels", "anglais", "englisch"), "en"),
}
COUNTRY_NAMES = {
    **dict.fromkeys(("belgië", "belgie", "belgique", "belgien", "belgium"), "BE"),
    **dict.fromkeys(("frankrijk", "france", "frankreich"), "FR"),
    **dict.fromkeys(("nederland", "pays-bas", "niederlande", "netherlands"), "NL"),
    **dict.fromkeys(("luxemburg", "luxembourg"), "LU"),
    **dict.fromkeys(("duitsland", "allemagne", "deutschland", "germany"), "DE"),
    **dict.fromkeys(("italië", "italie", "italien", "italia", "italy"), "IT"),
}
COUNTRY = re.compile("[A-Za-z]{2}")
COUNTRY_IN_FRONT = re.compile(r"[A-Za-z]{1,2}\s?-\s?(?=[0-9])")
SPREADSHEET = re.compile(r"([0-9]{4,5})\.0+")


@transform
def language(value: str | None) -> str | None:
    """nl, fr, de or en, from a code with or without a region, or the language's name.

    >>> language("nl-BE")
    'nl'
    """
    read = text(value)
    if read is None:
        return None
    code = LANGUAGE.fullmatch(read)
    return code[1].lower() if code else LANGUAGE_NAMES.get(read.lower(), read)


@transform
def country(value: str | None) -> str | None:
    """ISO 3166 alpha-2, from the code in any case or the name of Belgium or a neighbour.

    >>> country("Belgique")
    'BE'
    """
    read = text(value)
    if read is None:
        return None
    return read.upper() if COUNTRY.fullmatch(read) else COUNTRY_NAMES.get(read.lower(), read)


@transform
def postcode(value: str | None) -> str | None:
    """Capitals, without the country in front of the digits or a spreadsheet's `.0`.

    >>> postcode("B-1000")
    '1000'
    """
    read = text(value)
    if read is None:
        return None
    bare = COUNTRY_IN_FRONT.sub("", read, count=1) if COUNTRY_IN_FRONT.match(read) else read
    spreadsheet = SPREADSHEET.fullmatch(bare)
    return text((spreadsheet[1] if spreadsheet else bare).upper())
