"""Making a client of a prospect (facts ``sel.convert…``)."""

from dataclasses import dataclass
from typing import Literal

from fastapi import Response
from pydantic import Field

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.sellsy.bodies import Closed
from passerelle.sandbox.sellsy.fields import fields_of
from passerelle.sandbox.sellsy.incoming import Call
from passerelle.sandbox.sellsy.kinds import Kind
from passerelle.sandbox.sellsy.refusing import read_body, refuse
from passerelle.sandbox.sellsy.streams import FIELDS, existing
from passerelle.sandbox.system import Entries, World


class Enabling(Closed):
    """Which custom fields of prospects clients shall have too."""

    mode: Literal["none", "all", "partial"]
    ids: list[int] = Field(default_factory=list)


class ConvertBody(Closed):
    """What a prospect shall become."""

    target: Literal["client"]
    also_enable_custom_fields_on_target: Enabling = Enabling(mode="none")


@dataclass(frozen=True, eq=False)
class Convert:
    """The call that converts one kind of third party."""

    kind: Kind

    async def __call__(self, call: Call) -> Response:
        """Make a client of a prospect; anything else is refused."""
        body = read_body(ConvertBody, call.raw)
        before = existing(call.world, self.kind.stream, call.key)
        if before["type"] != "prospect":
            refuse("target", "Seul un prospect peut être converti en client")
        after = self.kind.changed(call.world, before, {"type": "client"})
        enabled = _enabled(call.world, body.also_enable_custom_fields_on_target)
        call.world.store.put(*self.kind.entries(after), *enabled)
        return json_answer(self.kind.shown(call.world, after))


def _enabled(world: World, enabling: Enabling) -> Entries:
    return [
        (FIELDS, str(field["id"]), field | {"related_objects": [*field["related_objects"], "client"]})
        for field in fields_of(world, "prospect")
        if "client" not in field["related_objects"]
        and (enabling.mode == "all" or (enabling.mode == "partial" and field["id"] in enabling.ids))
    ]
