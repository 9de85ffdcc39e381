"""The calls about field definitions, and what an administrator does to them by hand (facts ``fd.fields…``)."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.freshdesk.defining import Entry, changed_field, new_field
from passerelle.sandbox.freshdesk.fields import definitions
from passerelle.sandbox.freshdesk.incoming import Call
from passerelle.sandbox.freshdesk.kinds import Kind
from passerelle.sandbox.freshdesk.refusing import not_found, not_possible, told
from passerelle.sandbox.system import Entries, Record, StreamRules, World


@dataclass(frozen=True, eq=False)
class Definitions:
    """The calls about the fields of one kind of record."""

    kind: Kind

    async def list_all(self, call: Call) -> Response:
        """Every definition, by position."""
        call.asked()
        return json_answer(definitions(call.world, self.kind))

    async def create(self, call: Call) -> Response:
        """A new custom field."""
        call.asked()
        entry = new_field(call.world, self.kind, call.sent)
        call.world.store.put(entry)
        where = f"{call.base_url}/{self.kind.name}_fields/{entry[1]}"
        return json_answer(entry[2], 201, {"Location": where})

    async def update(self, call: Call) -> Response:
        """A definition with what was sent."""
        call.asked()
        entry = changed_field(call.world, self.kind, self._existing(call), call.sent)
        call.world.store.put(entry)
        return json_answer(entry[2])

    async def delete(self, call: Call) -> Response:
        """Remove a custom field, and its values."""
        call.expects_nothing()
        field = self._existing(call)
        if field["default"]:
            raise not_possible()
        call.world.store.delete(self.kind.fields, call.key)
        call.world.store.put(*self._emptied(call, field["name"]))
        return Response(status_code=204)

    def _emptied(self, call: Call, name: str) -> Entries:
        return [
            (self.kind.stream, key, {**record, "custom_fields": _without(record["custom_fields"], name)})
            for key, record in call.world.store[self.kind.stream]
            if name in record["custom_fields"]
        ]

    def _existing(self, call: Call) -> Record:
        for field in definitions(call.world, self.kind):
            if str(field["id"]) == call.key:
                return field
        raise not_found()


def rules(kind: Kind) -> StreamRules:
    """What an administrator does to the fields of a kind by hand, under the rules of the API."""

    def added(world: World, values: Record) -> Entries:
        return [_or_misuse(kind, lambda: new_field(world, kind, values))]

    def edited(world: World, _: str, record: Record, values: Record) -> Entries:
        return [_or_misuse(kind, lambda: changed_field(world, kind, record, values))]

    return StreamRules(added, edited)


def _or_misuse(kind: Kind, make: Callable[[], Entry]) -> Entry:
    try:
        return make()
    except Refusal as refusal:
        raise SandboxError(f"sandbox: {kind.fields} refuses what was filled in. {told(refusal)}") from refusal


def _without(values: Record, name: str) -> Record:
    return {held: value for held, value in values.items() if held != name}
