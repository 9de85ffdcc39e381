"""openthebox: companies are asked one by one by number, and their names come as a list of the register's codes."""

from __future__ import annotations

import re
from typing import Any

from passerelle.mapping.localise import BILINGUAL, languages_of_postcode
from passerelle.records import LANGUAGES
from passerelle.systems.base import Raw
from passerelle.systems.rest import RestSystem

_LANGUAGE_CODES = {"1": "fr", "2": "nl", "3": "de", "4": "en"}
_NAME_TYPES = ("001", "003", "002")
"""Legal, else commercial, else abbreviated: a company shows one kind of name, not a mixture."""


class Client(RestSystem):
    """The client of an openthebox account."""

    def test(self) -> None:
        """Ask for one company. openthebox has no call made for tests; not to know the company is an answer too."""
        self.http.read_if_there(self.connection.test, "test the connection")

    def key_in_path(self, stream: str, key: str) -> str:  # noqa: ARG002
        """`BE` and ten digits (`otb.company`) however it is written; what is no number is left to be refused."""
        digits = re.sub(r"\D", "", key)
        return f"BE{digits.zfill(10)}" if digits else key

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """The company with `name`: one name per language, from the coded list `names` (`otb.company.fields`)."""
        if stream != "company":
            return raw
        return {**raw, "name": _names(raw)}


def _names(raw: Raw) -> dict[str, str]:
    listed = raw.get("names")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    for kind in _NAME_TYPES:
        of_kind = [entry for entry in entries if entry.get("type") == kind and entry.get("value")]
        if of_kind:
            return _by_language(of_kind, _languages_of_seat(raw.get("address")))
    return {}


def _by_language(entries: list[dict[str, Any]], local: tuple[str, ...]) -> dict[str, str]:
    """The first name of each language; one without a language stands for the languages of the seat that have none."""
    names: dict[str, str] = {}
    for entry in entries:
        if language := _LANGUAGE_CODES.get(str(entry.get("language"))):
            names.setdefault(language, entry["value"])
    for entry in entries:
        if str(entry.get("language")) not in _LANGUAGE_CODES:
            for language in local:
                names.setdefault(language, entry["value"])
    return names


def _languages_of_seat(address: object) -> tuple[str, ...]:
    """A name without a language belongs to the language of a place that has just one; elsewhere to any."""
    postcode = str(address.get("zipcode") or "") if isinstance(address, dict) else ""
    area = languages_of_postcode(postcode)
    return area[:1] if area and area != BILINGUAL else LANGUAGES
