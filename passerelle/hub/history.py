"""History: every change of every field of an external record, append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from passerelle.hub.records import Stream
from passerelle.hub.schema import history


def append(
    connection: Connection,
    stream: Stream,
    external_id: str,
    changes: list[dict[str, Any]],
    op: str,
    run_id: str,
    at: datetime,
) -> None:
    """Add one line per changed field: `changes` hold field, old, new and origin (`openthebox:company:BE…`)."""
    rows = [stream.key(external_id) | change | {"op": op, "run_id": run_id, "at": at} for change in changes]
    if rows:
        connection.execute(insert(history), rows)


def of_record(connection: Connection, account: str, stream: str, external_id: str, limit: int = 500) -> list[Row[Any]]:
    """Changes of one record, newest first."""
    where = [history.c.connection == account, history.c.stream == stream, history.c.external_id == external_id]
    return list(connection.execute(select(history).where(*where).order_by(history.c.id.desc()).limit(limit)))


def of_run(connection: Connection, run_id: str, limit: int = 1_000) -> list[Row[Any]]:
    """Changes made by one run, in order."""
    return list(
        connection.execute(select(history).where(history.c.run_id == run_id).order_by(history.c.id).limit(limit))
    )
