"""Sellsy: third parties are companies and individuals; addresses, custom fields and the links of contacts are calls of
their own.

The stream `thirdparty` holds both, under ids such as `company/6657`; contacts are `contact/3`. Source of the calls:
docs/systems.md, Sellsy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar

from passerelle.errors import (
    ClaimLost,
    RecordRejected,
    SystemFailure,
    UnclearAnswer,
    UnreadableAnswer,
)
from passerelle.http import walk
from passerelle.http.client import Fence, open_fence
from passerelle.systems.base import Raw
from passerelle.systems.searched import AT_ONCE
from passerelle.systems.sellsy_selling import Selling, placed
from passerelle.systems.sellsy_sizes import Sizes

STREAMS = {"thirdparty": ("company", "individual"), "contact": ("contact",), "opportunity": ("opportunity",)}
"""The kinds of Sellsy's records that a stream holds."""
PATHS = {
    "company": "/companies",
    "individual": "/individuals",
    "contact": "/contacts",
    "opportunity": "/opportunities",
}
TOUCHED = {"company": "updated_at", "individual": "updated_at", "contact": "updated"}
"""What each kind calls its last change, also as a filter."""
ADDRESSES = {"invoicing_address": "Facturation", "delivery_address": "Livraison"}
"""Embedded addresses, and what one that we add is called: Sellsy wants a name (`sel.address`)."""
ADDRESS_KEYS = ("name", "address_line_1", "address_line_2", "address_line_3", "postal_code", "city", "country_code")
APART = (*ADDRESSES, "custom_fields", "type", "kind", "linked")
"""What a body holds that is not sent with the record itself."""
FILTERS = {
    "company": {"siret": "siret", "partner": "reference"},
    "individual": {"partner": "reference"},
    "contact": {"email": "email", "name": "last_name"},
    "opportunity": {"name": "name"},
}
"""Canonical columns by which each kind is searched (`sel.company.filters`, `sel.contact.filters`)."""
LISTED = ("reference",)
"""Filters that take several values."""
NUMBERS = ("siret", "siren", "vat")
"""Typed in Sellsy itself they may hold spaces; a call with those is refused (`sel.company.write`, `sel.formats`)."""


class Client(Selling):
    """The client of a Sellsy account."""

    searched: ClassVar = {"thirdparty": ("siret", "partner"), "contact": ("email", "name"), "opportunity": ("name",)}

    @cached_property
    def sizes(self) -> Sizes:
        """The classes of employees of this account."""
        return Sizes(lambda filters: self._search("thirdparty", "company", filters))

    def check(self, stream: str) -> None:
        """The custom fields that the profile names are there, and of the type that is needed."""
        self.fields_of(stream)

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """Put what Sellsy embeds beside the record's own attributes, and name all kinds alike."""
        first, *others = STREAMS[stream]
        kind = others[0] if others and "last_name" in raw else first
        self.sizes.learn(raw.get("number_of_employees"))
        embedded = raw.get("_embed") or {}
        added = {name: embedded.get(name) for name in ADDRESSES if others}
        added["custom_fields"] = self._named(stream, embedded)
        named = {"name": raw["last_name"]} if "last_name" in raw else {}
        key = f"{kind}/{raw['id']}" if raw.get("id") else None
        made = raw | added | named | {"key": key, "kind": kind}
        return self._opportunity(made) if stream == "opportunity" else made

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every record, one kind after the other."""
        for kind in STREAMS[stream]:
            yield from self._walk(stream, PATHS[kind])

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Records changed since that moment, by a search. A contact's link to a company changes the company."""
        start = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        if stream == "opportunity":
            for filters in self._changes(start):
                yield from self._search(stream, stream, filters)
            return
        for kind in STREAMS[stream]:
            met: set[str] = set()
            for page in self._search(stream, kind, {TOUCHED[kind]: {"start": start}}):
                met.update(raw["key"] for raw in page)
                yield page
        if stream == "contact":
            near = self._of_companies(self.companies_since(start))
            yield from ([raw for raw in page if raw["key"] not in met] for page in near)

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """Contacts linked to these companies, or opportunities with these third parties. Whom individuals are linked to
        cannot be changed, so it isn't asked."""
        if stream == "opportunity":
            related = [{"type": kind, "id": int(own)} for kind, own in (id_.split("/") for id_ in ids)]
            return [
                str(raw["key"]) for page in self._search(stream, stream, {"related_objects": related}) for raw in page
            ]
        own = [int(id_.split("/")[1]) for id_ in ids if id_.startswith("company/")]
        return [str(raw["key"]) for page in self._of_companies(own) for raw in page] if stream == "contact" else []

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One record by its kind and id."""
        doing = f"read {external_id}"
        answer = self.http.read_if_there(self._path_of(external_id), doing, self._embeds(stream))
        if answer is None:
            return None
        self._linked.pop(external_id, None)
        found = self._with_links(stream, [self._record(stream, answer.data, doing, UnreadableAnswer)])
        raw = found[0] if found else None
        return placed(raw, external_id) if raw and stream == "opportunity" else raw

    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """The records of these ids (filter `id`), a call for each kind there is; opportunities have no such filter."""
        if stream == "opportunity":
            return self._with_establishments([id_ for id_ in ids if id_.startswith("opportunity/")])
        found: list[Raw] = []
        for kind in STREAMS[stream]:
            own = [int(id_.split("/")[1]) for id_ in ids if re.fullmatch(rf"{kind}/[0-9]+", id_)]
            found += [raw for page in self._search(stream, kind, {"id": own}) for raw in page] if own else []
        return found

    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """By a filter of the kinds that have one for this column."""
        filters = {kind: FILTERS[kind][column] for kind in STREAMS[stream] if column in FILTERS[kind]}
        wanted = {kind: {name: [value] if name in LISTED else value} for kind, name in filters.items()}
        return [raw for kind, one in wanted.items() for page in self._search(stream, kind, one) for raw in page]

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record with its addresses, custom fields and links. Once the record itself stands, a failure of
        what follows leaves the answer unclear: the next run finds the record again and completes it."""
        kind = str(body.get("kind", STREAMS[stream][0]))
        sent = self._own_part(kind, body) | ({"type": body["type"]} if "type" in body else {})
        answer = self.http.create(PATHS[kind], sent, f"create a {kind}", fence)
        made = self._record(stream, answer.data, f"create a {kind}", UnclearAnswer)
        try:
            self._send_apart(stream, made["key"], body, None, fence)
            return self._again(stream, made["key"])
        except (SystemFailure, ClaimLost) as problem:
            raise UnclearAnswer(self.account, f"{problem} The {kind} itself stands, as {made['key']}.") from None

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change what the body holds, each part by its own call."""
        kind = external_id.split("/")[0]
        if body.get("type"):
            self._convert(external_id, str(body["type"]), fence)
        own = self._own_part(kind, body)
        if own:
            self.http.update(self._path_of(external_id), own, f"update {external_id}", fence)
        self._send_apart(stream, external_id, body, self._links_before(stream, external_id, body), fence)
        return self._again(stream, external_id)

    def _embeds(self, stream: str) -> dict[str, list[str]]:
        addresses = ADDRESSES if stream == "thirdparty" else ()
        wanted = [*addresses, *(f"cf.{id_}" for id_ in self.fields_of(stream).values())]
        return {"embed[]": wanted} if wanted else {}

    def _named(self, stream: str, embedded: Raw) -> list[Raw]:
        """The custom fields embedded, under the name or the code by which the profile calls them."""
        called = {id_: name for name, id_ in self.fields_of(stream).items()}
        return [one | {"name": called.get(one["id"], one["name"])} for one in embedded.get("custom_fields") or []]

    def _walk(self, stream: str, path: str, body: Any = None) -> Iterator[list[Raw]]:
        paging = self._stream(stream).paging
        for rows in walk(self.http, path, self._embeds(stream), paging, f"list {path[1:]}", body):
            yield self._with_links(stream, [self.prepare(stream, row) for row in rows])

    def _search(self, stream: str, kind: str, filters: dict[str, Any]) -> Iterator[list[Raw]]:
        return self._walk(stream, f"{PATHS[kind]}/search", {"filters": filters})

    def _of_companies(self, companies: Sequence[int]) -> Iterator[list[Raw]]:
        """Contacts linked to these companies, many companies a call."""
        for start in range(0, len(companies), AT_ONCE):
            yield from self._search("contact", "contact", {"companies": [*companies[start : start + AT_ONCE]]})

    def _path_of(self, external_id: str) -> str:
        kind, _, own = external_id.partition("@")[0].partition("/")
        return f"{PATHS[kind]}/{own}"

    def _own_part(self, kind: str, body: Raw) -> Raw:
        if kind == "opportunity":
            return self._opportunity_body({name: value for name, value in body.items() if name != "custom_fields"})
        own = {name: value for name, value in body.items() if name not in APART}
        if kind != "company" and "name" in own:
            own["last_name"] = own.pop("name")
        if own.get("number_of_employees"):
            own |= self._size(own.pop("number_of_employees")["label"])
        if own.get("legal_france"):
            own["legal_france"] = _without_spaces(own["legal_france"])
        return own

    def _size(self, headcount: str | None) -> Raw:
        """The class a number of employees falls into, as it is sent; nothing, and a note, where none is known."""
        id_ = self.sizes.id_of(headcount) if headcount else None
        if id_ or headcount is None:
            return {"number_of_employees": id_}
        self.left_out[f"Sellsy: no company there is in a class that holds {headcount} employees; not carried"] += 1
        return {}

    def _send_apart(self, stream: str, external_id: str, body: Raw, linked: str | None, fence: Fence) -> None:
        """What is no part of the record itself. `linked`: the links there are, where they are to change."""
        path = self._path_of(external_id)
        for name, address in _addresses(body).items():
            self._send_address(path, name, address, fence)
        if body.get("custom_fields"):
            ids = self.fields_of(stream)
            sent = [
                {"id": int(one.get("id") or ids[one["name"]]), "value": one.get("value")}
                for one in body["custom_fields"]
            ]
            self.http.update(f"{path}/custom-fields", sent, f"set custom fields of {external_id}", fence)
        if stream == "contact" and "linked" in body:
            self.link(external_id, linked, body["linked"], fence)

    def _send_address(self, path: str, name: str, address: Raw, fence: Fence) -> None:
        sent = {key: address[key] for key in ADDRESS_KEYS if key in address}
        doing = f"write the {name.replace('_', ' ')} of {path[1:]}"
        if address.get("id"):
            self.http.update(f"{path}/addresses/{address['id']}", sent, doing, fence)
        else:
            flags = {f"is_{one}": one == name for one in ADDRESSES}
            self.http.create(f"{path}/addresses", sent | {"name": ADDRESSES[name]} | flags, doing, fence)

    def _convert(self, external_id: str, target: str, fence: Fence) -> None:
        """A prospect becomes a client by a call of its own; no other change of type is offered."""
        if target != "client":
            raise RecordRejected(self.account, f"Sellsy turns a prospect into a client, and nothing into a {target}.")
        body = {"target": target, "also_enable_custom_fields_on_target": {"mode": "all"}}
        self.http.create(f"{self._path_of(external_id)}/convert", body, f"convert {external_id}", fence)

    def _links_before(self, stream: str, external_id: str, body: Raw) -> str | None:
        return self.linked_of(external_id) if stream == "contact" and "linked" in body else None

    def _again(self, stream: str, external_id: str) -> Raw:
        raw = self.read(stream, external_id)
        if raw is None:
            raise UnclearAnswer(self.account, f"Sellsy no longer has {external_id}, which it has just stored.")
        return raw


def _addresses(body: Raw) -> dict[str, Raw]:
    """The addresses to write. One record may serve for both: what is written of one alone, or differs, becomes an
    address of its own, or the other would change with it."""
    found = {name: body[name] for name in ADDRESSES if body.get(name)}
    lines = [{key: one.get(key) for key in ADDRESS_KEYS} for one in found.values()]
    shared = [name for name, one in found.items() if all(one.get(f"is_{kind}") for kind in ADDRESSES)]
    if not shared:
        return found
    if len(found) == len(ADDRESSES):
        first, second = found
        return {first: found[first]} if lines[0] == lines[1] else found | {second: {**found[second], "id": None}}
    return {name: {**one, "id": None} for name, one in found.items()}


def _without_spaces(legal: Raw) -> Raw:
    """What is registered, sent as a whole (`sel.sub`): also numbers that somebody typed and that stay as they are."""
    typed = {name: legal[name] for name in NUMBERS if isinstance(legal.get(name), str)}
    return legal | {name: "".join(value.split()) for name, value in typed.items()}
