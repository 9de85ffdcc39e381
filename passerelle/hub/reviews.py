"""Reviews: differences between two sides that a person decides on, kept until decided or no longer there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from passerelle.hub.bulk import upsert
from passerelle.hub.records import Content, Stream
from passerelle.hub.schema import review

ACCEPTED = "accepted"
"""A person took the source's value."""
REJECTED = "rejected"
"""A person kept the target's value."""
SETTLED = "settled"
"""A later run no longer found the difference."""


@dataclass(frozen=True)
class Difference:
    """What one record's field or group holds on both sides, and why a person must decide."""

    external_id: str
    field: str
    source: Content
    target: Content
    reason: str


def hold(connection: Connection, stream: Stream, found: Sequence[Difference], run_id: str, at: datetime) -> None:
    """Hold differences for a person; one that was held before and never decided keeps the time it first was."""
    new = {(one.external_id, one.field): one for one in found}
    again = {(row.external_id, row.field) for row in _open_rows(connection, stream, {id_ for id_, _ in new})}
    for keep, keys in ((("first_run", "first_at"), new.keys() & again), ((), new.keys() - again)):
        upsert(connection, review, [_row(stream, new[key], run_id, at) for key in sorted(keys)], keep=keep)


def _row(stream: Stream, one: Difference, run_id: str, at: datetime) -> dict[str, Any]:
    return {
        **stream.key(one.external_id),
        "field": one.field,
        "source_value": one.source,
        "target_value": one.target,
        "reason": one.reason,
        "first_run": run_id,
        "first_at": at,
        "last_run": run_id,
        "last_at": at,
        "resolved_at": None,
        "verdict": None,
        "judged_by": None,
    }


def settle(connection: Connection, stream: Stream, ids: Iterable[str], run_id: str, at: datetime) -> None:
    """Let go what was held on records that this run looked at, and that it no longer found."""
    for row in _open_rows(connection, stream, ids):
        if row.last_run != run_id:
            decide(connection, row, SETTLED, "", at)


def accept(
    connection: Connection, stream: Stream, ids: Iterable[str], fields: Iterable[str], by: str, at: datetime
) -> None:
    """Note that a person took the source's value of these fields."""
    wanted = set(fields)
    for row in _open_rows(connection, stream, ids):
        if row.field in wanted:
            decide(connection, row, ACCEPTED, by, at)


def decide(connection: Connection, row: Row[Any], verdict: str, by: str, at: datetime) -> None:
    """Close one held difference."""
    where = [column == getattr(row, column.name) for column in review.primary_key]
    values = {"resolved_at": at, "verdict": verdict, "judged_by": by}
    connection.execute(update(review).where(*where).values(values))


def listed(connection: Connection, integration: str | None = None) -> list[Row[Any]]:
    """Differences held now, oldest first."""
    where: list[ColumnElement[bool]] = [review.c.resolved_at.is_(None)]
    if integration:
        where.append(review.c.integration == integration)
    order = review.c.first_at, review.c.external_id, review.c.field
    return list(connection.execute(select(review).where(*where).order_by(*order)))


def open_of(connection: Connection, stream: Stream, ids: Iterable[str]) -> dict[tuple[str, str], Row[Any]]:
    """What is held now on these records, by external id and field."""
    return {(row.external_id, row.field): row for row in _open_rows(connection, stream, ids)}


def _open_rows(connection: Connection, stream: Stream, ids: Iterable[str]) -> list[Row[Any]]:
    """Few records are ever held, so the open ones are read and picked from."""
    wanted = set(ids)
    where = [
        review.c.integration == stream.integration,
        review.c.connection == stream.connection,
        review.c.stream == stream.stream,
        review.c.resolved_at.is_(None),
    ]
    if not wanted:
        return []
    return [row for row in connection.execute(select(review).where(*where)) if row.external_id in wanted]
