"""Renaming: an external record has got another id in its system, and everything known of it goes along."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Table, delete, func, literal, update

from passerelle.hub.bindings import Place
from passerelle.hub.schema import beginning, binding, history, identifier, quarantine, record_state, review, snapshot

UNIQUE = (binding, identifier, snapshot, beginning, record_state, review, quarantine)
"""Tables in which a record stands once: what stood there under the new id makes room."""


def rename(connection: Connection, place: Place, old: str, new: str, inside: Iterable[str] = ()) -> None:
    """Have a record of a stream known by its new id, with its binding, its memory and its history. `inside`: streams of
    the same connection whose ids begin with this one's and a slash."""
    account, stream = place
    for table in (*UNIQUE, history):
        _move(connection, table, [table.c.connection == account, table.c.stream == stream], old, new)
        for other in inside:
            _move(connection, table, [table.c.connection == account, table.c.stream == other], f"{old}/", f"{new}/")


def _move(connection: Connection, table: Table, where: list[ColumnElement[bool]], old: str, new: str) -> None:
    column = table.c.external_id
    if table in UNIQUE:
        connection.execute(delete(table).where(*where, _is(column, new)))
    moved = literal(new).concat(func.substr(column, len(old) + 1))
    connection.execute(update(table).where(*where, _is(column, old)).values(external_id=moved))


def _is(column: ColumnElement[str], id_: str) -> ColumnElement[bool]:
    """The record itself, or those whose ids begin so."""
    return column.startswith(id_, autoescape=True) if id_.endswith("/") else column == id_
