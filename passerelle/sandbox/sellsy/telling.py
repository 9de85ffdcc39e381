"""Which events a change of the store is, in the words of Sellsy's webhooks (facts ``sel.webhook…``)."""

from collections.abc import Iterator
from dataclasses import dataclass

from passerelle.sandbox.sellsy.shapes import plain
from passerelle.sandbox.sellsy.streams import ADDRESSES, COMPANIES, CONTACTS, INDIVIDUALS, OPPORTUNITIES
from passerelle.sandbox.store import Change
from passerelle.sandbox.system import Record, World

PARTIES = {COMPANIES: "company", INDIVIDUALS: "individual"}
HOLDERS = {"company": COMPANIES, "individual": INDIVIDUALS, "contact": CONTACTS}


@dataclass(frozen=True)
class Event:
    """One event: its entity and name, and the record it is about, as its type, its id and its attributes."""

    entity: str
    name: str
    related: str
    record: Record

    @property
    def id(self) -> str:
        """What a webhook calls it."""
        return f"{self.entity}.{self.name}"


def events_of(world: World, change: Change) -> Iterator[Event]:
    """The events that one change is."""
    record = change.after or change.before
    if record is None:
        return
    if change.stream == ADDRESSES:
        yield from _of_an_address(world, change, record)
    elif entity := _entity(change.stream, record):
        yield Event(entity, _happened(change), entity, plain(record))
        yield from _of_links(entity, change, record)


def _entity(stream: str, record: Record) -> str:
    """A company or an individual is called by its type; other types than these tell nothing."""
    if stream in PARTIES:
        return record["type"] if record["type"] in ("client", "prospect") else ""
    return {CONTACTS: "people", OPPORTUNITIES: "opportunity"}.get(stream, "")


def _happened(change: Change) -> str:
    before, after = change.before, change.after
    if before is None:
        return "created"
    if after is None:
        return "deleted"
    if before.get("is_archived") != after.get("is_archived"):
        return "archived" if after["is_archived"] else "unarchived"
    if before.get("type") != after.get("type"):
        return "transform"
    return "updated"


def _of_an_address(world: World, change: Change, address: Record) -> Iterator[Event]:
    name, _, key = str(address["_of"]).partition("/")
    stream = HOLDERS.get(name, "")
    record = world.store[stream].get(key) if stream else None
    entity = _entity(stream, record) if record else ""
    if not record or not entity:
        return
    added, removed = change.before is None, change.after is None
    happened = "addressadded" if added else "addressremoved" if removed else "addressupdated"
    if entity != "people":
        yield Event(entity, happened, entity, plain(record))
    elif added:
        yield Event(entity, "created_address", entity, plain(record))


def _of_links(entity: str, change: Change, record: Record) -> Iterator[Event]:
    before, after = _linked(change.before), _linked(change.after)
    for contact in {**before, **after}:
        if contact not in before:
            yield Event("third_party_contact", "created", entity, plain(record))
        elif contact not in after:
            yield Event("third_party_contact", "deleted", entity, plain(record))
        elif "main" in after[contact] and "main" not in before[contact]:
            yield Event("third_party_contact", "main", entity, plain(record))


def _linked(record: Record | None) -> dict[int, list[str]]:
    return {link["contactId"]: link["roles"] for link in (record or {}).get("_contacts", ())}
