"""`passerelle quarantine`: the records held back, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from passerelle.cli.inspect import Json, Record, found
from passerelle.cli.show import console, print_json, table, when

if TYPE_CHECKING:
    from sqlalchemy import Row


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Records held back, and why.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_held)
    group.command("show")(show)
    app.add_typer(group, name="quarantine")


def list_held(json: Json = False) -> None:
    """List every record held back, longest first.

    JSON: `{"records": n, "held": [{"record", "integration", "rule", "field", "reason", "value", "since", "run_id"}]}`,
    one entry per record and rule; `run_id` is the last run that met it.
    """
    rows = [_document(row) for row in _held()]
    records = len({row["record"] for row in rows})
    if json:
        print_json({"records": records, "held": rows})
    elif rows:
        _print(rows)
        typer.echo(f"{records} {'record is' if records == 1 else 'records are'} held back.")
    else:
        typer.echo("Nothing is held back.")


def show(record: Record, json: Json = False) -> None:
    """Show why a record is held back.

    JSON: `{"asked": text, "held": [...]}`, entries as in `list`; empty when it isn't held back.
    """
    with found(record) as (_, records):
        wanted = {(joined.driver.account, joined.driver.stream, id_) for joined, id_ in records}
    rows = [_document(row) for row in _held() if (row.connection, row.stream, row.external_id) in wanted]
    if json:
        print_json({"asked": record, "held": rows})
    elif rows:
        _print(rows)
    else:
        typer.echo(f"{', '.join(':'.join(place) for place in sorted(wanted))} is not held back.")


def _held() -> list[Row[Any]]:
    from passerelle.hub import quarantines
    from passerelle.hub.database import open_hub
    from passerelle.settings import Settings

    hub = open_hub(Settings().hub_url)
    try:
        with hub.read() as connection:
            return quarantines.listed(connection)
    finally:
        hub.close()


def _document(row: Row[Any]) -> dict[str, Any]:
    return {
        "record": f"{row.connection}:{row.stream}:{row.external_id}",
        "integration": row.integration,
        "rule": row.rule,
        "field": row.field,
        "reason": row.reason,
        "value": row.value,
        "since": row.first_at,
        "run_id": row.last_run,
    }


def _print(rows: list[dict[str, Any]]) -> None:
    held = table("Record", "Since", "Reason")
    for row in rows:
        value = f" (value: {row['value']})" if row["value"] else ""
        held.add_row(row["record"], when(row["since"]), row["reason"] + value)
    console().print(held)
