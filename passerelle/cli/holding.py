"""Held records as a file, and looking at them again now."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelle.errors import PasserelleError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from passerelle.report.joined import Joined

COLUMNS = ("record", "name", "number", "field", "value", "rule", "reason", "since", "link")
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or trims off to find one."""


def lines_of(connection: Connection, joined: Joined, rows: list[Row[Any]]) -> list[dict[str, str]]:
    """One line per held record and rule it breaks, as `COLUMNS`."""
    from passerelle.hub import records
    from passerelle.report.joined import record_name
    from passerelle.report.numbers import numbers_of

    names: dict[str, str] = _names(connection, rows)
    numbers: dict[str, str] = {}
    for end in (joined.driver, joined.other):
        ids = {row.external_id for row in rows if joined.end_of(row.connection, row.stream) is end}
        numbers |= numbers_of(connection, joined.key_of(end), joined.integration.key, ids)
        known = records.snapshots(connection, joined.key_of(end), ids)
        names |= {id_: name for id_, one in known.items() if (name := one.get("name"))}
    return [
        {
            "record": record_name(row.connection, row.stream, row.external_id),
            "name": names.get(row.external_id, ""),
            "number": numbers.get(row.external_id, ""),
            "field": row.field,
            "value": row.value or "",
            "rule": row.rule,
            "reason": row.reason,
            "since": row.first_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            "link": _page(joined, row),
        }
        for row in rows
    ]


def _page(joined: Joined, row: Row[Any]) -> str:
    end = joined.end_of(row.connection, row.stream)
    return "" if ":" in row.external_id else joined.page_of(end, row.external_id)


def _names(connection: Connection, rows: list[Row[Any]]) -> dict[str, str]:
    """Names as the runs that held the records read them: no snapshot is kept of a record never sent."""
    from sqlalchemy import select

    from passerelle.hub.schema import run

    wanted = {row.last_run for row in rows}
    names: dict[str, str] = {}
    for summary in connection.execute(select(run.c.summary).where(run.c.id.in_(wanted))).scalars():
        names |= (summary or {}).get("held_names", {})
    return names


def write_csv(file: Path, lines: list[dict[str, str]]) -> None:
    """Write a file that a Belgian or French spreadsheet opens as it is: UTF-8 with BOM, semicolons.

    Raises PasserelleError when it cannot be written.
    """
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, delimiter=";")
            writer.writeheader()
            writer.writerows({name: _harmless(value) for name, value in line.items()} for line in lines)
    except OSError as problem:
        raise PasserelleError(f"{file} cannot be written: {problem.strerror}.") from None


def _harmless(value: str) -> str:
    """A cell that a spreadsheet shows as text, whatever it begins with."""
    return f"'{value}" if value.lstrip(" ").startswith(ACTIVE) else value
