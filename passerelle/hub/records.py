"""What the hub knows of external records: how each ended last time, what each side last returned, what names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, exists, func, select, update

from passerelle.hub import schema
from passerelle.hub.bulk import CHUNK, insert_new, rows_where, upsert
from passerelle.hub.schema import seen

Content = dict[str, str | None]
"""A canonical record as a mapping of field to value."""


@dataclass(frozen=True)
class Stream:
    """A stream of one connection, as one integration sees it: the beginning of most of the hub's keys."""

    integration: str
    connection: str
    stream: str

    def key(self, external_id: str) -> dict[str, str]:
        """The whole key of one record."""
        return {
            "integration": self.integration,
            "connection": self.connection,
            "stream": self.stream,
            "external_id": external_id,
        }


@dataclass(frozen=True)
class State:
    """How a record ended when it was last looked at."""

    fingerprint: str
    outcome: str
    final: bool
    reason: str
    version: int


def _of(table: Table, stream: Stream) -> list[ColumnElement[bool]]:
    return [
        table.c.integration == stream.integration,
        table.c.connection == stream.connection,
        table.c.stream == stream.stream,
    ]


def states(connection: Connection, stream: Stream, ids: Iterable[str]) -> dict[str, State]:
    """The last state of records, by external id; records never seen are absent."""
    table = schema.record_state
    rows = rows_where(connection, table, table.c.external_id, ids, *_of(table, stream))
    return {row.external_id: State(row.fingerprint, row.outcome, row.final, row.reason, row.version) for row in rows}


def known_before(connection: Connection, stream: Stream, ids: Iterable[str], moment: datetime) -> set[str]:
    """Records that had come to an end, whichever, before that moment."""
    table = schema.record_state
    rows = rows_where(connection, table, table.c.external_id, ids, *_of(table, stream), table.c.at < moment)
    return {row.external_id for row in rows}


def save_states(connection: Connection, stream: Stream, states: Mapping[str, State], run_id: str, at: datetime) -> None:
    """Store how records ended; each state's version is one more than the one it replaces."""
    upsert(
        connection,
        schema.record_state,
        [
            stream.key(external_id)
            | {
                "fingerprint": state.fingerprint,
                "outcome": state.outcome,
                "final": state.final,
                "reason": state.reason,
                "version": state.version + 1,
                "run_id": run_id,
                "at": at,
            }
            for external_id, state in states.items()
        ],
    )


def snapshots(connection: Connection, stream: Stream, ids: Iterable[str]) -> dict[str, Content]:
    """What this side last returned for each record, as the integration's last look at it left it."""
    table = schema.snapshot
    rows = rows_where(connection, table, table.c.external_id, ids, *_of(table, stream))
    return {row.external_id: row.content for row in rows}


def save_snapshots(
    connection: Connection, stream: Stream, contents: Mapping[str, Content], run_id: str, at: datetime
) -> None:
    """Replace what this side last returned."""
    upsert(
        connection,
        schema.snapshot,
        [
            stream.key(external_id) | {"content": content, "run_id": run_id, "seen_at": at}
            for external_id, content in contents.items()
        ],
    )


def identifiers(connection: Connection, account: str, stream: str, scheme: str, ids: Iterable[str]) -> dict[str, str]:
    """What records hold as identifier of a scheme, by external id; those without one are absent."""
    table = schema.identifier
    rows = rows_where(connection, table, table.c.external_id, ids, *_held(account, stream), table.c.scheme == scheme)
    return {row.external_id: row.value for row in rows}


def answered(
    connection: Connection, waiting: tuple[str, str], scheme: str, held: tuple[str, str], schemes: Iterable[str]
) -> list[str]:
    """Records of one place whose identifier is, under other schemes, that of a record of another place."""
    ours, theirs = schema.identifier.alias(), schema.identifier.alias()
    here = [ours.c.connection == waiting[0], ours.c.stream == waiting[1], ours.c.scheme == scheme]
    there = [theirs.c.connection == held[0], theirs.c.stream == held[1], theirs.c.scheme.in_(schemes)]
    found = exists().where(*there, theirs.c.value == ours.c.value)
    return list(
        connection.execute(select(ours.c.external_id).where(*here, found).order_by(ours.c.external_id)).scalars()
    )


def save_identifiers(
    connection: Connection, account: str, stream: str, scheme: str, values: Mapping[str, str], at: datetime
) -> None:
    """Store which records hold which identifier; one that keeps its value keeps the time it was first seen with it."""
    table = schema.identifier
    known = identifiers(connection, account, stream, scheme, values)
    key = {"connection": account, "stream": stream, "scheme": scheme}
    upsert(
        connection,
        table,
        [
            key | {"external_id": external_id, "value": value, "since": at}
            for external_id, value in values.items()
            if known.get(external_id) != value
        ],
    )


def holders(connection: Connection, account: str, stream: str, scheme: str, values: Iterable[str]) -> list[Row[Any]]:
    """Every record known to hold one of these identifier values: rows of external_id, value, since."""
    table = schema.identifier
    where = [table.c.connection == account, table.c.stream == stream, table.c.scheme == scheme]
    return list(rows_where(connection, table, table.c.value, values, *where))


def mark_seen(connection: Connection, run_id: str, account: str, stream: str, ids: Iterable[str]) -> None:
    """Note that a full pass met these records, so that its end can tell which are gone."""
    rows = [{"run_id": run_id, "connection": account, "stream": stream, "external_id": id_} for id_ in ids]
    insert_new(connection, seen, rows)


def drop_identifiers(connection: Connection, account: str, stream: str, scheme: str, ids: Iterable[str]) -> None:
    """Forget an identifier of records that no longer hold it."""
    table, wanted = schema.identifier, list(ids)
    for start in range(0, len(wanted), CHUNK):
        part = table.c.external_id.in_(wanted[start : start + CHUNK])
        connection.execute(delete(table).where(*_held(account, stream), table.c.scheme == scheme, part))


def met(connection: Connection, run_id: str, account: str, stream: str, ids: Iterable[str]) -> set[str]:
    """Which of these records the running full pass has met so far."""
    here = [seen.c.run_id == run_id, seen.c.connection == account, seen.c.stream == stream]
    return {row.external_id for row in rows_where(connection, seen, seen.c.external_id, ids, *here)}


def count_unseen(connection: Connection, run_id: str, account: str, stream: str, began: datetime) -> tuple[int, int]:
    """Of the records that held an identifier before a full pass began: how many it did not meet, and all."""
    table = schema.identifier
    known = select(func.count(table.c.external_id.distinct())).where(*_held(account, stream), table.c.since < began)
    gone = known.where(~_met(run_id, account, stream))
    return connection.execute(gone).scalar_one(), connection.execute(known).scalar_one()


def forget_unseen(connection: Connection, run_id: str, account: str, stream: str, began: datetime) -> list[str]:
    """After a complete full pass: forget the identifiers of records it did not meet. Returns their ids.

    What was registered since the pass began was made meanwhile, and is not gone.
    """
    table = schema.identifier
    gone = [*_held(account, stream), table.c.since < began, ~_met(run_id, account, stream)]
    ids = sorted(set(connection.execute(select(table.c.external_id).where(*gone)).scalars()))
    connection.execute(delete(table).where(*gone))
    return ids


def reopen(connection: Connection, stream: Stream, ids: Iterable[str]) -> None:
    """Let records be looked at afresh when they come back."""
    table, wanted = schema.record_state, list(ids)
    for start in range(0, len(wanted), CHUNK):
        part = table.c.external_id.in_(wanted[start : start + CHUNK])
        connection.execute(update(table).where(*_of(table, stream), part).values(final=False))


def _held(account: str, stream: str) -> list[ColumnElement[bool]]:
    return [schema.identifier.c.connection == account, schema.identifier.c.stream == stream]


def _met(run_id: str, account: str, stream: str) -> ColumnElement[bool]:
    here = [seen.c.run_id == run_id, seen.c.connection == account, seen.c.stream == stream]
    return exists().where(*here, seen.c.external_id == schema.identifier.c.external_id)


def forget_seen(connection: Connection, run_id: str) -> None:
    """Drop a finished pass's notes."""
    connection.execute(delete(seen).where(seen.c.run_id == run_id))
