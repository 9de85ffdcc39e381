"""Hints: what calls have told of records that may have changed, kept until a run has looked at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from passerelle.hub.bulk import CHUNK
from passerelle.hub.receiver_schema import hints


@dataclass(frozen=True)
class NewHint:
    """What a call tells of one record of a connection. `formerly` is its old id when the call tells that it has a new
    one, `user` on whose behalf the call is made."""

    connection: str
    stream: str
    external_id: str
    formerly: str | None = None
    user: str | None = None

    @property
    def ids(self) -> frozenset[str]:
        """The ids to look at."""
        return frozenset(filter(None, (self.external_id, self.formerly)))


@dataclass(frozen=True)
class Kept:
    """A hint as it is kept: `attempts` runs have not got through with it, `wish` and `run` are those of the present."""

    id: int
    told: NewHint
    attempts: int = 0
    wish: str | None = None
    run: str | None = None


@dataclass(frozen=True)
class Renumbering:
    """A record that a call told to have a new id. Whether it has, the system says."""

    id: int
    old: str
    new: str


def store(connection: Connection, told: Sequence[NewHint], at: datetime) -> list[Kept]:
    """Keep what calls have told, in this order."""
    if not told:
        return []
    rows = [vars(one) | {"received_at": at, "attempts": 0} for one in told]
    statement = insert(hints).returning(hints.c.id, sort_by_parameter_order=True)
    return [Kept(id_, one) for id_, one in zip(connection.execute(statement, rows).scalars(), told, strict=True)]


def unsettled(connection: Connection) -> list[Kept]:
    """What no run has got through with, in order of arrival."""
    rows = connection.execute(select(hints).where(hints.c.settled_at.is_(None)).order_by(hints.c.id))
    return [
        Kept(
            row.id,
            NewHint(row.connection, row.stream, row.external_id, row.formerly, row.user),
            row.attempts,
            row.wish,
            row.run,
        )
        for row in rows
    ]


def take_in_hand(connection: Connection, ids: Iterable[int], wish: str) -> None:
    """A run is about to be asked for, by this idempotency key."""
    _change(connection, ids, wish=wish, run=None)


def begin(connection: Connection, ids: Iterable[int], run: str) -> None:
    """The run there is for them."""
    _change(connection, ids, run=run)


def put_back(connection: Connection, ids: Iterable[int]) -> None:
    """Their run has not got through: they wait for another."""
    _change(connection, ids, wish=None, run=None, attempts=hints.c.attempts + 1)


def settle(connection: Connection, ids: Iterable[int], at: datetime) -> None:
    """Nothing more is to be done about them."""
    _change(connection, ids, settled_at=at)


def forget(connection: Connection, before: datetime) -> None:
    """Delete what was settled before this."""
    connection.execute(delete(hints).where(hints.c.settled_at < before))


def told_renumberings(connection: Connection, account: str, stream: str) -> list[Renumbering]:
    """The changes of ids that calls told of a stream and nobody has followed yet, in order of arrival.

    They are hints like all others: calls may be forged, repeated or late. Ask the system for both ids before believing
    one (`rev.hook`), and settle those that have come to an end, whatever it was.
    """
    table = hints.c
    where = [table.connection == account, table.stream == stream, table.formerly.is_not(None)]
    rows = connection.execute(select(hints).where(*where, table.renumbered_at.is_(None)).order_by(table.id))
    return [Renumbering(row.id, row.formerly, row.external_id) for row in rows]


def settle_renumberings(connection: Connection, ids: Iterable[int], at: datetime) -> None:
    """These changes of ids were followed, or found to be none; call it in the transaction that does so."""
    _change(connection, ids, renumbered_at=at)


def _change(connection: Connection, ids: Iterable[int], **values: Any) -> None:
    for part in _parts(ids):
        connection.execute(update(hints).where(part).values(**values))


def _parts(ids: Iterable[int]) -> Iterator[ColumnElement[bool]]:
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        yield hints.c.id.in_(wanted[start : start + CHUNK])
