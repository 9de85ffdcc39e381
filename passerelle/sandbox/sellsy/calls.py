"""The calls that all kinds of records have alike."""

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.inside import shown_part, to_store
from passerelle.sandbox.sellsy.bodies import Closed
from passerelle.sandbox.sellsy.embeds import shown
from passerelle.sandbox.sellsy.fields import FieldValue, fields_of, valued, with_values
from passerelle.sandbox.sellsy.filters import wanted
from passerelle.sandbox.sellsy.incoming import Call, Incoming
from passerelle.sandbox.sellsy.kinds import Kind
from passerelle.sandbox.sellsy.paging import projected
from passerelle.sandbox.sellsy.refusing import read_body, read_values
from passerelle.sandbox.sellsy.shapes import addresses_of
from passerelle.sandbox.sellsy.streams import ADDRESSES, existing
from passerelle.sandbox.system import Record


class SearchBody(Closed):
    """The body of a search."""

    filters: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Calls:
    """The calls of one kind of record."""

    kind: Kind

    async def list_all(self, call: Call) -> Response:
        """One page of all records."""
        return self.page(call, self._known(call))

    async def search(self, call: Call) -> Response:
        """One page of the records that fit the filters."""
        sent = read_body(SearchBody, call.raw).filters
        filters = wanted(read_values(self.kind.filters, sent))
        return self.page(call, self.kind.fitting(call.world, self._known(call), filters))

    async def read(self, call: Call) -> Response:
        """One record."""
        return self._answer(call, self._existing(call))

    async def create(self, call: Call) -> Response:
        """Store a new record; or, to verify, look at it only."""
        values = self.kind.to_store(call.world, read_body(self.kind.new, call.raw).sent(), {})
        if call.asked.verify:
            return Response(status_code=204)
        kept = to_store(call.request, values, values)
        return self._stored(call, self.kind.created(call.world, kept), 201)

    async def update(self, call: Call) -> Response:
        """Change what was sent of a record, and nothing else."""
        before = self._existing(call)
        values = self.kind.to_store(call.world, read_body(self.kind.changes, call.raw).sent(), before)
        if call.asked.verify:
            return Response(status_code=204)
        kept = to_store(call.request, values, {**before, **values})
        return self._stored(call, self.kind.changed(call.world, before, kept))

    async def delete(self, call: Call) -> Response:
        """Remove a record and its addresses."""
        for address in addresses_of(call.world, self.kind.name, self._existing(call)):
            call.world.store.delete(ADDRESSES, str(address["id"]))
        call.world.store.delete(self.kind.stream, call.key)
        return Response(status_code=204)

    def page(self, call: Incoming, rows: list[Record]) -> Response:
        """One page of some records of the kind."""
        return call.page(rows, partial(self._whole, call), self.kind.orders)

    async def list_fields(self, call: Call) -> Response:
        """One page of the custom fields of a record, with their values."""
        return self._fields(call, self._existing(call))

    async def write_fields(self, call: Call) -> Response:
        """Put values into custom fields of a record; those left out stay."""
        before = self._existing(call)
        sent = read_body(list[FieldValue], call.raw)
        held = with_values(call.world, before, self.kind.field_kind(before), sent)
        if call.asked.verify:
            return Response(status_code=204)
        after = self.kind.changed(call.world, before, held)
        call.world.store.put(*self.kind.entries(after))
        return self._fields(call, after)

    def _existing(self, call: Incoming) -> Record:
        return existing(call.world, self.kind.stream, call.key)

    def _known(self, call: Incoming) -> list[Record]:
        records = call.world.store[self.kind.stream].values()
        return records[: math.ceil(len(records) * shown_part(call.request))]

    def _fields(self, call: Incoming, record: Record) -> Response:
        return call.page(fields_of(call.world, self.kind.field_kind(record)), partial(valued, record))

    def _stored(self, call: Incoming, record: Record, status: int = 200) -> Response:
        call.world.store.put(*self.kind.entries(record))
        return self._answer(call, record, status)

    def _answer(self, call: Incoming, record: Record, status: int = 200) -> Response:
        return json_answer(projected(call.asked, self._whole(call, record)), status)

    def _whole(self, call: Incoming, record: Record) -> Record:
        return shown(call.world, self.kind, call.asked, record)
