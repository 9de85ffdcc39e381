"""Set-based reads and writes that SQLite and PostgreSQL share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Table, select
from sqlalchemy.dialects import postgresql, sqlite

CHUNK = 5_000
"""Values in one IN list; both databases take more, but their planners don't like it."""

Rows = Sequence[Mapping[str, Any]]


class _Insert(Protocol):
    def __call__(self, table: Table) -> Any: ...


def _insert(connection: Connection) -> _Insert:
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert


def upsert(connection: Connection, table: Table, rows: Rows, keep: Iterable[str] = ()) -> None:
    """Insert rows, or replace those whose primary key is there already; columns in `keep` stay as first stored."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = _insert(connection)(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in (*keys, *keep)}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))


def insert_new(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        connection.execute(_insert(connection)(table).on_conflict_do_nothing(), list(rows))


def rows_where(
    connection: Connection,
    table: FromClause,
    column: ColumnElement[Any],
    values: Iterable[Any],
    *where: ColumnElement[bool],
) -> Iterator[Row[Any]]:
    """The table's rows whose `column` is one of `values`, whatever their number."""
    wanted = list(dict.fromkeys(values))
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        yield from connection.execute(select(table).where(column.in_(part), *where))
