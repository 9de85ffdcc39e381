"""`passerelle review`: differences that a person decides on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.inspect import Json, Record, found
from passerelle.cli.show import console, print_json, shown, table, when
from passerelle.errors import PasserelleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row

    from passerelle.hub.database import Hub

Field = Annotated[
    str, typer.Argument(metavar="[FIELD]", help="A field or group, as `review list` names it; all without.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Differences a person decides on.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_open)
    group.command("accept")(accept)
    group.command("reject")(reject)
    app.add_typer(group, name="review")


def list_open(json: Json = False) -> None:
    """List what waits for a decision, longest first.

    JSON: `{"records": n, "reviews": [{"record", "integration", "field", "source", "target", "reason", "since",
    "run_id"}]}`, one entry per record and field or group; `source` and `target` are objects of field and value.
    """
    from passerelle.hub import reviews

    with _hub() as hub, hub.read() as connection:
        rows = [_document(row) for row in reviews.listed(connection)]
    records = len({row["record"] for row in rows})
    if json:
        print_json({"records": records, "reviews": rows})
    elif rows:
        _print(rows)
        typer.echo("'passerelle review accept RECORD FIELD' takes the source's value, 'reject' keeps the target's.")
    else:
        typer.echo("Nothing waits for a decision.")


def accept(record: Record, field: Field = "", json: Json = False) -> None:
    """Take the source's value, now, in a run limited to that record.

    JSON: what `run --json` prints. Ends with 1 when it was not taken: the run says why.
    """
    from getpass import getuser

    from passerelle.cli.running.summary import document, print_summary
    from passerelle.engine import review
    from passerelle.settings import Settings

    with _hub() as hub:
        rows = _held(hub, record, field)
        summary = review.accept(Settings(), hub, rows, getuser())
        left = _still_open(hub, rows)
    if json:
        print_json(document(summary))
    else:
        print_summary(summary)
    if left:
        raise PasserelleError(f"{record}: {', '.join(left)} was not taken; it still waits for a decision.")


def reject(record: Record, field: Field = "", json: Json = False) -> None:
    """Keep the target's value. It is asked again only when the source has something new.

    JSON: `{"record", "kept": [fields]}`.
    """
    from getpass import getuser

    from passerelle.engine import review
    from passerelle.settings import Settings

    with _hub() as hub:
        rows = _held(hub, record, field)
        review.reject(Settings(), hub, rows, getuser())
    kept = [row.field for row in rows]
    name = _document(rows[0])["record"]
    if json:
        print_json({"record": name, "kept": kept})
    else:
        typer.echo(f"{name}: {', '.join(kept)} stays as it is until the source has something new.")


def _hub() -> Any:
    from contextlib import contextmanager

    from passerelle.hub.database import open_hub
    from passerelle.settings import Settings

    @contextmanager
    def opened() -> Iterator[Hub]:
        hub = open_hub(Settings().hub_url)
        try:
            yield hub
        finally:
            hub.close()

    return opened()


def _held(hub: Hub, record: str, field: str) -> Sequence[Row[Any]]:
    """What waits on one record, all of it or one field. Raises PasserelleError that says what there is instead."""
    from passerelle.hub import reviews

    with found(record) as (_, records):
        wanted = {(joined.integration.integration, joined.driver.stream, id_) for joined, id_ in records}
    with hub.read() as connection:
        every = [row for row in reviews.listed(connection) if _key(row) in wanted]
    if not every:
        raise PasserelleError(f"Nothing of '{record}' waits for a decision. 'passerelle review list' shows what does.")
    if len({_key(row)[1:] for row in every}) > 1:
        names = ", ".join(sorted({_document(row)["record"] for row in every}))
        raise PasserelleError(f"'{record}' means several records that wait for a decision: {names}. Name one of them.")
    # Two integrations may hold something of one record: the one that waits longest is decided first.
    every = [row for row in every if row.integration == every[0].integration]
    asked = field.strip().lower().replace("-", "_").replace(" ", "_")
    rows = [row for row in every if asked in ("", row.field, *row.source_value)]
    if not rows:
        waiting = ", ".join(row.field for row in every)
        raise PasserelleError(f"'{field}' of {record} waits for no decision; what does: {waiting}.")
    return rows


def _key(row: Row[Any]) -> tuple[str, str, str]:
    return row.integration, row.stream, row.external_id


def _still_open(hub: Hub, rows: Sequence[Row[Any]]) -> list[str]:
    from passerelle.hub import reviews

    wanted = {(_key(row), row.field) for row in rows}
    with hub.read() as connection:
        return [row.field for row in reviews.listed(connection) if (_key(row), row.field) in wanted]


def _document(row: Row[Any]) -> dict[str, Any]:
    return {
        "record": f"{row.connection}:{row.stream}:{row.external_id}",
        "integration": row.integration,
        "field": row.field,
        "source": row.source_value,
        "target": row.target_value,
        "reason": row.reason,
        "since": row.first_at,
        "run_id": row.last_run,
    }


def _print(rows: list[dict[str, Any]]) -> None:
    waiting = table("Record", "Field", "Source", "Target", "Since")
    for row in rows:
        values = ["\n".join(shown(value) for value in row[side].values()) for side in ("source", "target")]
        waiting.add_row(row["record"], row["field"], *values, when(row["since"]))
    console().print(waiting)
