"""The outbox: one entry per external call that writes, stored before the call and closed with what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from passerelle.hub.bulk import Rows, rows_where
from passerelle.hub.schema import outbox

OPEN = ("sending", "unclear")
"""States of an entry whose call may have reached the other system without our knowing the result."""


def intend(connection: Connection, rows: Rows) -> None:
    """Store calls about to be made. Raises IntegrityError when a create with the same reference is still open."""
    if rows:
        connection.execute(insert(outbox), list(rows))


def close(connection: Connection, entry_id: str, state: str, error: str, at: datetime) -> None:
    """Note what came of a call: done, rejected, void (it never arrived) or unclear."""
    values = {"state": state, "error": error, "settled_at": None if state == "unclear" else at}
    connection.execute(update(outbox).where(outbox.c.id == entry_id).values(values))


def open_entries(connection: Connection, integration: str) -> list[Row[Any]]:
    """Every entry of the integration whose result is not known, oldest first."""
    where = [outbox.c.integration == integration, outbox.c.state.in_(OPEN)]
    return list(connection.execute(select(outbox).where(*where).order_by(outbox.c.sent_at)))


def open_references(connection: Connection, account: str, stream: str, references: Iterable[str]) -> set[str]:
    """References under which a create is still open."""
    where = [
        outbox.c.connection == account,
        outbox.c.stream == stream,
        outbox.c.state.in_(OPEN),
        outbox.c.op == "create",
    ]
    return {row.reference for row in rows_where(connection, outbox, outbox.c.reference, references, *where)}


def open_targets(connection: Connection, account: str, stream: str, ids: Iterable[str]) -> set[str]:
    """Target records to which a call is still open."""
    where = [outbox.c.connection == account, outbox.c.stream == stream, outbox.c.state.in_(OPEN)]
    return {row.target_id for row in rows_where(connection, outbox, outbox.c.target_id, ids, *where)}


def states_of(connection: Connection, run_id: str, sequences: Sequence[int]) -> dict[int, str]:
    """States of a run's entries, by the sequence number of their action."""
    rows = rows_where(connection, outbox, outbox.c.seq, sequences, outbox.c.run_id == run_id)
    return {row.seq: row.state for row in rows}
