"""The numbers records are matched on: valid ones as registered, wrong ones as read when they were held back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection

from passerelle.hub import records
from passerelle.hub.bulk import rows_where
from passerelle.hub.records import Stream
from passerelle.hub.schema import quarantine


def numbers_of(connection: Connection, driver: Stream, key: str, ids: Iterable[str]) -> dict[str, str]:
    """What each record is matched on (`key`), by its id, a wrong number as it was read; one without any is absent."""
    wanted, prefix = list(ids), f"{key}:"
    valid = records.identifiers(connection, driver.connection, driver.stream, key, wanted)
    held = rows_where(connection, quarantine, quarantine.c.external_id, wanted, *_held_for(driver, key))
    # A registered number is the later word: registering ends with the run that read a wrong one.
    numbers = {row.external_id: row.value for row in held} | valid
    return numbers | {id_: id_.removeprefix(prefix) for id_ in wanted if id_.startswith(prefix)}


def holders_of(connection: Connection, driver: Stream, key: str, number: str) -> list[str]:
    """Ids of the records that hold a number, right or wrong."""
    valid = records.holders(connection, driver.connection, driver.stream, key, [number])
    held = rows_where(connection, quarantine, quarantine.c.value, [number], *_held_for(driver, key))
    return sorted({row.external_id for row in [*valid, *held]})


def _held_for(driver: Stream, key: str) -> list[ColumnElement[bool]]:
    """Records held back now for this number, by whichever integration."""
    table = quarantine.c
    return [
        table.connection == driver.connection,
        table.stream == driver.stream,
        table.field == key,
        table.value.is_not(None),
        table.resolved_at.is_(None),
    ]
