"""Who is who: a person of the source and a relation of the target that somebody says are the same, or no longer are.

A judgement is kept, never deleted: undone, it gets an end, and the two are separated again.
"""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from passerelle.engine.people import NAME, PERSON
from passerelle.engine.run import now
from passerelle.errors import PasserelleError
from passerelle.hub import bindings
from passerelle.hub.bindings import Place
from passerelle.hub.database import Hub
from passerelle.hub.schema import identifier, judgement
from passerelle.mapping.integration import Integration


def say_same(hub: Hub, integration: Integration, person: str, relation: str, judge: str) -> None:
    """Remember that a person of the source is a relation of the target; links to them are made from the next run on.

    Raises PasserelleError when the relation is no person the hub has seen, or either is judged otherwise already.
    """
    left, right = _places(integration)
    with hub.write(integration.integration) as connection:
        _check(connection, integration, left, right, person, relation)
        connection.execute(insert(judgement).values(_row(left, right, person, relation, judge)))
        bindings.bind(connection, PERSON, left, right, [(person, relation)], "by hand", now())


def say_apart(hub: Hub, integration: Integration, person: str, relation: str) -> None:
    """End that judgement. Links made meanwhile stay as they are. Raises PasserelleError when there is none."""
    left, right = _places(integration)
    table = judgement.c
    where = [
        table.left_connection == left[0],
        table.left_stream == left[1],
        table.left_external_id == person,
        table.right_connection == right[0],
        table.right_stream == right[1],
        table.right_external_id == relation,
        table.deleted_at.is_(None),
    ]
    with hub.write(integration.integration) as connection:
        if not connection.execute(update(judgement).where(*where).values(deleted_at=now())).rowcount:
            raise PasserelleError(f"Nobody has said that person {person} is relation {relation}; nothing was changed.")
        bindings.unbind(connection, left, [person], now())
        bindings.unbind(connection, right, [relation], now())


def _places(integration: Integration) -> tuple[Place, Place]:
    return (integration.source.account, PERSON), (integration.target.account, integration.target.stream)


def _check(
    connection: Connection, integration: Integration, left: Place, right: Place, person: str, relation: str
) -> None:
    seen = select(identifier.c.external_id).where(
        identifier.c.connection == right[0],
        identifier.c.stream == right[1],
        identifier.c.external_id == relation,
        identifier.c.scheme == NAME,
    )
    if connection.execute(seen).first() is None:
        raise PasserelleError(
            f"Relation {relation} is no person that a full pass of {integration.integration} has read; "
            f"give the id of a relation of kind person."
        )
    partner = bindings.holders_of(connection, right, bindings.bound(connection, left, [person]).values())
    other = bindings.holders_of(connection, left, bindings.bound(connection, right, [relation]).values())
    if partner or other:
        held = next(iter(partner.values()), relation)
        known = next(iter(other.values()), person)
        raise PasserelleError(f"Person {known} is judged to be relation {held} already; end that first with --undo.")


def _row(left: Place, right: Place, person: str, relation: str, judge: str) -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "left_connection": left[0],
        "left_stream": left[1],
        "left_external_id": person,
        "right_connection": right[0],
        "right_stream": right[1],
        "right_external_id": relation,
        "verdict": "same",
        "judged_by": judge,
        "reason": "said so by hand",
        "at": now(),
    }
