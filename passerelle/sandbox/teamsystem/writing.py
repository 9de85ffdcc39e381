"""The calls that write, the same for each kind of record; a write answers the bare id (fact ``tsc.written``)."""

from dataclasses import dataclass

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.inside import to_store
from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.criteria import asked
from passerelle.sandbox.teamsystem.customfields import fields_of
from passerelle.sandbox.teamsystem.incoming import Call, Incoming
from passerelle.sandbox.teamsystem.kinds import Kind
from passerelle.sandbox.teamsystem.records import existing, stored, typed
from passerelle.sandbox.teamsystem.refusing import fault, invalid
from passerelle.sandbox.teamsystem.switches import switches


@dataclass(frozen=True, eq=False)
class Writing:
    """The calls that write one kind of record."""

    kind: Kind

    async def insert(self, call: Call) -> Response:
        """A new record, whatever there is already."""
        asked(call.request, ())
        if self._id(call):
            raise invalid([fault("id", "a new record has none")])
        return self._created(call)

    async def create_or_update(self, call: Call) -> Response:
        """A new record, or a change of the one whose id was sent."""
        asked(call.request, ())
        key = self._id(call)
        return self._updated(call, existing(call.world, self.kind, key)) if key else self._created(call)

    async def delete(self, call: Call) -> Response:
        """Remove a record; its contacts stay (fact ``tsc.deleted.contacts``)."""
        asked(call.request, ())
        existing(call.world, self.kind, call.key)
        call.world.store.delete(self.kind.stream, call.key)
        return json_answer(True)

    def _created(self, call: Incoming) -> Response:
        values = self._values(call)
        values = to_store(call.request, values, values)
        return self._stored(call, {**self.kind.blank, **values}, values)

    def _updated(self, call: Incoming, before: Record) -> Response:
        values = self._values(call)
        values = to_store(call.request, values, {**before, **values})
        kept = before if switches(call.world).update == "merge" else self.kind.cleared
        return self._stored(call, {**kept, **values}, values, before)

    def _stored(self, call: Incoming, whole: Record, values: Record, before: Record | None = None) -> Response:
        entries = stored(call.world, self.kind, whole, values, call.user, before)
        call.world.store.put(*entries)
        return json_answer(entries[0][2]["id"])

    def _values(self, call: Incoming) -> Record:
        sent = {name: value for name, value in call.sent.items() if name != "id"}
        return typed(call.world, self.kind, call.style.read(sent, fields_of(call.world, self.kind)))

    def _id(self, call: Incoming) -> int:
        key = call.sent.get("id") or 0
        if type(key) is not int:
            raise Refusal(400, "The id must be a whole number")
        return key
