"""What the hub adds to a run's page: what changed or would change, and names and numbers of records with problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, select

from passerelle.engine.run import Run
from passerelle.hub import history, plans, records, schema
from passerelle.report.mending import FIRST, Mend, ranked
from passerelle.report.numbers import numbers_of
from passerelle.report.trend import Ended, former_runs
from passerelle.systems.nested import parent_of

SHOWN_CHANGES = 200
SHOWN_RECORDS = 100


@dataclass(frozen=True)
class Changed:
    """One record and its fields that changed, or would: rows of field, old and new. `record` is None for a creation
    that has not happened; of a link, number and name are those of the record it stands in."""

    record: str | None
    number: str
    name: str
    op: str
    fields: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class HubView:
    """`mend` are the records to look at, most urgent first; `planned` tells that nothing in `changes` was done."""

    mend: list[Mend]
    names: dict[str, str]
    numbers: dict[str, str]
    changes: list[Changed]
    changed_records: int
    planned: bool
    former: list[Ended]


def empty_view(run: Run) -> HubView:
    """What a run knows by itself."""
    return HubView(_to_look_at(ranked(run, _grouped(run), {})), {}, {}, [], 0, run.options.dry_run, [])


def view_of(run: Run) -> HubView:
    """Look everything up in one go. Raises HubError."""
    with run.hub.read() as connection:
        mend = _to_look_at(ranked(run, problems := _grouped(run), _outcomes(run, connection, problems)))
        done = history.of_run(connection, run.id, SHOWN_CHANGES)
        planned = [] if done else [action for part in run.whole for action in _planned(connection, run, part)]
        changed = {parent_of(row.external_id) for row in done} | {_owner(action) for action in planned}
        shown = [*(one.record for one in mend[:SHOWN_RECORDS]), *changed]
        names = _names(run, connection, shown)
        numbers = numbers_of(connection, run.driven, run.integration.key, shown)
        changes = (
            [_planned_of(action, names, numbers) for action in planned] if planned else _done_of(done, names, numbers)
        )
        count = _count_planned(run, connection) if planned else _count_changed(connection, run.id)
        former = former_runs(connection, run)
    return HubView(mend, names, numbers, _first(changes), count, bool(planned) or run.options.dry_run, former)


def _to_look_at(mends: list[Mend]) -> list[Mend]:
    """Every record that waits for somebody; of those with warnings alone, as many as fill the first ten."""
    waiting = [one for one in mends if one.why != "warning"]
    return [*waiting, *mends[len(waiting) : max(len(waiting), FIRST)]]


def _grouped(run: Run) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for problem in run.problems:
        reasons = grouped.setdefault(problem.record, [])
        if problem.reason not in reasons:
            reasons.append(problem.reason)
    return grouped


def _outcomes(run: Run, connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """How records ended. A dry run stores no outcomes to go by."""
    if run.options.dry_run:
        return {}
    return {id_: state.outcome for id_, state in records.states(connection, run.driven, ids).items()}


def _names(run: Run, connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    known = records.snapshots(connection, run.driven, ids)
    return {id_: content.get("name") or "" for id_, content in known.items()}


def _done_of(rows: list[Row[Any]], names: dict[str, str], numbers: dict[str, str]) -> list[Changed]:
    changes: dict[str, Changed] = {}
    for row in rows:
        id_ = row.external_id
        owner = parent_of(id_)
        new = Changed(id_, numbers.get(owner, ""), names.get(owner, ""), row.op)
        changes.setdefault(id_, new).fields.append({"field": row.field, "old": row.old, "new": row.new})
    return list(changes.values())


def _planned(connection: Connection, run: Run, part: Run) -> list[Row[Any]]:
    return list(plans.planned(connection, run.id, part.integration.integration, SHOWN_CHANGES))


def _owner(action: Row[Any]) -> str:
    """The record a planned link stands in; empty for anything else."""
    return str(action.source.get("owner") or "")


def _planned_of(action: Row[Any], names: dict[str, str], numbers: dict[str, str]) -> Changed:
    owner = _owner(action)
    if owner:
        return Changed(owner, numbers.get(owner, ""), names.get(owner, ""), action.op, action.changes)
    name = action.target.get("name") or action.source.get("name") or ""
    return Changed(action.target_id, action.reference or "", name, action.op, action.changes)


def _first(changes: list[Changed]) -> list[Changed]:
    """As many records as fit the number of changes shown, none of them cut."""
    shown, rows = [], 0
    for one in changes:
        if rows >= SHOWN_CHANGES:
            break
        shown.append(one)
        rows += len(one.fields)
    return shown


def _count_planned(run: Run, connection: Connection) -> int:
    table = schema.action.c
    where = [table.run_id == run.id, table.state == "planned"]
    return connection.execute(select(func.count()).where(*where)).scalar_one()


def _count_changed(connection: Connection, run_id: str) -> int:
    table = schema.history.c
    where = table.run_id == run_id
    return connection.execute(select(func.count(table.external_id.distinct())).where(where)).scalar_one()
