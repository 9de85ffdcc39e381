"""The calls that only read, the same for each kind of record."""

from collections.abc import Collection
from dataclasses import dataclass

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.inside import last_shown
from passerelle.sandbox.system import Record, World
from passerelle.sandbox.teamsystem.criteria import BY_FIELD, ODATA, Criteria, asked, criteria
from passerelle.sandbox.teamsystem.customfields import fields_of, types_of
from passerelle.sandbox.teamsystem.incoming import Call, Incoming
from passerelle.sandbox.teamsystem.kinds import COMPANY, CONTACT, Kind
from passerelle.sandbox.teamsystem.records import existing
from passerelle.sandbox.teamsystem.schema import schema
from passerelle.sandbox.teamsystem.switches import switches

SEARCHED = (*ODATA, *BY_FIELD)
COMPANY_NAME = "companyName"


@dataclass(frozen=True, eq=False)
class Reading:
    """The calls that read one kind of record."""

    kind: Kind

    async def list_ids(self, call: Call) -> Response:
        """The ids of all records."""
        asked(call.request, ())
        return json_answer([record["id"] for record in self._all(call)])

    async def read(self, call: Call) -> Response:
        """One record."""
        asked(call.request, ())
        return self._shown(call, existing(call.world, self.kind, call.key))

    async def exists(self, call: Call) -> Response:
        """Whether there is a record of that id."""
        asked(call.request, ())
        return json_answer(call.world.store[self.kind.stream].get(call.key) is not None)

    async def new_instance(self, call: Call) -> Response:
        """A record that was not saved."""
        asked(call.request, ())
        empty = dict.fromkeys(self.kind.read_only)
        return self._shown(call, {**empty, **self.kind.blank, "id": 0})

    async def search(self, call: Call) -> Response:
        """One page of the records that fit a filter, or a field's value."""
        return self._page(call, SEARCHED)

    async def search_by_odata(self, call: Call) -> Response:
        """One page of the records that fit a filter."""
        return self._page(call, ODATA)

    async def search_ids(self, call: Call) -> Response:
        """One page of the ids of the records that fit a filter."""
        found = self._criteria(call, ODATA)
        found.by_id()
        return json_answer([record["id"] for record in found.page(self._fitting(call, found))])

    async def count_by_odata(self, call: Call) -> Response:
        """How many records fit a filter."""
        return json_answer(len(self._fitting(call, self._criteria(call, ("filter",)))))

    async def count(self, call: Call) -> Response:
        """How many records there are."""
        asked(call.request, ())
        return json_answer(len(self._all(call)))

    async def read_schema(self, call: Call) -> Response:
        """Which properties a record has in this tenant's CRM."""
        asked(call.request, ("typenamehandling",))
        fields, required = fields_of(call.world, self.kind), switches(call.world).required(self.kind.name)
        return json_answer(schema(self.kind, fields, required, call.style))

    def _page(self, call: Incoming, known: Collection[str]) -> Response:
        found, fields = self._criteria(call, known), fields_of(call.world, self.kind)
        page = [seen(call.world, self.kind, record) for record in found.page(self._fitting(call, found))]
        return json_answer([call.style.shown(self.kind, fields, record) for record in page])

    def _criteria(self, call: Incoming, known: Collection[str]) -> Criteria:
        types = dict(types_of(self.kind, fields_of(call.world, self.kind)))
        return criteria(call.request, self.kind, types, switches(call.world).no_effect, known)

    def _fitting(self, call: Incoming, found: Criteria) -> list[Record]:
        fits, records = found.fits(), self._all(call)
        if self.kind is CONTACT and found.names(COMPANY_NAME):
            records = [seen(call.world, self.kind, record) for record in records]
        return [record for record in records if fits(record)]

    def _all(self, call: Incoming) -> list[Record]:
        stream = call.world.store[self.kind.stream]
        last = last_shown(call.request, stream)
        return [record for record in stream.values() if record["id"] <= last]

    def _shown(self, call: Incoming, record: Record) -> Response:
        fields = fields_of(call.world, self.kind)
        return json_answer(call.style.shown(self.kind, fields, seen(call.world, self.kind, record)))


def seen(world: World, kind: Kind, record: Record) -> Record:
    """A record as it is read: a contact with the name of its company."""
    if kind is not CONTACT:
        return record
    company = world.store[COMPANY.stream].get(str(record["companyId"]))
    return {**record, COMPANY_NAME: company and company[COMPANY_NAME]}
