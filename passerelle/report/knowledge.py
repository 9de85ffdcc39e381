"""What is known of one record: what each side holds, how it ended, why it was or wasn't sent, and what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from passerelle.hub import bindings, history, outbox, quarantines, records, runs, schema
from passerelle.hub.bulk import rows_where
from passerelle.mapping.integration import End
from passerelle.records import fields_of
from passerelle.report.facts import Change, Ending, FieldValues, Hold, Knowledge, OpenCall, Partner, Planned, Value
from passerelle.report.joined import Joined, record_name
from passerelle.report.numbers import numbers_of
from passerelle.report.words import why

SHOWN_CHANGES = 10
_NEVER = datetime.min.replace(tzinfo=UTC)


def known_records(connection: Connection, found: Iterable[tuple[Joined, str]]) -> list[list[Knowledge]]:
    """Each record once, with what every integration that knows it says, the one that last finished with it first."""
    by_record: dict[str, list[Knowledge]] = {}
    for joined, id_ in found:
        one = knowledge_of(connection, joined, id_)
        by_record.setdefault(one.record, []).append(one)
    return [_telling(connection, every) for every in by_record.values()]


def knowledge_of(connection: Connection, joined: Joined, id_: str) -> Knowledge:
    """Everything known of a driving record."""
    end, integration = joined.driver, joined.integration
    number = numbers_of(connection, joined.driven, integration.key, [id_]).get(id_)
    partner_id, partner = _partner(connection, joined, id_)
    last, planned = _ending(connection, joined, id_), _planned(connection, joined, id_)
    return Knowledge(
        record=record_name(end.account, end.stream, id_),
        integration=integration.integration,
        source=joined.source.title,
        target=joined.target.title,
        page="" if ":" in id_ else joined.page_of(end, id_),
        number=number,
        why=_why(last, planned),
        last=last,
        planned=planned,
        partner=partner,
        fields=_fields(connection, joined, id_, partner_id),
        quarantine=holds_of(connection, joined, id_),
        open_calls=_open_calls(connection, joined, id_, number),
        changes=changes_of(connection, end, id_, SHOWN_CHANGES),
    )


def _telling(connection: Connection, every: list[Knowledge]) -> list[Knowledge]:
    """Those that have something of their own to say; where none has, one that ran."""
    telling = [one for one in every if one.last or one.planned or one.quarantine or one.open_calls or one.fields]
    if telling:
        return sorted(telling, key=lambda one: one.last.at if one.last else _NEVER, reverse=True)
    ran = [one for one in every if runs.latest(connection, one.integration, limit=1)]
    return (ran or every)[:1]


def holds_of(connection: Connection, joined: Joined, id_: str) -> list[Hold]:
    """Why a record is held back now; empty when it isn't."""
    rows = quarantines.listed(connection, joined.integration.integration, id_)
    mine = [row for row in rows if (row.connection, row.stream) == (joined.driver.account, joined.driver.stream)]
    return [Hold(row.rule, row.field, row.reason, row.value, row.first_at) for row in mine]


def changes_of(connection: Connection, end: End, id_: str, limit: int) -> list[Change]:
    """Changes of a record, newest first."""
    rows = history.of_record(connection, end.account, end.stream, id_, limit)
    record = record_name(end.account, end.stream, id_)
    return [
        Change(row.id, record, row.at, row.field, row.old, row.new, row.origin, row.op, row.run_id, row.reverts)
        for row in rows
    ]


def _why(last: Ending | None, planned: Planned | None) -> str:
    """The sentence for what happened last: a plan that was not carried out, else how the record ended."""
    carried_out = planned is None or planned.state in ("done", "same")
    if planned and not carried_out and (last is None or last.at < planned.at):
        wanted = ", ".join(change["field"].replace("_", " ") for change in planned.changes)
        if planned.dry_run:
            return f"Not sent: a dry run found that it would {planned.op} {wanted}."
        cause = planned.reason.removeprefix("not sent: ") or "the run stopped before its turn"
        return f"Not sent although planned ({planned.op} {wanted}): {cause}."
    return last.why if last else "A run has read it, but none has finished with it yet."


def _ending(connection: Connection, joined: Joined, id_: str) -> Ending | None:
    table = schema.record_state
    where = [getattr(table.c, name) == value for name, value in joined.driven.key(id_).items()]
    row = connection.execute(select(table).where(*where)).one_or_none()
    if row is None:
        return None
    sentence = why(row.outcome, row.reason, joined.source.title, joined.target.title)
    return Ending(row.outcome, row.final, sentence, row.run_id, row.at)


def _planned(connection: Connection, joined: Joined, id_: str) -> Planned | None:
    """The newest action for it in the last runs of the integration."""
    recent = {run.id: run for run in runs.latest(connection, joined.integration.integration)}
    table = schema.action
    rows = rows_where(connection, table, table.c.run_id, recent, table.c.driver_id == id_)
    newest: Row[Any] | None = max(rows, key=lambda row: recent[row.run_id].started_at, default=None)
    if newest is None:
        return None
    run = recent[newest.run_id]
    return Planned(newest.op, newest.state, newest.reason, run.dry_run, run.id, run.started_at, newest.changes)


def _partner(connection: Connection, joined: Joined, id_: str) -> tuple[str, Partner | None]:
    end, table = joined.other, schema.binding
    hubs = bindings.bound(connection, (joined.driver.account, joined.driver.stream), [id_])
    where = [table.c.connection == end.account, table.c.stream == end.stream, table.c.unbound_at.is_(None)]
    for row in rows_where(connection, table, table.c.hub_id, hubs.values(), *where):
        record = record_name(end.account, end.stream, row.external_id)
        return row.external_id, Partner(record, joined.page_of(end, row.external_id), row.bound_at)
    return "", None


def _fields(connection: Connection, joined: Joined, id_: str, partner_id: str) -> list[FieldValues]:
    """Both ends' snapshots side by side; fields neither end maps or both leave empty are left out."""
    source, target = joined.integration.source, joined.integration.target
    ids = (id_, partner_id) if joined.driver is source else (partner_id, id_)
    held = [_snapshot(connection, joined, end, held_id) for end, held_id in zip((source, target), ids, strict=True)]
    rows = [
        FieldValues(name, known.title, _value(joined, source, name, held[0]), _value(joined, target, name, held[1]))
        for name, known in fields_of(joined.stream_of(target).kind).items()
    ]
    return [row for row in rows if any(side and side.value for side in (row.source, row.target))]


def _snapshot(connection: Connection, joined: Joined, end: End, id_: str) -> records.Content:
    return records.snapshots(connection, joined.key_of(end), [id_]).get(id_, {})


def _value(joined: Joined, end: End, name: str, held: records.Content) -> Value | None:
    mapped = joined.stream_of(end).fields.get(name)
    return Value(mapped.label, held.get(name)) if mapped else None


def _open_calls(connection: Connection, joined: Joined, id_: str, number: str | None) -> list[OpenCall]:
    entries = outbox.open_entries(connection, joined.integration.integration)
    mine = [entry for entry in entries if entry.target_id == id_ or (number and entry.reference == number)]
    return [OpenCall(entry.op, entry.state, entry.sent_at, entry.error) for entry in mine]
