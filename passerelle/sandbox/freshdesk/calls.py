"""The calls that contacts and companies have in common."""

import re
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.freshdesk.filters import CONTACTS_BY, changed_since, contact_fits
from passerelle.sandbox.freshdesk.incoming import Call, Incoming
from passerelle.sandbox.freshdesk.kinds import CONTACT, Kind
from passerelle.sandbox.freshdesk.lookup import lookup
from passerelle.sandbox.freshdesk.paging import PAGED, page_of
from passerelle.sandbox.freshdesk.records import existing, stored, typed
from passerelle.sandbox.freshdesk.refusing import fault, invalid, not_possible
from passerelle.sandbox.freshdesk.showing import rows, view
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.inside import last_shown, to_store
from passerelle.sandbox.system import Record

MOST_COMPLETED = 10
WORD = re.compile(r"\S+")


@dataclass(frozen=True, eq=False)
class Calls:
    """The calls about one kind of record."""

    kind: Kind

    async def list_all(self, call: Call) -> Response:
        """One page of the records that fit the filters, by name."""
        by = CONTACTS_BY if self.kind is CONTACT else ()
        asked = call.asked(*PAGED, *by, *switches(call.world).since_names)
        fits = contact_fits(call, asked) if self.kind is CONTACT else changed_since(asked)
        found = [record for record in self._candidates(call, asked) if fits(record)]
        page, link = page_of(call, asked, sorted(found, key=lambda one: (one["name"].casefold(), one["id"])))
        return json_answer(rows(call.world, self.kind, page), headers=link)

    async def read(self, call: Call) -> Response:
        """One record."""
        call.asked()
        return json_answer(view(call.world, self.kind, existing(call.world, self.kind, call.key)))

    async def create(self, call: Call) -> Response:
        """A new record."""
        call.asked()
        record = self._store(call, None)
        where = f"{call.base_url}/{self.kind.word}/{record['id']}"
        return json_answer(view(call.world, self.kind, record), 201, {"Location": where})

    async def update(self, call: Call) -> Response:
        """A record with what was sent."""
        call.asked()
        before = existing(call.world, self.kind, call.key)
        untouchable(before)
        return json_answer(view(call.world, self.kind, self._store(call, before)))

    async def delete(self, call: Call) -> Response:
        """A contact is kept as deleted, a company is gone."""
        call.expects_nothing()
        before = existing(call.world, self.kind, call.key)
        untouchable(before)
        if self.kind is CONTACT:
            now = call.world.clock.stamp()
            call.world.store.put((CONTACT.stream, call.key, {**before, "deleted": True, "updated_at": now}))
        else:
            call.world.store.delete(self.kind.stream, call.key)
        return Response(status_code=204)

    async def complete(self, call: Call) -> Response:
        """The ids and names of records of whose names a word begins with the term."""
        name = "term" if self.kind is CONTACT else "name"
        term = call.asked(name).get(name, "").strip().casefold()
        if not term:
            raise invalid(fault(name, "It should not be blank", "missing_field"))
        found = sorted(self._begun(call, term), key=lambda one: (one["name"].casefold(), one["id"]))
        short: Any = [{"id": one["id"], "name": one["name"]} for one in found[:MOST_COMPLETED]]
        return json_answer(short if self.kind is CONTACT else {"companies": short})

    def _begun(self, call: Incoming, term: str) -> list[Record]:
        return [
            one
            for one in self._shown(call)
            if not one.get("deleted") and any(_at(one["name"], begin).startswith(term) for begin in _begins(one))
        ]

    def _store(self, call: Incoming, before: Record | None) -> Record:
        values = typed(call.world, self.kind, call.sent)
        values = to_store(call.request, values, {**(before or self.kind.blank), **values})
        entries = stored(call.world, self.kind, values, before)
        call.world.store.put(*entries)
        return entries[0][2]

    def _candidates(self, call: Incoming, asked: dict[str, str]) -> list[Record]:
        """Records among which all stand that fit; few where an e-mail or a company is asked for."""
        found = lookup(call.world, self.kind)
        if "email" in asked:
            shown = last_shown(call.request, call.world.store[self.kind.stream])
            return [one for one in found.found("mail", asked["email"].lower()) if one["id"] <= shown]
        return self._shown(call)

    def _shown(self, call: Incoming) -> list[Record]:
        stream = call.world.store[self.kind.stream]
        last = last_shown(call.request, stream)
        return [record for record in stream.values() if record["id"] <= last]


def untouchable(record: Record) -> None:
    """Raise Refusal (405) for a deleted or a blocked contact (``fd.method``)."""
    if record.get("deleted") or record.get("_blocked"):
        raise not_possible()


def _begins(record: Record) -> list[int]:
    return [found.start() for found in WORD.finditer(record["name"])]


def _at(name: str, begin: int) -> str:
    return name[begin:].casefold()
