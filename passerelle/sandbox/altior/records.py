"""How Altior stores its records: their numbers, and the moments at which they were made and changed."""

from passerelle.sandbox.altior.kinds import Kind
from passerelle.sandbox.system import Record, World

Entry = tuple[str, str, Record]


def created(world: World, kind: Kind, whole: Record) -> Entry:
    """A new record under the next number."""
    number = world.store.next_id(kind.stream)
    now = world.clock.stamp()
    return kind.stream, str(number), {**kind.numbered(number), **whole, "createdAt": now, "modifiedAt": now}


def updated(world: World, kind: Kind, before: Record, values: Record) -> Entry:
    """The record with new values; the moment of the change may be that of the last one (fact ``alt.moments``)."""
    return kind.stream, str(before["id"]), {**before, **values, "modifiedAt": world.clock.stamp()}
