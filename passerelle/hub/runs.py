"""Runs and checkpoints: what ran, how it ended, and how far each stream has been applied."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from passerelle.hub.bulk import upsert
from passerelle.hub.schema import checkpoint, run


def begin(connection: Connection, values: dict[str, Any]) -> None:
    """Store that a run has begun."""
    connection.execute(insert(run).values(values | {"state": "running"}))


def end(connection: Connection, run_id: str, state: str, summary: dict[str, Any], at: datetime) -> None:
    """Store how a run ended."""
    connection.execute(update(run).where(run.c.id == run_id).values(state=state, summary=summary, ended_at=at))


def latest(connection: Connection, integration: str | None = None, limit: int = 30) -> list[Row[Any]]:
    """The last runs, newest first."""
    where = [run.c.integration == integration] if integration else []
    return list(connection.execute(select(run).where(*where).order_by(run.c.started_at.desc()).limit(limit)))


def checkpoint_of(connection: Connection, integration: str, account: str, stream: str) -> Row[Any] | None:
    """How far a stream has been applied, and how many records the last complete pass met."""
    table = checkpoint.c
    where = [table.integration == integration, table.connection == account, table.stream == stream]
    return connection.execute(select(checkpoint).where(*where)).one_or_none()


def save_checkpoint(connection: Connection, values: dict[str, Any]) -> None:
    """Advance a stream's checkpoint; call it in the transaction that applies the rows it covers."""
    upsert(connection, checkpoint, [values])
