"""Forms: what runs ask people, kept in the hub because the run that asks ends, and begins again with the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from passerelle.hub.bulk import upsert
from passerelle.hub.form_schema import form


@dataclass(frozen=True)
class Kept:
    """What one flow run asks: its content, the key of the question once it has been put, and until when it stands."""

    run_id: str
    key: str | None
    content: dict[str, Any]
    expires_at: datetime


def keep(connection: Connection, kept: Kept) -> None:
    """Keep what a run asks now, in place of what it asked before."""
    upsert(connection, form, [vars(kept)])


def read(connection: Connection, run_id: str) -> Kept | None:
    """What a run asks, if anything."""
    row = connection.execute(select(form).where(form.c.run_id == run_id)).one_or_none()
    return None if row is None else Kept(**row._mapping)


def overdue(connection: Connection, at: datetime) -> list[Kept]:
    """What nobody has answered in time."""
    rows = connection.execute(select(form).where(form.c.expires_at <= at).order_by(form.c.expires_at))
    return [Kept(**row._mapping) for row in rows]


def forget(connection: Connection, run_id: str) -> None:
    """Delete what a run asked, and with it whatever personal data it held."""
    connection.execute(delete(form).where(form.c.run_id == run_id))
