"""Webhooks as they are kept (facts ``sel.webhook…``); `deliveries` calls them."""

from typing import Annotated, Literal

from fastapi import Response
from pydantic import Field

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.sellsy.bodies import Open
from passerelle.sandbox.sellsy.incoming import Call
from passerelle.sandbox.sellsy.moments import now
from passerelle.sandbox.sellsy.refusing import read_body, refuse
from passerelle.sandbox.sellsy.streams import WEBHOOKS, existing
from passerelle.sandbox.system import Record, World

EVENTS = {
    "client": (
        "created", "updated", "deleted", "addressadded", "addressupdated", "addressremoved", "mainaddress", "transform",
        "archived", "unarchived",
    ),
    "prospect": ("created", "updated", "deleted", "transform", "archived", "unarchived"),
    "people": ("created", "updated", "deleted", "archived", "unarchived", "created_address"),
    "third_party_contact": ("created", "main", "deleted"),
    "opportunity": ("created", "updated", "deleted"),
    "docslog": ("step", "emailsent", "paymentadd"),
}  # fmt: skip
KNOWN = frozenset(f"{entity}.{event}" for entity, events in EVENTS.items() for event in events)
BLANK: Record = {
    "name": "",
    "type": "http",
    "endpoint": None,
    "is_enabled": True,
    "object_in_payload": False,
    "json_content_type": False,
    "sign_key": None,
    "configuration": [],
    "created": None,
    "updated": None,
    "last_succeeded": None,
    "last_failed": None,
    "nb_failures": 0,
}


class Configuration(Open):
    """One event that a webhook is for."""

    id: str
    is_enabled: bool = True


class WebhookBody(Open):
    """The changes of a webhook."""

    name: Annotated[str, Field(min_length=1)] = ""
    type: Literal["http"] = "http"
    endpoint: Annotated[str, Field(pattern=r"^https?://")] = ""
    is_enabled: bool = True
    object_in_payload: bool = False
    json_content_type: bool = False
    sign_key: str | None = None
    configuration: list[Configuration] = Field(default_factory=list)


class NewWebhook(WebhookBody):
    """A new webhook."""

    name: Annotated[str, Field(min_length=1)]
    endpoint: Annotated[str, Field(pattern=r"^https?://")]


async def list_events() -> Response:
    """What webhooks can be for."""
    return json_answer(
        [
            {"id": entity, "description": entity, "events": {f"{entity}.{event}": event for event in events}}
            for entity, events in EVENTS.items()
        ]
    )


async def list_all(call: Call) -> Response:
    """One page of the webhooks."""
    return call.page(call.world.store[WEBHOOKS].values())


async def read(call: Call) -> Response:
    """One webhook."""
    return json_answer(existing(call.world, WEBHOOKS, call.key))


async def create(call: Call) -> Response:
    """Keep a new webhook."""
    values = _known(read_body(NewWebhook, call.raw).sent())
    if call.asked.verify:
        return Response(status_code=204)
    record = {"id": call.world.store.next_id(WEBHOOKS), **BLANK, "created": now(call.world.clock), **values}
    return _stored(call.world, record, 201)


async def update(call: Call) -> Response:
    """Change what was sent of a webhook."""
    before = existing(call.world, WEBHOOKS, call.key)
    values = _known(read_body(WebhookBody, call.raw).sent())
    return Response(status_code=204) if call.asked.verify else _stored(call.world, {**before, **values}, 200)


async def delete(call: Call) -> Response:
    """Remove a webhook."""
    existing(call.world, WEBHOOKS, call.key)
    call.world.store.delete(WEBHOOKS, call.key)
    return Response(status_code=204)


def _known(values: Record) -> Record:
    if any(one["id"] not in KNOWN for one in values.get("configuration", ())):
        refuse("configuration", "Cet évènement est inconnu")
    return values


def _stored(world: World, record: Record, status: int) -> Response:
    after = record | {"updated": now(world.clock, after=record["updated"])}
    world.store.put((WEBHOOKS, str(after["id"]), after))
    return json_answer(after, status)
