"""Bindings: which external records are the same thing, held together by one hub record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, update

from passerelle.hub.bulk import rows_where, upsert
from passerelle.hub.schema import binding, hub_record

Place = tuple[str, str]
"""A stream of a connection: (account, stream)."""


def bound(connection: Connection, place: Place, ids: Iterable[str]) -> dict[str, str]:
    """Hub records of external records, by external id; unbound ones are absent."""
    rows = rows_where(connection, binding, binding.c.external_id, ids, *_live(place))
    return {row.external_id: row.hub_id for row in rows}


def holders_of(connection: Connection, place: Place, hub_ids: Iterable[str]) -> dict[str, str]:
    """External records of one stream bound to hub records, by hub id."""
    rows = rows_where(connection, binding, binding.c.hub_id, hub_ids, *_live(place))
    return {row.hub_id: row.external_id for row in rows}


def bind(
    connection: Connection,
    kind: str,
    left: Place,
    right: Place,
    pairs: Sequence[tuple[str, str]],
    run_id: str,
    at: datetime,
) -> None:
    """Bind pairs of (left id, right id) to one hub record each.

    The left side says what a record *is*: a right record whose number was changed by hand moves to the hub record of
    the company it now names, and whatever stood in its place there is unbound.
    """
    hub_left, hub_right = (
        bound(connection, left, [a for a, _ in pairs]),
        bound(connection, right, [b for _, b in pairs]),
    )
    taken = holders_of(connection, left, hub_right.values())
    chosen: dict[tuple[str, str], str] = {}
    for a, b in pairs:
        own = hub_right.get(b)
        free = own if own and taken.get(own) in (None, a) else None
        chosen[a, b] = hub_left.get(a) or free or str(uuid4())
    moved = {pair: hub for pair, hub in chosen.items() if hub_left.get(pair[0]) != hub or hub_right.get(pair[1]) != hub}
    known = {*hub_left.values(), *hub_right.values()}
    new = [{"id": hub, "kind": kind, "created_at": at, "run_id": run_id} for hub in {*moved.values()} - known]
    upsert(connection, hub_record, new)
    _unbind_all(connection, right, moved.values(), at)
    for place, side in ((left, 0), (right, 1)):
        upsert(connection, binding, [_row(place, pair[side], hub, run_id, at) for pair, hub in moved.items()])


def unbind(connection: Connection, place: Place, ids: Sequence[str], at: datetime) -> None:
    """Take records out of their hub record; the rows stay, with the time."""
    for start in range(0, len(ids), 1_000):
        part = ids[start : start + 1_000]
        connection.execute(update(binding).where(*_live(place), binding.c.external_id.in_(part)).values(unbound_at=at))


def _live(place: Place) -> list[ColumnElement[bool]]:
    return [binding.c.connection == place[0], binding.c.stream == place[1], binding.c.unbound_at.is_(None)]


def _unbind_all(connection: Connection, place: Place, hub_ids: Iterable[str], at: datetime) -> None:
    unbind(connection, place, list(holders_of(connection, place, hub_ids).values()), at)


def _row(place: Place, external_id: str, hub_id: str, run_id: str, at: datetime) -> dict[str, object]:
    return {
        "connection": place[0],
        "stream": place[1],
        "external_id": external_id,
        "hub_id": hub_id,
        "bound_at": at,
        "run_id": run_id,
        "unbound_at": None,
    }
