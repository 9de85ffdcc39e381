"""What a run changed, or would: record by record, as the history or the plan has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, select

from passerelle.engine.run import Run
from passerelle.hub import history, plans, schema
from passerelle.hub.bindings import Place
from passerelle.systems.nested import parent_of

SHOWN_CHANGES = 200


@dataclass(frozen=True)
class Changed:
    """One record and its fields that changed, or would: rows of field, old and new. `record` is None for a creation
    that has not happened; of a link, all but the fields is said of the record it stands in. `partner` is the record of
    the other end that the values came from."""

    place: Place
    record: str | None
    number: str
    name: str
    op: str
    partner: str = ""
    fields: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the hub knows of records of one stream, by id; partners only where the source drives."""

    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)


def changes_of(connection: Connection, run: Run) -> list[Row[Any]]:
    """The first changes; where both ends were written to, the first of each."""
    if run.back is None:
        return history.of_run(connection, run.id, SHOWN_CHANGES)
    places = [way.target.place for way in run.ways]
    return [row for place in places for row in history.of_run(connection, run.id, SHOWN_CHANGES // 2, place)]


def planned_by(connection: Connection, run: Run) -> list[Row[Any]]:
    """The first actions of the plan that were not carried out, of each part; both ways share one integration."""
    if run.back is not None:
        name, half = run.integration.integration, SHOWN_CHANGES // 2
        places = [way.target.place for way in run.ways]
        return [row for place in places for row in plans.planned(connection, run.id, name, half, place=place)]
    names = [part.integration.integration for part in run.whole]
    return [row for name in names for row in plans.planned(connection, run.id, name, SHOWN_CHANGES)]


def holder_of(run: Run, row: Row[Any], id_: str) -> tuple[Place, str]:
    """The record that a change or action is shown with: itself, or the one it stands in."""
    place = (row.connection, row.stream)
    if place in [way.driver.place for way in run.ways]:
        return place, id_
    return run.driver.place, parent_of(id_)


def owner_of(action: Row[Any]) -> str:
    """The record a planned link stands in; empty for anything else."""
    return str(action.source.get("owner") or "")


def done_of(run: Run, rows: list[Row[Any]], known: dict[Place, Known]) -> list[Changed]:
    """The changes that were made, by record."""
    changes: dict[tuple[Place, str], Changed] = {}
    for row in rows:
        place, holder = holder_of(run, row, row.external_id)
        about = known[place]
        told = about.numbers.get(holder, ""), about.names.get(holder, "")
        new = Changed(place, row.external_id, *told, row.op, about.partners.get(holder, ""))
        changed = changes.setdefault((place, row.external_id), new)
        changed.fields.append({"field": row.field, "old": row.old, "new": row.new})
    return list(changes.values())


def planned_of(run: Run, action: Row[Any], known: dict[Place, Known]) -> Changed:
    """What an action would change."""
    owner = owner_of(action)
    place, _ = holder_of(run, action, owner)
    if owner:
        about = known[place]
        told = about.numbers.get(owner, ""), about.names.get(owner, "")
        return Changed(place, owner, *told, action.op, "", action.changes)
    name = action.target.get("name") or action.source.get("name") or ""
    number = known[place].numbers.get(action.target_id or "", "") if run.two_way else action.reference or ""
    return Changed(place, action.target_id, number, name, action.op, action.source_id or "", action.changes)


def first_of(run: Run, changes: list[Changed]) -> list[Changed]:
    """As many records as fit the number of changes shown, as many for each way; none of them is cut."""
    shown: list[Changed] = []
    rows: Counter[Place] = Counter()
    for one in changes:
        if rows[one.place] < SHOWN_CHANGES // len(run.ways):
            shown.append(one)
            rows[one.place] += len(one.fields)
    return shown


def count_planned(run: Run, connection: Connection) -> int:
    """How many actions of the plan were not carried out."""
    table = schema.action.c
    where = [table.run_id == run.id, table.state == "planned"]
    return connection.execute(select(func.count()).where(*where)).scalar_one()


def count_changed(connection: Connection, run_id: str) -> int:
    """How many records a run has changed."""
    table = schema.history.c
    where = table.run_id == run_id
    return connection.execute(select(func.count(table.external_id.distinct())).where(where)).scalar_one()
