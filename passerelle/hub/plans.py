"""The staged plan: every action of a run, stored before the first of them is applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from passerelle.hub.bulk import Rows
from passerelle.hub.schema import action


def stage(connection: Connection, rows: Rows) -> None:
    """Add actions to a run's plan."""
    if rows:
        connection.execute(insert(action), list(rows))


def size(connection: Connection, run_id: str) -> int:
    """How many actions the plan holds."""
    return connection.execute(select(func.count()).where(action.c.run_id == run_id)).scalar_one()


def planned(
    connection: Connection,
    run_id: str,
    integration: str,
    limit: int,
    after: int = -1,
    place: tuple[str, str] | None = None,
) -> list[Row[Any]]:
    """The next actions of an integration not yet applied, in the plan's order, behind sequence number `after`; with
    `place`, those in that stream of a connection."""
    where = [*_left(run_id, integration), action.c.seq > after, *_here(place)]
    return list(connection.execute(select(action).where(*where).order_by(action.c.seq).limit(limit)))


def every(
    connection: Connection, run_id: str, limit: int = 1_000, place: tuple[str, str] | None = None
) -> list[Row[Any]]:
    """The plan from its beginning, whatever became of its actions; with `place`, what is in that stream."""
    where = [action.c.run_id == run_id, *_here(place)]
    return list(connection.execute(select(action).where(*where).order_by(action.c.seq).limit(limit)))


def one(connection: Connection, run_id: str, seq: int) -> Row[Any]:
    """One action."""
    return connection.execute(select(action).where(action.c.run_id == run_id, action.c.seq == seq)).one()


def settle(connection: Connection, run_id: str, sequences: Sequence[int], state: str, reason: str = "") -> None:
    """Note what became of actions."""
    where = [action.c.run_id == run_id, action.c.seq.in_(sequences)]
    connection.execute(update(action).where(*where).values(state=state, reason=reason))


def created(
    connection: Connection, run_id: str, integration: str, place: tuple[str, str] | None = None
) -> list[Row[Any]]:
    """The creations of a run that were carried out; with `place`, those in that stream of a connection."""
    here = [action.c.run_id == run_id, action.c.integration == integration, *_here(place)]
    where = [*here, action.c.op == "create", action.c.state == "done"]
    return list(connection.execute(select(action).where(*where).order_by(action.c.seq)))


def _here(place: tuple[str, str] | None) -> list[ColumnElement[bool]]:
    return [] if place is None else [action.c.connection == place[0], action.c.stream == place[1]]


def _left(run_id: str, integration: str) -> list[ColumnElement[bool]]:
    return [action.c.run_id == run_id, action.c.integration == integration, action.c.state == "planned"]


def remember(connection: Connection, run_id: str, seq: int, undo: dict[str, Any]) -> None:
    """Keep with an action what it takes to go back."""
    where = [action.c.run_id == run_id, action.c.seq == seq]
    connection.execute(update(action).where(*where).values(undo=undo))
