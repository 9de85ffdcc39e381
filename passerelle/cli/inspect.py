"""`passerelle explain` and `passerelle history`: what is known of one record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from passerelle.cli.show import console, print_json, shown, table, when

if TYPE_CHECKING:
    from rich.console import Console
    from sqlalchemy import Connection

    from passerelle.report.facts import Change, FieldValues, Knowledge, Value
    from passerelle.report.joined import Joined

Record = Annotated[
    str,
    typer.Argument(metavar="RECORD", help="An enterprise number, an id, or connection:stream:id.", show_default=False),
]
ALL = 10_000
"""Changes of one record that `history` lists at most."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("explain")(explain)
    app.command("history")(history)


def explain(record: Record, json: Json = False) -> None:
    """Tell what is known of a record, and why it was or wasn't sent.

    JSON: `{"asked": text, "records": [...]}`, each record once as in `report.facts.Knowledge`; where other integrations
    know one too, `also` holds what they say, entries as in `records`.
    """
    from passerelle.report.joined import record_name
    from passerelle.report.knowledge import known_records
    from passerelle.report.origins import with_origins
    from passerelle.settings import Settings

    with found(record) as (connection, records):
        known = known_records(connection, records)
    at = {
        (record_name(one.driver.account, one.driver.stream, id_), one.integration.integration): (one, id_)
        for one, id_ in records
    }
    settings = Settings()
    known = [[with_origins(settings, *at[one.record, one.integration], one) for one in every] for every in known]
    if json:
        others = [one for every in known for one in every[1:]]
        print_json({"asked": record, "records": [every[0] for every in known]} | ({"also": others} if others else {}))
        return
    for every in known:
        _print_record(console(), every)


def history(record: Record, json: Json = False) -> None:
    """List every change of a record, newest first.

    JSON: `{"asked": text, "records": [name], "changes": [...]}`, changes as in `report.facts.Change`.
    """
    from passerelle.report.joined import record_name
    from passerelle.report.knowledge import changes_of

    with found(record) as (connection, records):
        ends = [(joined.driver, id_) for joined, id_ in records]
        places = {record_name(end.account, end.stream, id_): (end, id_) for end, id_ in ends}
        changes = [change for end, id_ in places.values() for change in changes_of(connection, end, id_, ALL)]
    changes.sort(key=lambda change: change.at, reverse=True)
    if json:
        print_json({"asked": record, "records": list(places), "changes": changes})
    elif changes:
        _print_changes(console(), changes)
    else:
        typer.echo(f"Nothing was ever changed in {', '.join(places)}.")


@contextmanager
def found(typed: str) -> Iterator[tuple[Connection, list[tuple[Joined, str]]]]:
    """The hub, and the records meant by what was typed. Raises PasserelleError when nothing is known of it."""
    from passerelle.hub.database import open_hub
    from passerelle.report.search import find_records
    from passerelle.settings import Settings

    settings = Settings()
    hub = open_hub(settings.hub_url)
    try:
        with hub.read() as connection:
            yield connection, find_records(connection, settings.root, typed)
    finally:
        hub.close()


def _print_record(out: Console, every: list[Knowledge]) -> None:
    """A record, what each integration says of it, and its changes, which are the same for all."""
    out.print(every[0].record, style="bold")
    for place, known in enumerate(every):
        if place:
            out.print("\nAlso known", style="bold")
        _print_knowledge(out, known)
    if every[0].changes:
        out.print("\nLast changes", style="bold")
        _print_changes(out, every[0].changes)
    out.print()


def _print_knowledge(out: Console, known: Knowledge) -> None:
    facts = table("", "")
    facts.show_header = False
    for title, value in _facts(known):
        facts.add_row(title, value)
    out.print(facts)
    if known.fields:
        out.print()
        _print_fields(out, known)


def _facts(known: Knowledge) -> Iterator[tuple[str, str]]:
    yield "Why", known.why
    yield "Integration", known.integration
    if known.number:
        yield "Number", known.number
    if known.page:
        yield "Page", known.page
    if known.partner:
        yield "Linked to", f"{known.partner.record} since {when(known.partner.bound_at)}\n{known.partner.page}"
    else:
        yield "Linked to", "nothing yet"
    if known.last:
        yield "Last ended", f"{known.last.outcome}, {when(known.last.at)}, run {known.last.run_id}"
    if known.planned:
        kind = "dry run" if known.planned.dry_run else "run"
        yield "Last planned", f"{known.planned.op}, {known.planned.state}, {kind} {known.planned.run_id}"
    for hold in known.quarantine:
        value = f" (value: {hold.value})" if hold.value else ""
        yield "Held back", f"since {when(hold.since)} by {hold.rule}: {hold.reason}{value}"
    for call in known.open_calls:
        yield "Open call", f"{call.op} sent {when(call.sent_at)}, result not known. {call.error}"


def _print_fields(out: Console, known: Knowledge) -> None:
    fields = table("Field", known.source, known.target)
    for field in known.fields:
        mark = " ≠" if _differ(field) else ""
        fields.add_row(field.title + mark, _cell(field.source, known.origins.get(field.field)), _cell(field.target))
    out.print(fields)


def _differ(field: FieldValues) -> bool:
    return bool(field.source and field.target and field.source.value != field.target.value)


def _cell(value: Value | None, origin: str | None = None) -> Text | str:
    if value is None:
        return "(not mapped)"
    told = f"\n[{value.label}]" + (f"\nfrom {origin}" if origin else "")
    return Text.assemble(shown(value.value), (told, "dim"))


def _print_changes(out: Console, changes: list[Change]) -> None:
    rows = table("No.", "When", "Field", "Old → new", "From, run")
    for change in changes:
        arrow = f"{shown(change.old)} → {shown(change.new)}"
        came = f"reverts {change.reverts}" if change.reverts else change.origin
        rows.add_row(str(change.id), when(change.at), change.field, arrow, f"{came}\n{change.run_id[:8]}")
    out.print(rows)
