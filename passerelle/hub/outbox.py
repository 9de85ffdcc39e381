"""The outbox: one entry per external call that writes, stored before the call and closed with what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, literal_column, select, update

from passerelle.hub.bulk import Rows, rows_where
from passerelle.hub.schema import outbox

OPEN = ("sending", "unclear")
"""States of an entry whose call may have reached the other system without our knowing the result."""

STILL_OPEN: ColumnElement[bool] = outbox.c.state.in_([literal_column(f"'{state}'") for state in OPEN])
"""The same as a condition in plain words, so that the databases use the index over open entries: a boolean literal as a
whole is compared with 1 on SQLite, which then reads the whole table."""


def intend(connection: Connection, rows: Rows) -> None:
    """Store calls about to be made. Raises IntegrityError when a create with the same reference is still open."""
    if rows:
        connection.execute(insert(outbox), list(rows))


def sent(connection: Connection, entry_id: str, at: datetime) -> None:
    """Note when the call really leaves: the settle time counts from there."""
    connection.execute(update(outbox).where(outbox.c.id == entry_id).values(sent_at=at))


def close(connection: Connection, entry_id: str, state: str, error: str, at: datetime) -> None:
    """Note what came of a call: done, rejected, void (it never arrived) or unclear. One settled before stays so."""
    values = {"state": state, "error": error, "settled_at": None if state == "unclear" else at}
    connection.execute(update(outbox).where(outbox.c.id == entry_id, outbox.c.state.in_(OPEN)).values(values))


def open_entries(connection: Connection, integration: str) -> list[Row[Any]]:
    """Every entry of the integration whose result is not known, oldest first."""
    where = [outbox.c.integration == integration, outbox.c.state.in_(OPEN)]
    return list(connection.execute(select(outbox).where(*where).order_by(outbox.c.sent_at)))


def open_references(connection: Connection, account: str, stream: str, references: Iterable[str]) -> set[str]:
    """References under which a create is still open."""
    where = [
        outbox.c.connection == account,
        outbox.c.stream == stream,
        STILL_OPEN,
        outbox.c.op == "create",
    ]
    return {row.reference for row in rows_where(connection, outbox, outbox.c.reference, references, *where)}


def open_targets(connection: Connection, account: str, stream: str, ids: Iterable[str]) -> set[str]:
    """Target records to which a call is still open."""
    where = [outbox.c.connection == account, outbox.c.stream == stream, STILL_OPEN]
    return {row.target_id for row in rows_where(connection, outbox, outbox.c.target_id, ids, *where)}
