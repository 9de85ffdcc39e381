"""Altior: legal forms and civilities are one list, records are read a hundred at a time, and found by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar
from urllib.parse import unquote

from passerelle.errors import RecordRejected
from passerelle.http.client import Fence, open_fence
from passerelle.parts import ids_of, parts_of, text_of
from passerelle.systems.base import Raw, ignore
from passerelle.systems.searched import SearchedSystem

FILTERS = {"siret": "siret", "siren": "siren", "vat_number": "vatNumber"}
"""Canonical columns of third parties that Altior finds by itself (`alt.thirdparty.list`)."""
TITLES = {"MORAL": "legalForm", "PHYSIQUE": "civility"}
MADE = (*TITLES.values(), "linked")
"""Attributes by which fields are mapped, and which Altior calls otherwise."""


class Client(SearchedSystem):
    """The client of an Altior customer."""

    searched: ClassVar = {"thirdparty": {*FILTERS, "partner"}, "contact": {"partner"}}

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """Tell legal forms from civilities (`alt.titles`); the third parties of a contact as one text."""
        if stream == "contact":
            roles = self.profile.codes["role"]
            links = [
                (str(one["thirdPartyId"]), ["", *(roles.get(r) or _safe(r) for r in one["roles"])])
                for one in raw["links"]
            ]
            linked = text_of((id_, role) for id_, held in links for role in held)
            return raw | {"civility": raw.get("title"), "linked": linked}
        name = TITLES.get(str(raw.get("nature")))
        return raw | {name: raw.get("title")} if name else raw

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """Contacts of third parties, a call for each (`alt.contact.list`)."""
        found = self.ask_all(lambda id_: self._filtered(stream, {"thirdPartyId": id_}), ids, ignore)
        return sorted({str(raw["id"]) for raws in found.values() for raw in raws})

    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """The records of these ids (filter `ids`)."""
        own = [id_ for id_ in ids if id_.isdecimal()]
        return self._filtered(stream, {"ids": ",".join(own)}) if own else []

    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """By a number, or by our reference, which stands under the key the profile names."""
        if column != "partner":
            return self._filtered(stream, {FILTERS[column]: value})
        key = self.profile.streams[stream].fields["partner"].type_ or ""
        return self._filtered(stream, {"externalKey": key, "externalValue": value})

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record, unless its title is none of Altior's."""
        return super().create(stream, self._sent(body), fence)

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record, unless its title is none of Altior's."""
        return super().update(stream, external_id, self._sent(body), fence)

    def _sent(self, body: Raw) -> Raw:
        """The body with the legal form or civility, and the links, as Altior has them."""
        sent = {name: value for name, value in body.items() if name not in MADE}
        titles = [body[name] for name in TITLES.values() if name in body]
        sent |= {"title": titles[0]} if titles else {}
        sent |= {"links": self._links(body["linked"])} if "linked" in body else {}
        self._check_title(sent)
        return sent

    def _links(self, linked: str | None) -> list[Raw]:
        codes = {role: code for code, role in self.profile.codes["role"].items()}
        held = [(id_, codes.get(role) or unquote(role)) for id_, role in sorted(parts_of(linked)) if role]
        return [{"thirdPartyId": int(id_), "roles": [r for of, r in held if of == id_]} for id_ in ids_of(linked)]

    def _check_title(self, body: Raw) -> None:
        """Refuse here what Altior would refuse (`alt.types.known`): it would be sent again every night."""
        title = body.get("title")
        if title and title not in self._titles:
            raise RecordRejected(
                self.account,
                f"Altior has no legal form or civility '{title}'; add it to Altior's list, or correct the record",
            )

    @cached_property
    def _titles(self) -> set[str]:
        return {str(row["abbreviation"]) for row in self._rows("/titles", "list legal forms and civilities")}

    def _filtered(self, stream: str, params: dict[str, str]) -> list[Raw]:
        calls = self.profile.streams[stream].calls
        pages = self.listed(stream, calls.list_ or "", {**calls.list_params, **params})
        return [raw for page in pages for raw in page]


def _safe(role: str) -> str:
    """A role of the customer's own, without what would take it for something else among the others."""
    return "".join(f"%{ord(letter):02X}" if letter in "%(),;" else letter for letter in role)
