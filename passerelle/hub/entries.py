"""Entries: what people gave in a form or a file, kept while a run needs it or a person may want to try again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from passerelle.hub.bulk import CHUNK, rows_where, upsert
from passerelle.hub.schema import entry


@dataclass(frozen=True)
class Entry:
    """One record as it was given. `id` is made of what tells it from others, so that the same given again is the same
    record; `refused` says what is wrong with it and empties `content`; `place` tells a person where it stands."""

    id: str
    content: dict[str, Any] = field(default_factory=dict)
    place: str = ""
    refused: str = ""


def keep(
    connection: Connection, account: str, stream: str, origin: str, entries: Sequence[Entry], at: datetime
) -> list[str]:
    """Keep entries of one form or file in place of what was kept of them before; the refused ones of the same origin
    that are no longer among them are forgotten, and their ids returned."""
    rows = [
        {"connection": account, "stream": stream, "external_id": one.id, "origin": origin, "at": at}
        | {"place": one.place, "content": one.content, "refused": one.refused}
        for one in entries
    ]
    here = (entry.c.connection == account, entry.c.stream == stream)
    former = select(entry.c.external_id).where(*here, entry.c.origin == origin, entry.c.refused != "")
    mended = sorted(set(connection.execute(former).scalars()) - {one.id for one in entries})
    forget(connection, account, stream, mended)
    upsert(connection, entry, rows)
    return mended


def of_ids(connection: Connection, account: str, stream: str, ids: Iterable[str]) -> dict[str, Entry]:
    """Entries by id."""
    here = (entry.c.connection == account, entry.c.stream == stream)
    rows = rows_where(connection, entry, entry.c.external_id, ids, *here)
    return {row.external_id: Entry(row.external_id, row.content, row.place, row.refused) for row in rows}


def forget(connection: Connection, account: str, stream: str, ids: Collection[str]) -> None:
    """Forget entries: they stand in the system they were for."""
    chosen = list(ids)
    for start in range(0, len(chosen), CHUNK):
        part = chosen[start : start + CHUNK]
        where = (entry.c.connection == account, entry.c.stream == stream, entry.c.external_id.in_(part))
        connection.execute(delete(entry).where(*where))
