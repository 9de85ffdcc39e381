"""Names as the Belgian register codes them: one per language, or without any."""

from __future__ import annotations

from collections.abc import Sequence

from passerelle.mapping.localise import BILINGUAL, languages_of_postcode
from passerelle.records import LANGUAGES

LANGUAGE_CODES = {"1": "fr", "2": "nl", "3": "de", "4": "en"}
"""The register's table Language; `0` is unknown."""


def names_by_language(names: Sequence[tuple[str, str]], postcode: str) -> dict[str, str]:
    """The first of the names (language code, name) of each language.

    A name without a language stands for the languages of the seat that have none: that of a place with just one, else
    any. `postcode` is the seat's, empty when unknown.
    """
    found: dict[str, str] = {}
    for code, name in names:
        if language := LANGUAGE_CODES.get(code):
            found.setdefault(language, name)
    for code, name in names:
        if code not in LANGUAGE_CODES:
            for language in _local(postcode):
                found.setdefault(language, name)
    return found


def _local(postcode: str) -> tuple[str, ...]:
    area = languages_of_postcode(postcode)
    return area[:1] if area and area != BILINGUAL else LANGUAGES
