"""Bindings: which external records are the same thing, held together by one hub record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Subquery, and_, func, not_, or_, select, update

from passerelle.hub.bulk import rows_where, upsert
from passerelle.hub.schema import FOUND_BY, binding, hub_record, identifier

Place = tuple[str, str]
"""A stream of a connection: (account, stream)."""


def bound(connection: Connection, place: Place, ids: Iterable[str], since: datetime | None = None) -> dict[str, str]:
    """Hub records of external records, by external id; unbound ones, and ones bound before `since`, are absent."""
    recent = [binding.c.bound_at >= since] if since else []
    rows = rows_where(connection, binding, binding.c.external_id, ids, *_live(place), *recent)
    return {row.external_id: row.hub_id for row in rows}


def bound_since(connection: Connection, place: Place, since: datetime) -> list[str]:
    """External records of a stream that were bound at that moment or later, and still are."""
    rows = select(binding.c.external_id).where(*_live(place), binding.c.bound_at >= since)
    return sorted(connection.execute(rows).scalars())


def live(connection: Connection, place: Place) -> list[str]:
    """Every external record of a stream that is bound."""
    return sorted(connection.execute(select(binding.c.external_id).where(*_live(place))).scalars())


def live_and_ended(connection: Connection, place: Place, since: datetime) -> tuple[int, int]:
    """How many records of a stream are bound, and how many have been taken out of their hub record since then."""
    here = [binding.c.connection == place[0], binding.c.stream == place[1]]
    counted = select(func.count()).select_from(binding)
    bound_now = connection.execute(counted.where(*_live(place))).scalar_one()
    return bound_now, connection.execute(counted.where(*here, binding.c.unbound_at >= since)).scalar_one()


def holders_of(connection: Connection, place: Place, hub_ids: Iterable[str]) -> dict[str, str]:
    """External records of one stream bound to hub records, by hub id."""
    rows = rows_where(connection, binding, binding.c.hub_id, hub_ids, *_live(place))
    return {row.hub_id: row.external_id for row in rows}


def held_before(connection: Connection, place: Place, hub_ids: Iterable[str]) -> set[str]:
    """Hub records that held a record of this stream once, which was taken out of them."""
    where = [binding.c.connection == place[0], binding.c.stream == place[1], binding.c.unbound_at.is_not(None)]
    return {row.hub_id for row in rows_where(connection, binding, binding.c.hub_id, hub_ids, *where)}


def partners(connection: Connection, left: Place, ids: Iterable[str], right: Place) -> dict[str, str]:
    """The right stream's record bound to the same hub record as each left one, by left id; others are absent."""
    hubs = bound(connection, left, ids)
    held = holders_of(connection, right, hubs.values())
    return {id_: held[hub] for id_, hub in hubs.items() if hub in held}


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
    the company it now names, and whatever stood in its place there is unbound. Where a third system has a record with
    the left record's number (`identifier`), they share its hub record; where it has one with another number, they
    don't: two sources that bind in turn would take the right record from each other for ever.
    """
    hub_left, hub_right = (
        bound(connection, left, [a for a, _ in pairs]),
        bound(connection, right, [b for _, b in pairs]),
    )
    new_left = [a for a, _ in pairs if a not in hub_left]
    third = Third(connection, left, right, new_left, hub_right.values())
    taken = holders_of(connection, left, [*hub_right.values(), *third.same.values()])
    chosen: dict[tuple[str, str], str] = {}
    for a, b in pairs:
        likely = [third.same.get(a), None if (a, hub_right.get(b)) in third.other else hub_right.get(b)]
        free = next((hub for hub in likely if hub and taken.get(hub) in (None, a)), None)
        chosen[a, b] = hub_left.get(a) or free or str(uuid4())
    moved = {pair: hub for pair, hub in chosen.items() if hub_left.get(pair[0]) != hub or hub_right.get(pair[1]) != hub}
    known = {*hub_left.values(), *hub_right.values(), *third.same.values()}
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


class Third:
    """What third systems' bound records say of left records that are not bound yet.

    `same`: the hub record that holds a record with a left record's number. `other`: (left id, hub record) where the
    hub record holds records with numbers of the same scheme, and none of them is the left record's.
    """

    def __init__(
        self, connection: Connection, left: Place, right: Place, left_ids: Sequence[str], hubs: Iterable[str]
    ) -> None:
        table = identifier
        here = [table.c.connection == left[0], table.c.stream == left[1]]
        own = list(rows_where(connection, table, table.c.external_id, left_ids, *here))
        held = _numbers_elsewhere(left, right)
        by_number = rows_where(connection, held, held.c.value, [row.value for row in own])
        hub_of = {(row.scheme, row.value): row.hub_id for row in by_number}
        of_hub: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows_where(connection, held, held.c.hub_id, hubs if own else ()):
            of_hub[row.hub_id, row.scheme].add(row.value)
        self.same = {row.external_id: hub_of[row.scheme, row.value] for row in own if (row.scheme, row.value) in hub_of}
        self.other = {
            (row.external_id, hub)
            for row in own
            for (hub, scheme), values in of_hub.items()
            if scheme == row.scheme and row.value not in values
        }


def _numbers_elsewhere(*places: Place) -> Subquery:
    """Identifiers of bound records that stand in none of these places, with their hub records."""
    one = and_(*(binding.c[name] == identifier.c[name] for name in ("connection", "stream", "external_id")))
    here = or_(*(and_(binding.c.connection == account, binding.c.stream == stream) for account, stream in places))
    joined = select(binding.c.hub_id, identifier.c.scheme, identifier.c.value).join(identifier, one)
    same = identifier.c.scheme.not_like(f"{FOUND_BY}%")
    return joined.where(binding.c.unbound_at.is_(None), same, not_(here)).subquery()


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
