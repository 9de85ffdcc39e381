"""What the hub adds to a run's page: what changed or would change, and names and numbers of records with problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from passerelle.engine.run import Run
from passerelle.hub import bindings, records
from passerelle.hub.bindings import Place
from passerelle.report.changes import (
    Changed,
    Known,
    changes_of,
    count_changed,
    count_planned,
    done_of,
    first_of,
    holder_of,
    owner_of,
    planned_by,
    planned_of,
)
from passerelle.report.mending import FIRST, Mend, ranked, urgency
from passerelle.report.numbers import numbers_of
from passerelle.report.trend import Ended, former_runs

SHOWN_RECORDS = 100


@dataclass(frozen=True)
class HubView:
    """`mend` are the records to look at, most urgent first; `planned` tells that nothing in `changes` was done."""

    mend: list[Mend]
    known: dict[Place, Known]
    changes: list[Changed]
    changed_records: int
    planned: bool
    former: list[Ended]


def empty_view(run: Run) -> HubView:
    """What a run knows by itself."""
    mends = [one for way in run.ways for one in ranked(way, _grouped(run, way), {})]
    known = {way.driver.place: Known() for way in run.ways}
    return HubView(_to_look_at(sorted(mends, key=urgency)), known, [], 0, run.options.dry_run, [])


def view_of(run: Run) -> HubView:
    """Look everything up in one go. Raises HubError."""
    with run.hub.read() as connection:
        mend = _to_look_at(_ranked(run, connection))
        done = changes_of(connection, run)
        planned = [] if done else planned_by(connection, run)
        shown = [(one.place, one.record) for one in mend[:SHOWN_RECORDS]]
        shown += [holder_of(run, row, row.external_id) for row in done]
        shown += [holder_of(run, action, owner_of(action) or action.target_id or "") for action in planned]
        known = {way.driver.place: _known(connection, way, shown) for way in run.ways}
        changes = [planned_of(run, action, known) for action in planned] if planned else done_of(run, done, known)
        count = count_planned(run, connection) if planned else count_changed(connection, run.id)
        former = former_runs(connection, run)
    return HubView(mend, known, first_of(run, changes), count, bool(planned) or run.options.dry_run, former)


def _ranked(run: Run, connection: Connection) -> list[Mend]:
    found = []
    for way in run.ways:
        problems = _grouped(run, way)
        found += ranked(way, problems, _outcomes(way, connection, problems))
    return sorted(found, key=urgency)


def _known(connection: Connection, way: Run, shown: list[tuple[Place, str]]) -> Known:
    ids = list(dict.fromkeys(id_ for place, id_ in shown if place == way.driver.place and id_))
    by_source = way.driver is way.source
    partners = bindings.partners(connection, way.driver.place, ids, way.target.place) if by_source else {}
    numbers = numbers_of(connection, way.driven, way.integration.key, ids)
    return Known(_names(way, connection, ids), numbers, partners)


def _to_look_at(mends: list[Mend]) -> list[Mend]:
    """Every record that waits for somebody; of those with warnings alone, as many as fill the first ten."""
    waiting = [one for one in mends if one.why != "warning"]
    return [*waiting, *mends[len(waiting) : max(len(waiting), FIRST)]]


def _grouped(run: Run, way: Run) -> dict[str, list[str]]:
    """The problems by record of one way: those of links and persons are the way's there."""
    others = [other.direction for other in run.ways if other is not way]
    grouped: dict[str, list[str]] = {}
    for problem in run.problems:
        if problem.stream in others:
            continue
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
