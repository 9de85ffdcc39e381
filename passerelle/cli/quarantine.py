"""`passerelle quarantine`: the records held back, why, and what came of looking again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.inspect import Json, Record, found
from passerelle.cli.show import console, print_json, table, when
from passerelle.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy import Row

    from passerelle.cli.running.replaying import Replay


class Format(StrEnum):
    """What held records can be written as."""

    csv = "csv"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Records held back, and why.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_held)
    group.command("show")(show)
    group.command("replay")(replay)
    group.command("export")(export)
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


def replay(
    record: Annotated[str, typer.Argument(metavar="[RECORD]", help="As for `show`.", show_default=False)] = "",
    every: Annotated[bool, typer.Option("--all", help="Every record held back.")] = False,
    json: Json = False,
) -> None:
    """Look at held records again now, without waiting for the next run, and send what passes.

    JSON: `{"runs": [...], "replayed": [{"record", "held", "outcome", "sentence"}]}`. Ends with 1 when a run failed.
    """
    from passerelle.cli.running.replaying import Replay
    from passerelle.cli.running.replaying import replay as look_again
    from passerelle.cli.running.summary import document
    from passerelle.settings import Settings

    if bool(record) == every:
        raise ConfigurationError("Name one RECORD to look at again, or give --all.")
    settings, done = Settings(), Replay()
    for joined, ids in _to_replay(record):
        look_again(joined, ids, settings, done)
    if json:
        print_json({"runs": [document(summary) for summary in done.runs], "replayed": done.replayed})
    else:
        _print_replay(done)
    if any(summary["state"] != "completed" for summary in done.runs):
        raise typer.Exit(1)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.", show_default=False)],
    format_: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.csv,  # noqa: ARG001
    json: Json = False,
) -> None:
    """Write the records held back to a file that a spreadsheet opens.

    JSON: `{"file": path, "lines": n}`.
    """
    from passerelle.cli.holding import lines_of, write_csv
    from passerelle.hub.database import open_hub
    from passerelle.settings import Settings

    hub = open_hub(Settings().hub_url)
    try:
        with hub.read() as connection:
            lines = [line for joined, rows in _by_integration(_held()) for line in lines_of(connection, joined, rows)]
    finally:
        hub.close()
    write_csv(file, lines)
    if json:
        print_json({"file": str(file), "lines": len(lines)})
    else:
        typer.echo(f"{len(lines)} {'line' if len(lines) == 1 else 'lines'} written to {file}.")


def _to_replay(record: str) -> list[tuple[Any, list[str]]]:
    """Integrations with the ids of their records to look at again."""
    wanted: set[tuple[str, str]] = set()
    if record:
        with found(record) as (_, records):
            wanted = {(joined.integration.integration, id_) for joined, id_ in records}
    rows = [row for row in _held() if not record or (row.integration, row.external_id) in wanted]
    return [(joined, list(dict.fromkeys(row.external_id for row in held))) for joined, held in _by_integration(rows)]


def _by_integration(rows: list[Row[Any]]) -> list[tuple[Any, list[Row[Any]]]]:
    from passerelle.report.joined import joined_integrations
    from passerelle.settings import Settings

    every = joined_integrations(Settings().root)
    grouped = [(joined, [row for row in rows if row.integration == joined.integration.integration]) for joined in every]
    return [(joined, mine) for joined, mine in grouped if mine]


def _print_replay(done: Replay) -> None:
    if not done.replayed:
        typer.echo("Nothing is held back there.")
        return
    rows = table("Record", "What came of it")
    for one in done.replayed:
        rows.add_row(one.record, one.sentence)
    console().print(rows)
    released = sum(not one.held for one in done.replayed)
    typer.echo(f"{released} of {len(done.replayed)} released.")
    for summary in done.runs:
        typer.echo(f"Report: {summary['report']}")


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
        held.add_row(row["record"], when(row["since"])[:10], row["reason"] + value)
    console().print(held)
