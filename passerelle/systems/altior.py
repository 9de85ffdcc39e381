"""Altior: legal forms and civilities are one list, records are read a hundred at a time, and found by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar
from urllib.parse import unquote

from passerelle.errors import ConfigurationError, RecordRejected
from passerelle.http import walk
from passerelle.http.client import Fence, open_fence
from passerelle.mapping.models import SystemProfile
from passerelle.parts import ids_of, parts_of, text_of
from passerelle.settings import Settings
from passerelle.systems.altior_affaires import PAPERS, Papers, field_values, named_fields
from passerelle.systems.base import LookUp, Raw, ignore
from passerelle.systems.searched import FEW, SearchedSystem

FILTERS = {"siret": "siret", "siren": "siren", "vat_number": "vatNumber"}
"""Canonical columns of third parties that Altior finds by itself (`alt.thirdparty.list`)."""
TITLES = {"MORAL": "legalForm", "PHYSIQUE": "civility"}
MADE = (*TITLES.values(), "linked", "custom_fields")
"""Attributes by which fields are mapped, and which Altior calls otherwise."""


class Client(SearchedSystem):
    """The client of an Altior customer."""

    searched: ClassVar = {"thirdparty": {*FILTERS, "partner"}, "contact": {"partner"}, "affaire": {"partner"}}

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self.papers = Papers(self.http, lambda: self.profile.streams["affaire"].paging)

    def check(self, stream: str) -> None:
        """The custom fields that the profile names are there, for such records."""
        maps = self.profile.streams[stream].fields.values()
        wanted = {str(map_.type_) for map_ in maps if map_.list_ == "custom_fields"}
        rows = self._rows("/customfields", "list custom fields") if wanted else []
        known = {str(row["name"]) for row in rows if row["object"] == stream}
        if wanted - known:
            told, title = ", ".join(sorted(wanted - known)), self.profile.streams[stream].title
            raise ConfigurationError(
                f"Altior has no custom field {told} of {title}; add it there, or correct its name."
            )

    def known(self, stream: str) -> dict[str, list[str]]:
        """The names of the establishments."""
        rows = self._rows("/establishments", f"list the establishments of {stream}")
        return {"establishment": [str(row["name"]) for row in rows]}

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every record; of affaires, their quotes and orders are read along once."""
        if stream == "affaire":
            self.papers.read_all()
        yield from super().pages(stream)

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Records changed since that moment, and affaires with a quote or order changed since."""
        met: set[str] = set()
        for page in super().changed(stream, since):
            met |= {str(raw["id"]) for raw in page}
            yield page
        if stream == "affaire":
            moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            yield self.with_ids(stream, sorted(self.papers.since(moment) - met))

    def listed(self, stream: str, path: str, params: dict[str, str]) -> Iterator[list[Raw]]:
        """As every system; before many affaires, whose quotes and orders nobody has read, both lists are."""
        for rows in walk(self.http, path, params, self._stream(stream).paging, f"list {self._stream(stream).title}"):
            if stream == "affaire" and len(rows) > FEW // len(PAPERS):
                self.papers.read_once()
            yield [self.prepare(stream, row) for row in rows]

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
        if stream == "affaire":
            party = str(raw["thirdPartyId"]) if raw.get("thirdPartyId") else None
            own = {"linked": party, "custom_fields": named_fields(raw)}
            return raw | own | (self.papers.of(str(raw["id"])) if raw.get("id") else {})
        name = TITLES.get(str(raw.get("nature")))
        return raw | {name: raw.get("title")} if name else raw

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """Records by id; many affaires, which cannot be asked for by several ids, from their list."""
        if stream != "affaire" or len(set(keys)) <= FEW:
            return super().look_up(stream, keys, seen)
        wanted = dict.fromkeys(keys)
        found = {str(raw["id"]): raw for page in self.pages(stream) for raw in page if str(raw["id"]) in wanted}
        seen(len(wanted))
        return LookUp(found, [key for key in wanted if key not in found])

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """Contacts or affaires of third parties, a call for each (`alt.contact.list`, `alt.affaire.list`)."""
        found = self.ask_all(lambda id_: self._filtered(stream, {"thirdPartyId": id_}), ids, ignore)
        return sorted({str(raw["id"]) for raws in found.values() for raw in raws})

    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """The records of these ids (filter `ids`, which affaires don't have)."""
        own = [id_ for id_ in ids if id_.isdecimal()]
        if stream == "affaire":
            return [raw for raw in self.ask_all(lambda id_: self.read(stream, id_), own, ignore).values() if raw]
        return self._filtered(stream, {"ids": ",".join(own)}) if own else []

    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """By a number, or by our reference, which stands under the key the profile names."""
        if column != "partner":
            return self._filtered(stream, {FILTERS[column]: value})
        key = self.profile.streams[stream].fields["partner"].type_ or ""
        return self._filtered(stream, {"externalKey": key, "externalValue": value})

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record, unless its title is none of Altior's."""
        self.papers.forget()
        return super().create(stream, self._sent(stream, body), fence)

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record, unless its title is none of Altior's."""
        return super().update(stream, external_id, self._sent(stream, body), fence)

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One record; of an affaire, its quotes and orders are asked afresh."""
        if stream == "affaire":
            self.papers.forget()
        return super().read(stream, external_id)

    def _sent(self, stream: str, body: Raw) -> Raw:
        """The body with legal form or civility, links and custom fields as Altior has them."""
        sent = {name: value for name, value in body.items() if name not in MADE}
        titles = [body[name] for name in TITLES.values() if name in body]
        sent |= {"title": titles[0]} if titles else {}
        if "linked" in body and stream == "contact":
            sent["links"] = self._links(body["linked"])
        if "linked" in body and stream == "affaire":
            sent["thirdPartyId"] = int(body["linked"])
        if "custom_fields" in body:
            sent["customFields"] = field_values(body["custom_fields"])
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
