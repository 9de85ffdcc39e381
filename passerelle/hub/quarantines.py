"""Quarantine: records held back, each with every rule it broke, until they pass again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select, update

from passerelle.hub.bulk import upsert
from passerelle.hub.records import Stream
from passerelle.hub.schema import quarantine, record_state


@dataclass(frozen=True)
class Held:
    """Why one record is held: the rule it broke, on which field, in a sentence, with the value as read."""

    external_id: str
    rule: str
    field: str
    reason: str
    value: str | None = None


def hold(connection: Connection, stream: Stream, held: Sequence[Held], run_id: str, at: datetime) -> None:
    """Hold records back; one held before for the same rule keeps the time it first was."""
    rows: list[dict[str, Any]] = [
        stream.key(one.external_id)
        | {"rule": one.rule, "field": one.field, "reason": one.reason, "value": one.value}
        | {"first_run": run_id, "first_at": at, "last_run": run_id, "last_at": at, "resolved_at": None}
        for one in held
    ]
    upsert(connection, quarantine, rows, keep=("first_run", "first_at"))


def release(connection: Connection, stream: Stream, ids: Iterable[str], run_id: str, at: datetime) -> None:
    """Let records go that were looked at by this run and no longer break the rules they were held for."""
    wanted = list(ids)
    table = quarantine.c
    for start in range(0, len(wanted), 1_000):
        connection.execute(
            update(quarantine)
            .where(
                table.integration == stream.integration,
                table.connection == stream.connection,
                table.stream == stream.stream,
                table.external_id.in_(wanted[start : start + 1_000]),
                table.last_run != run_id,
                table.resolved_at.is_(None),
            )
            .values(resolved_at=at)
        )


def held_by(connection: Connection, stream: Stream, rule: str, run_id: str) -> set[str]:
    """Records that a run holds back for breaking a rule."""
    key = stream.key("")
    where = [quarantine.c[name] == key[name] for name in ("integration", "connection", "stream")]
    held = [quarantine.c.rule == rule, quarantine.c.last_run == run_id, quarantine.c.resolved_at.is_(None)]
    return set(connection.execute(select(quarantine.c.external_id).where(*where, *held)).scalars())


def refused(
    connection: Connection, stream: Stream, rule: str, ids: Sequence[str], since: datetime, times: int
) -> dict[str, str]:
    """Of these records, those that broke a rule at that moment or later and are held for it, with the reason; with
    `times` 2 those that did so in more than one run."""
    key = stream.key("")
    same = [quarantine.c[name] == record_state.c[name] for name in key]
    where = [quarantine.c[name] == key[name] for name in ("integration", "connection", "stream")]
    where += [quarantine.c.rule == rule, quarantine.c.resolved_at.is_(None), record_state.c.at >= since]
    where += [quarantine.c.first_run != quarantine.c.last_run] if times > 1 else []
    table = quarantine.join(record_state, and_(*same))
    found: dict[str, str] = {}
    for start in range(0, len(ids), 1_000):
        mine = quarantine.c.external_id.in_(ids[start : start + 1_000])
        rows = connection.execute(
            select(quarantine.c.external_id, quarantine.c.reason).select_from(table).where(*where, mine)
        )
        found |= {row.external_id: row.reason for row in rows}
    return found


def listed(connection: Connection, integration: str | None = None, external_id: str | None = None) -> list[Row[Any]]:
    """Records held now, oldest first."""
    where: list[ColumnElement[bool]] = [quarantine.c.resolved_at.is_(None)]
    if integration:
        where.append(quarantine.c.integration == integration)
    if external_id:
        where.append(quarantine.c.external_id == external_id)
    return list(
        connection.execute(select(quarantine).where(*where).order_by(quarantine.c.first_at, quarantine.c.external_id))
    )
