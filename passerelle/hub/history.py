"""History: every change of every field of an external record, append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from passerelle.hub.records import Stream
from passerelle.hub.schema import history

RENUMBERED = "renumbered"
"""The operation of a line that no run of ours has made: the system has given the record another id."""


def append(
    connection: Connection,
    stream: Stream,
    external_id: str,
    changes: list[dict[str, Any]],
    op: str,
    run_id: str,
    at: datetime,
    seq: int = 0,
) -> None:
    """Add one line per changed field: `changes` hold field, old, new and origin (`openthebox:company:BE…`); those of a
    revert also the id of the line each `reverts`. `seq` is the number of the run's action that made them."""
    made = {"op": op, "run_id": run_id, "seq": seq, "at": at}
    rows = [
        stream.key(external_id)
        | {name: change.get(name) for name in ("field", "old", "new", "origin", "reverts")}
        | made
        for change in changes
    ]
    if rows:
        connection.execute(insert(history), rows)


def of_record(connection: Connection, account: str, stream: str, external_id: str, limit: int = 500) -> list[Row[Any]]:
    """Changes of one record, newest first."""
    where = [history.c.connection == account, history.c.stream == stream, history.c.external_id == external_id]
    return list(connection.execute(select(history).where(*where).order_by(history.c.id.desc()).limit(limit)))


def of_run(
    connection: Connection, run_id: str, limit: int = 1_000, place: tuple[str, str] | None = None
) -> list[Row[Any]]:
    """Changes made by one run, in order; with `place`, those in that stream of a connection."""
    where = [history.c.run_id == run_id]
    if place is not None:
        where += [history.c.connection == place[0], history.c.stream == place[1]]
    return list(connection.execute(select(history).where(*where).order_by(history.c.id).limit(limit)))


def size(connection: Connection, run_id: str) -> int:
    """How many changes a run has made."""
    return connection.execute(select(func.count()).where(history.c.run_id == run_id)).scalar_one()


def line(connection: Connection, id_: int) -> Row[Any] | None:
    """One line by its id."""
    return connection.execute(select(history).where(history.c.id == id_)).one_or_none()


def lines_of(connection: Connection, run_id: str, seq: int | None = None) -> list[Row[Any]]:
    """Every line of what a run has changed, or one of its actions, in order."""
    where = [history.c.run_id == run_id, history.c.op != RENUMBERED, *([] if seq is None else [history.c.seq == seq])]
    return list(connection.execute(select(history).where(*where).order_by(history.c.id)))
