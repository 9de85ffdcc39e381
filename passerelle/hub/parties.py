"""What the hub last saw of records that integrations have bound: the newest snapshot of each, whichever saw it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from passerelle.hub.bindings import Place
from passerelle.hub.bulk import rows_where
from passerelle.hub.records import Content
from passerelle.hub.schema import binding, checkpoint, hub_record, snapshot

AT_ONCE = 5_000
"""Rows fetched at a time."""
RECORD = ["connection", "stream", "external_id"]


def living(connection: Connection, places: Sequence[Place], fields: Sequence[str], own: str) -> pd.DataFrame:
    """Every bound record of these places with some of its fields, one row each: where it stands, its hub record and
    when that was made. Nothing else of the snapshots is read; what is kept under the name `own` no integration saw."""
    columns = [snapshot.c.content[name].as_string().label(name) for name in fields]
    query = _bound(places).add_columns(hub_record.c.created_at, *columns)
    query = query.join(hub_record, hub_record.c.id == binding.c.hub_id).where(snapshot.c.integration != own)
    rows = connection.execution_options(yield_per=AT_ONCE).execute(query.order_by(snapshot.c.seen_at))
    names = ["hub_id", *RECORD, "integration", "seen_at", "bound_at", "created_at", *fields]
    frame = pd.DataFrame.from_records(map(tuple, rows), columns=names, coerce_float=False)
    return frame.drop_duplicates(RECORD, keep="last").reset_index(drop=True)


@dataclass(frozen=True)
class Member:
    """What a bound record held when it was last seen, and which integration saw it."""

    hub_id: str
    connection: str
    stream: str
    external_id: str
    integration: str
    bound_at: datetime
    content: Content

    @property
    def record(self) -> str:
        """The record as people name it."""
        return f"{self.connection}:{self.stream}:{self.external_id}"


def contents(connection: Connection, places: Sequence[Place], hub_ids: Iterable[str], own: str) -> list[Member]:
    """What each bound record of these hub records held when it was last seen, whole. What was handed to it since, kept
    under the name `own`, counts until an integration has looked at its stream again."""
    wanted, found = list(hub_ids), list[Member]()
    for place in dict.fromkeys(places):
        known = _bound([place]).add_columns(snapshot.c.content).subquery()
        newest, handed = dict[str, Row[Any]](), dict[str, Row[Any]]()
        for row in sorted(rows_where(connection, known, known.c.hub_id, wanted), key=lambda row: row.seen_at):
            (handed if row.integration == own else newest)[row.external_id] = row
        looked = _looked_at(connection, place) if handed else ""
        for id_, row in newest.items():
            later = handed.get(id_)
            counts = later is not None and later.seen_at > row.seen_at and later.seen_at.isoformat() > looked
            told = row.content | later.content if counts and later is not None else row.content
            found.append(Member(row.hub_id, *place, id_, row.integration, row.bound_at, told))
    return found


def _looked_at(connection: Connection, place: Place) -> str:
    """When a run last began to look at a stream; empty before the first."""
    where = (checkpoint.c.connection == place[0], checkpoint.c.stream == place[1])
    return str(connection.execute(select(func.max(checkpoint.c.position)).where(*where)).scalar_one() or "")


def touched(connection: Connection, places: Sequence[Place], since: datetime) -> set[str]:
    """Hub records of which a record was seen anew, bound or unbound at that moment or later."""
    seen = select(binding.c.hub_id).join(snapshot, _same()).where(_of(places), snapshot.c.seen_at >= since)
    moved = or_(binding.c.bound_at >= since, binding.c.unbound_at >= since)
    bound = select(binding.c.hub_id).where(_of(places), moved)
    return set(connection.execute(seen.union(bound)).scalars())


def _bound(places: Sequence[Place]) -> Select[Any]:
    seen = (snapshot.c.integration, snapshot.c.seen_at)
    chosen = select(binding.c.hub_id, *(binding.c[name] for name in RECORD), *seen, binding.c.bound_at)
    return chosen.join(snapshot, _same()).where(_of(places), binding.c.unbound_at.is_(None))


def _same() -> ColumnElement[bool]:
    return and_(*(binding.c[name] == snapshot.c[name] for name in RECORD))


def _of(places: Sequence[Place]) -> ColumnElement[bool]:
    return or_(*(and_(binding.c.connection == account, binding.c.stream == stream) for account, stream in places))
