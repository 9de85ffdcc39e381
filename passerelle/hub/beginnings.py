"""Beginnings: what stood in a system when a way of an integration began that takes only what comes later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete

from passerelle.hub.bulk import CHUNK, rows_where, upsert
from passerelle.hub.records import Content, Stream
from passerelle.hub.schema import beginning

KEY = ("integration", "connection", "stream")


def held(connection: Connection, stream: Stream, ids: Iterable[str]) -> dict[str, Content]:
    """What records held when the way began, by external id: every field that was mapped, also those without a value.
    Records that came later, or were taken since, are absent."""
    key = stream.key("")
    where = [beginning.c[name] == key[name] for name in KEY]
    return {
        row.external_id: row.content for row in rows_where(connection, beginning, beginning.c.external_id, ids, *where)
    }


def keep(connection: Connection, stream: Stream, contents: Mapping[str, Content], run_id: str, at: datetime) -> None:
    """Keep what records hold at the beginning."""
    rows = [stream.key(id_) | {"content": content, "run_id": run_id, "at": at} for id_, content in contents.items()]
    upsert(connection, beginning, rows)


def forget(connection: Connection, stream: Stream, ids: Iterable[str]) -> None:
    """These are taken from now on like any other."""
    key, wanted = stream.key(""), list(ids)
    where = [beginning.c[name] == key[name] for name in KEY]
    for start in range(0, len(wanted), CHUNK):
        part = beginning.c.external_id.in_(wanted[start : start + CHUNK])
        connection.execute(delete(beginning).where(*where, part))
