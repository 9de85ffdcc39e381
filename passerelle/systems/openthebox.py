"""openthebox: companies are asked one by one by number, and their names come as a list of the register's codes."""

from __future__ import annotations

import re

from passerelle.systems.base import Raw
from passerelle.systems.be_names import names_by_language
from passerelle.systems.rest import RestSystem

_NAME_TYPES = ("001", "003", "002")
"""Legal, else commercial, else abbreviated: a company shows one kind of name, not a mixture."""


class Client(RestSystem):
    """The client of an openthebox account."""

    def test(self) -> str:
        """Ask for one company. openthebox has no call made for tests; not to know the company is an answer too."""
        self.http.read_if_there(self.connection.test, "test the connection")
        return self.works()

    def key_in_path(self, stream: str, key: str) -> str:
        """`BE` and ten digits (`otb.company`) however it is written; what is no number is left to be refused. A
        person goes by openthebox's own pid."""
        if stream == "person":
            return key
        digits = re.sub(r"\D", "", key)
        return f"BE{digits.zfill(10)}" if digits else key

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """What openthebox leaves to the reader: a company's `name`, one per language, from the coded list `names`
        (`otb.company.fields`); a person's page and, from one text, first and last name (`otb.person.caption`)."""
        if stream == "person":
            return {**raw, **_split(str(raw.get("caption") or "")), "page": self.page_of(stream, str(raw["pid"]))}
        return {**raw, "name": _names(raw)} if stream == "company" else raw


def _split(caption: str) -> dict[str, str]:
    """The given name stands first; what follows, particles included, is the family name. One word alone is neither."""
    first, _, last = " ".join(caption.split()).partition(" ")
    return {"firstName": first, "lastName": last} if last else {}


def _names(raw: Raw) -> dict[str, str]:
    listed = raw.get("names")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    for kind in _NAME_TYPES:
        of_kind = [entry for entry in entries if entry.get("type") == kind and entry.get("value")]
        if of_kind:
            named = [(str(entry.get("language")), entry["value"]) for entry in of_kind]
            return names_by_language(named, _postcode(raw.get("address")))
    return {}


def _postcode(address: object) -> str:
    return str(address.get("zipcode") or "") if isinstance(address, dict) else ""
