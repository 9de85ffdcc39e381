"""What can come along with a record under ``_embed`` (facts ``sel.embed…``)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from passerelle.sandbox.sellsy.fields import EMBED, embedded_fields
from passerelle.sandbox.sellsy.kinds import Embed, Kind
from passerelle.sandbox.sellsy.paging import ListQuery
from passerelle.sandbox.sellsy.refusing import refuse
from passerelle.sandbox.sellsy.shapes import (
    PURPOSES,
    ROLES,
    address_for,
    contact_in,
    shown_address,
    shown_contact,
)
from passerelle.sandbox.sellsy.streams import ESTIMATES, OPPORTUNITIES, ORDERS
from passerelle.sandbox.system import Record, World

COUNTED = {"estimates": ESTIMATES, "orders": ORDERS}
NONE_HERE = ("invoices", "deliveries", "proformas", "creditnotes")


def shown(world: World, kind: Kind, asked: ListQuery, record: Record) -> Record:
    """A record as the API shows it, with what was asked to come along.

    Raises Refusal (400) for something that cannot.
    """
    if not asked.embed:
        return kind.shown(world, record)
    along: Record = {}
    for name in asked.embed:
        if name in kind.embeds:
            along[name] = kind.embeds[name](world, record)
        elif not EMBED.fullmatch(name):
            refuse(f"embed.{name}", "Cette valeur est inconnue")
    if any(EMBED.fullmatch(name) for name in asked.embed):
        along["custom_fields"] = embedded_fields(world, record, kind.field_kind(record), asked.embed)
    return {**kind.shown(world, record), "_embed": along}


def of_third_parties(kind: str) -> dict[str, Embed]:
    """What can come along with companies and individuals."""
    return {
        **{f"{purpose}_address": partial(_address, kind, purpose) for purpose in PURPOSES},
        **{f"{role}_contact": partial(_contact, role) for role in ROLES},
        **counts(kind),
        "opportunities": partial(_opportunities, kind),
        **plain_embeds(),
    }


def of_contacts() -> dict[str, Embed]:
    """What can come along with contacts."""
    return {f"{purpose}_address": partial(_address, "contact", purpose) for purpose in PURPOSES} | plain_embeds()


def counts(kind: str) -> dict[str, Embed]:
    """How many documents belong to a record; of some kinds the account has none."""
    none: dict[str, Embed] = dict.fromkeys(NONE_HERE, lambda *_: 0)
    return none | {name: partial(_documents, kind, stream) for name, stream in COUNTED.items()}


def plain_embeds() -> dict[str, Embed]:
    """What nearly every record can be asked with."""
    return {"owner": lambda _, record: record["owner"], "smart_tags": lambda *_: [], "acl": lambda *_: None}


def _address(kind: str, purpose: str, world: World, record: Record) -> Any:
    address = address_for(world, kind, record, purpose)
    return address and shown_address(address)


def _contact(role: str, world: World, record: Record) -> Any:
    contact = contact_in(world, record, role)
    return contact and shown_contact(world, contact)


def _documents(kind: str, stream: str, world: World, record: Record) -> int:
    related = {"id": record["id"], "type": kind}
    return sum(related in document["related"] for document in world.store[stream].values())


def _opportunities(kind: str, world: World, record: Record) -> int:
    held: list[Mapping[str, Any]] = world.store[OPPORTUNITIES].values()  # type: ignore[assignment]
    return sum(one[f"{kind}_id"] == record["id"] for one in held)
