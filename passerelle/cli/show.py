"""Showing things: one JSON document, or tables that fit eighty columns."""

from __future__ import annotations

from datetime import datetime

import typer
from rich.console import Console
from rich.table import Table


def print_json(document: object) -> None:
    """Print one JSON document; dataclasses and instants (RFC 3339) are understood."""
    import orjson

    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())


def console() -> Console:
    """Standard output for tables; nothing in them is markup, they hold what other systems returned."""
    return Console(markup=False, highlight=False, emoji=False)


def table(*columns: str) -> Table:
    """An empty table with these column titles, its cells folded rather than cut."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in columns:
        made.add_column(title, overflow="fold")
    return made


def when(instant: datetime) -> str:
    """An instant in local time, to the minute."""
    return instant.astimezone().strftime("%Y-%m-%d %H:%M")


def shown(value: str | None) -> str:
    """A value, or a word for its absence."""
    return "(empty)" if value is None else value
