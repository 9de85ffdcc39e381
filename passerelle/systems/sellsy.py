"""Sellsy: third parties are companies and individuals, whose addresses and custom fields are calls of their own.

The stream `thirdparty` holds both, under ids such as `company/6657`. Source of the calls: docs/systems.md, Sellsy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from passerelle.errors import (
    ClaimLost,
    ConfigurationError,
    RecordRejected,
    SystemFailure,
    UnclearAnswer,
    UnreadableAnswer,
)
from passerelle.http import walk
from passerelle.http.client import Fence, open_fence
from passerelle.systems.base import Raw
from passerelle.systems.searched import SearchedSystem

PATHS = {"company": "/companies", "individual": "/individuals"}
ADDRESSES = {"invoicing_address": "Facturation", "delivery_address": "Livraison"}
"""Embedded addresses, and what one that we add is called: Sellsy wants a name (`sel.address`)."""
ADDRESS_KEYS = ("name", "address_line_1", "address_line_2", "address_line_3", "postal_code", "city", "country_code")
APART = (*ADDRESSES, "custom_fields", "type", "kind")
"""What a body holds that is not sent with the record itself."""
NUMBERS = ("siret", "siren", "vat")
"""Typed in Sellsy itself they may hold spaces; a call with those is refused (`sel.company.write`, `sel.formats`)."""
FILTERS = {"siret": "siret", "partner": "reference"}
"""Canonical columns Sellsy searches by (`sel.companies.filters`)."""


class Client(SearchedSystem):
    """The client of a Sellsy account."""

    searched = frozenset(FILTERS)

    def prepare(self, stream: str, raw: Raw) -> Raw:  # noqa: ARG002
        """Put what Sellsy embeds beside the record's own attributes, and name both kinds alike."""
        kind = "individual" if "last_name" in raw else "company"
        embedded = raw.get("_embed") or {}
        added = {name: embedded.get(name) for name in ADDRESSES} | {"custom_fields": self._named(embedded)}
        named = {"name": raw["last_name"]} if kind == "individual" else {}
        key = f"{kind}/{raw['id']}" if raw.get("id") else None
        return raw | added | named | {"key": key, "kind": kind}

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every company, then every individual."""
        for path in PATHS.values():
            yield from self._walk(stream, path)

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Companies and individuals changed since that moment, by a search (filter `updated_at`)."""
        start = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        for path in PATHS.values():
            yield from self._search(stream, path, {"updated_at": {"start": start}})

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One third party by its kind and id."""
        doing = f"read {external_id}"
        answer = self.http.read_if_there(self._path_of(external_id), doing, self._embeds)
        return None if answer is None else self._record(stream, answer.data, doing, UnreadableAnswer)

    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """Companies and individuals of these ids (filter `id`), a call for each kind there is."""
        found: list[Raw] = []
        for kind, path in PATHS.items():
            own = [int(id_.split("/")[1]) for id_ in ids if re.fullmatch(rf"{kind}/[0-9]+", id_)]
            found += [raw for page in self._search(stream, path, {"id": own}) for raw in page] if own else []
        return found

    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """By SIRET, which individuals have none of, or by reference."""
        filters = {FILTERS[column]: [value] if column == "partner" else value}
        paths = PATHS.values() if column == "partner" else [PATHS["company"]]
        return [raw for path in paths for page in self._search(stream, path, filters) for raw in page]

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a third party with its addresses and custom fields. Once the record itself stands, a failure of what
        follows leaves the answer unclear: the next run finds the record by our reference and completes it."""
        kind = str(body.get("kind", "company"))
        sent = self._own_part(kind, body) | ({"type": body["type"]} if "type" in body else {})
        answer = self.http.create(PATHS[kind], sent, f"create a {kind}", fence)
        made = self._record(stream, answer.data, f"create a {kind}", UnclearAnswer)
        try:
            self._send_apart(made["key"], body, fence)
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
        self._send_apart(external_id, body, fence)
        return self._again(stream, external_id)

    @cached_property
    def _fields(self) -> dict[str, int]:
        """The ids of the custom fields that the profile names, by name. Raises ConfigurationError: unknown, or not of
        the type the profile takes it for."""
        stream = self.profile.streams["thirdparty"]
        maps = [map_ for map_ in stream.fields.values() if map_.list_ == "custom_fields"]
        if not maps:
            return {}
        pages = walk(self.http, "/custom-fields", {}, stream.paging, "list custom fields")
        known = {name: field for page in pages for field in page for name in _names(field)}
        for map_ in maps:
            found = known.get(str(map_.type_))
            if found is None:
                raise ConfigurationError(f"Sellsy has no custom field '{map_.type_}' (neither name nor code).")
            if map_.boolean and found["type"] != "boolean":
                raise ConfigurationError(
                    f"Sellsy's custom field '{map_.type_}' is a {found['type']}; a yes-or-no field is needed."
                )
        return {str(map_.type_): int(known[str(map_.type_)]["id"]) for map_ in maps}

    @cached_property
    def _embeds(self) -> dict[str, list[str]]:
        return {"embed[]": [*ADDRESSES, *(f"cf.{id_}" for id_ in self._fields.values())]}

    def _named(self, embedded: Raw) -> list[Raw]:
        """The custom fields embedded, under the name or the code by which the profile calls them."""
        called = {id_: name for name, id_ in self._fields.items()}
        return [one | {"name": called.get(one["id"], one["name"])} for one in embedded.get("custom_fields") or []]

    def _walk(self, stream: str, path: str, body: Any = None) -> Iterator[list[Raw]]:
        paging = self._stream(stream).paging
        for rows in walk(self.http, path, self._embeds, paging, f"list {path[1:]}", body):
            yield [self.prepare(stream, row) for row in rows]

    def _search(self, stream: str, path: str, filters: dict[str, Any]) -> Iterator[list[Raw]]:
        return self._walk(stream, f"{path}/search", {"filters": filters})

    def _path_of(self, external_id: str) -> str:
        kind, _, own = external_id.partition("/")
        return f"{PATHS[kind]}/{own}"

    def _own_part(self, kind: str, body: Raw) -> Raw:
        own = {name: value for name, value in body.items() if name not in APART}
        if kind == "individual" and "name" in own:
            own["last_name"] = own.pop("name")
        if own.get("legal_france"):
            own["legal_france"] = _without_spaces(own["legal_france"])
        return own

    def _send_apart(self, external_id: str, body: Raw, fence: Fence) -> None:
        path = self._path_of(external_id)
        for name, address in _addresses(body).items():
            self._send_address(path, name, address, fence)
        if body.get("custom_fields"):
            values = [{"id": self._id_of(one), "value": one.get("value")} for one in body["custom_fields"]]
            self.http.update(f"{path}/custom-fields", values, f"set custom fields of {external_id}", fence)

    def _send_address(self, path: str, name: str, address: Raw, fence: Fence) -> None:
        sent = {key: address[key] for key in ADDRESS_KEYS if key in address}
        doing = f"write the {name.replace('_', ' ')} of {path[1:]}"
        if address.get("id"):
            self.http.update(f"{path}/addresses/{address['id']}", sent, doing, fence)
        else:
            flags = {f"is_{one}": one == name for one in ADDRESSES}
            self.http.create(f"{path}/addresses", sent | {"name": ADDRESSES[name]} | flags, doing, fence)

    def _id_of(self, field: Raw) -> int:
        return int(field.get("id") or self._fields[field["name"]])

    def _convert(self, external_id: str, target: str, fence: Fence) -> None:
        """A prospect becomes a client by a call of its own; no other change of type is offered."""
        if target != "client":
            raise RecordRejected(self.account, f"Sellsy turns a prospect into a client, and nothing into a {target}.")
        body = {"target": target, "also_enable_custom_fields_on_target": {"mode": "all"}}
        self.http.create(f"{self._path_of(external_id)}/convert", body, f"convert {external_id}", fence)

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


def _names(field: Raw) -> list[str]:
    return [str(field[key]) for key in ("name", "code") if field.get(key)]
