"""Whole records kept in the hub: what costs something to be told again, and what nobody but us can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from passerelle.hub.bulk import rows_where, upsert
from passerelle.hub.kept_schema import drop_file, kept_record

Place = tuple[str, str]
"""Connection and stream."""


def save(connection: Connection, place: Place, records: Mapping[str, Any], at: datetime, file: str = "") -> None:
    """Keep records, in place of what was kept of them."""
    key = {"connection": place[0], "stream": place[1], "file": file, "kept_at": at}
    rows = [key | {"external_id": id_, "content": content} for id_, content in records.items()]
    upsert(connection, kept_record, rows)


def of_ids(connection: Connection, place: Place, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """What is kept of records, by id: rows of content, file and kept_at."""
    rows = rows_where(connection, kept_record, kept_record.c.external_id, ids, *_at(place))
    return {row.external_id: row for row in rows}


def beginning(connection: Connection, place: Place, start: str) -> list[Row[Any]]:
    """What is kept of records whose id begins so, the first kept first."""
    begins = kept_record.c.external_id.startswith(start, autoescape=True)
    order = (kept_record.c.kept_at, kept_record.c.external_id)
    return list(connection.execute(select(kept_record).where(*_at(place), begins).order_by(*order)))


def listed(connection: Connection, place: Place) -> list[Row[Any]]:
    """Everything kept of a stream, the first kept first."""
    order = (kept_record.c.kept_at, kept_record.c.external_id)
    return list(connection.execute(select(kept_record).where(*_at(place)).order_by(*order)))


def forget(connection: Connection, place: Place) -> None:
    """Forget everything kept of a stream."""
    connection.execute(delete(kept_record).where(*_at(place)))


def forget_file(connection: Connection, account: str, name: str) -> None:
    """Forget a file that never came about."""
    connection.execute(delete(drop_file).where(drop_file.c.connection == account, drop_file.c.name == name))


def note_file(connection: Connection, account: str, name: str, state: str, at: datetime) -> None:
    """Note how far a file of a connection is."""
    upsert(connection, drop_file, [{"connection": account, "name": name, "state": state, "at": at}])


def unfinished_files(connection: Connection, account: str, before: datetime) -> dict[str, str]:
    """Files of a connection that were begun before a moment and are not known to be there, with how far they are."""
    where = (drop_file.c.connection == account, drop_file.c.state != "there", drop_file.c.at < before)
    rows = connection.execute(select(drop_file).where(*where).order_by(drop_file.c.at))
    return {row.name: row.state for row in rows}


def point(connection: Connection, place: Place, records: Mapping[str, str], at: datetime) -> None:
    """Say by which kept record another is told: a company by the sheet of one of its sites."""
    save(connection, place, {id_: {"by": by} for id_, by in records.items()}, at)


def pointed(connection: Connection, place: Place, ids: Iterable[str]) -> dict[str, str]:
    """By which kept record each is told."""
    return {id_: str(row.content["by"]) for id_, row in of_ids(connection, place, ids).items()}


def _at(place: Place) -> tuple[Any, Any]:
    return kept_record.c.connection == place[0], kept_record.c.stream == place[1]
