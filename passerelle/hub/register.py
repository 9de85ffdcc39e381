"""The Belgian register in the hub: one load is current, the next one grows beside it until it is complete."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from passerelle.errors import HubError
from passerelle.hub import claims, register_schema
from passerelle.hub.bulk import CHUNK, rows_where
from passerelle.hub.register_schema import register_load

SCOPE = "register"
"""What a load writes under and claims: two loads at once would take each other's rows for leftovers."""

CLAIM_S = 300.0
"""Renewed with every chunk, so that a load that was killed blocks the next one for minutes only."""

TABLES: tuple[Table, ...] = (
    register_schema.register_enterprise,
    register_schema.register_denomination,
    register_schema.register_address,
    register_schema.register_contact,
    register_schema.register_code,
)


def claim(connection: Connection, holder: str, at: datetime) -> None:
    """Claim the register for a load, or renew the claim. Raises HubError while another load holds it."""
    if not claims.take(connection, SCOPE, [SCOPE], holder, at, CLAIM_S):
        until = (at + timedelta(seconds=CLAIM_S)).astimezone().strftime("%H:%M")
        raise HubError(
            f"Another load of the register is under way. Wait for its end; if it was killed, try again after {until}."
        )


def release(connection: Connection, holder: str, at: datetime) -> None:
    """Give the claim back, if it is still this holder's."""
    tokens = claims.take(connection, SCOPE, [SCOPE], holder, at, CLAIM_S)
    claims.release(connection, SCOPE, tokens)


def current(connection: Connection) -> Row[Any] | None:
    """The load that readers see, or None when no register was ever loaded."""
    return connection.execute(select(register_load).where(register_load.c.state == "current")).one_or_none()


def begin(connection: Connection, values: dict[str, Any]) -> int:
    """Store that a load has begun; its id. Nobody reads its rows before `activate`."""
    last = connection.execute(select(func.max(register_load.c.id))).scalar_one()
    load_id = (last or 0) + 1
    connection.execute(insert(register_load).values(values | {"id": load_id, "state": "loading", "rows": {}}))
    return load_id


def activate(connection: Connection, load_id: int, at: datetime) -> None:
    """Make a complete load the one that readers see."""
    table = register_load
    connection.execute(update(table).where(table.c.state == "current").values(state="replaced"))
    found = {"state": "current", "loaded_at": at, "rows": counts(connection, load_id)}
    connection.execute(update(table).where(table.c.id == load_id).values(found))


def advance(connection: Connection, load_id: int, values: dict[str, Any]) -> None:
    """Note that an update file was applied to a load."""
    found = values | {"rows": counts(connection, load_id)}
    connection.execute(update(register_load).where(register_load.c.id == load_id).values(found))


def counts(connection: Connection, load_id: int) -> dict[str, int]:
    """Rows of a load, by what they are: `enterprise`, `address` …"""
    return {
        table.name.removeprefix("register_"): connection.execute(
            select(func.count()).select_from(table).where(table.c.load_id == load_id)
        ).scalar_one()
        for table in TABLES
    }


def leftovers(connection: Connection) -> list[int]:
    """Loads that nobody reads: replaced ones, and those that were cut short."""
    where = register_load.c.state != "current"
    return list(connection.execute(select(register_load.c.id).where(where).order_by(register_load.c.id)).scalars())


def remove_some(connection: Connection, load_id: int) -> bool:
    """Remove some thousand rows of a load nobody reads; whether there may be more. The load itself goes last."""
    for table in TABLES:
        key = list(table.primary_key)[1]
        some = select(key).where(table.c.load_id == load_id).limit(4 * CHUNK)
        gone = connection.execute(delete(table).where(table.c.load_id == load_id, key.in_(some)))
        if gone.rowcount:
            return True
    connection.execute(delete(register_load).where(register_load.c.id == load_id))
    return False


def remove_entities(connection: Connection, table: Table, load_id: int, numbers: list[str]) -> None:
    """Remove every row of these numbers from one table of a load."""
    connection.execute(delete(table).where(table.c.load_id == load_id, table.c.number.in_(numbers)))


def of_numbers(connection: Connection, table: Table, load_id: int, numbers: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Rows of one table of a load, by number; numbers without any are absent."""
    found: dict[str, list[Row[Any]]] = {}
    for row in rows_where(connection, table, table.c.number, numbers, table.c.load_id == load_id):
        found.setdefault(row.number, []).append(row)
    return found


def descriptions(connection: Connection, load_id: int) -> dict[tuple[str, str], dict[str, str]]:
    """What the register's codes mean: by category and code, the description in each language (`fr`, `nl`)."""
    table = register_schema.register_code
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in connection.execute(select(table).where(table.c.load_id == load_id)):
        found.setdefault((row.category, row.code), {})[row.language] = row.description
    return found
