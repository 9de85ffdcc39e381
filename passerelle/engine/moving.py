"""Moving: what happens to an affaire moves its opportunity, to the step that the table has for its pipeline.

Without a row for the pipeline nothing moves, and that is counted. An affaire that has no opportunity becomes one at its
first quote or order, and waits until then.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

from passerelle.engine.batch import Batch, contents
from passerelle.engine.run import Run
from passerelle.engine.standing import base_of
from passerelle.hub import records
from passerelle.hub.records import Content
from passerelle.mapping.integration import Trigger

Action = dict[str, Any]
Event = Literal["quote", "order", "close"]
COUNTED: dict[str, Event] = {"quotes": "quote", "orders": "order"}
ORDER: tuple[Event, ...] = ("quote", "order", "close")
TOLD: dict[Event, str] = {"quote": "a quote", "order": "an order", "close": "the closing of an affaire"}
CLOSED = "closed"


def note_moves(run: Run, batch: Batch) -> Batch:
    """Note in the batch where its rows' opportunities shall stand; rows that wait for a quote or order end here."""
    if not run.integration.triggers or not run.way_back:
        return batch
    with run.hub.read() as connection:
        before = records.snapshots(connection, run.stream_of(run.source), batch.open)
    today, held = contents(batch.source.loc[batch.open]), contents(batch.target.loc[batch.open])
    opportunities = batch.partners("target_id", batch.open)
    events = {id_: _events(today[id_], before.get(id_, today[id_])) for id_ in opportunities}
    for id_, row in today.items():
        if id_ not in opportunities:
            _begin(run, batch, id_, row)
    for id_, happened in _furthest(events, opportunities).items():
        batch.moves[id_] = _moved(run, id_, happened, held[id_].get("pipeline"))
    batch.moves = {id_: wanted for id_, wanted in batch.moves.items() if wanted}
    return batch


def _events(row: Content, before: Content) -> list[Event]:
    """What has happened to an affaire since it was last seen, in the order in which it happens to affaires."""
    more = [event for name, event in COUNTED.items() if name in before and _number(row, name) > _number(before, name)]
    closed = row.get("progress") == CLOSED != before.get("progress", CLOSED)
    closing: list[Event] = ["close"] if closed else []
    return [*more, *closing]


def _furthest(events: dict[str, list[Event]], opportunities: dict[str, str]) -> dict[str, list[Event]]:
    """What has happened to all the affaires of each opportunity, by the affaire that has come furthest: that one moves
    the opportunity, which stands at one step only."""
    first: dict[str, str] = {}
    met: dict[str, set[Event]] = defaultdict(set)
    for id_ in sorted(events, key=lambda id_: max(map(ORDER.index, events[id_]), default=-1), reverse=True):
        base = base_of(opportunities[id_])
        first.setdefault(base, id_)
        met[base] |= set(events[id_])
    return {id_: [event for event in ORDER if event in met[base]] for base, id_ in first.items()}


def one_each(run: Run, batch: Batch, actions: list[Action]) -> list[Action]:
    """Of several affaires that would write to one opportunity one does, before others the one that moves it; the rest
    is looked at again, with what came of that."""
    if not run.integration.triggers or not run.way_back:
        return actions
    first: dict[str, Action] = {}
    for action in sorted(actions, key=lambda action: action["driver_id"] not in batch.moves):
        first.setdefault(base_of(action["target_id"]), action)
    chosen = [action for action in actions if action is first[base_of(action["target_id"])]]
    later = {action["driver_id"] for action in actions} - {action["driver_id"] for action in chosen}
    batch.settle(later, "skipped", "another affaire of its opportunity is carried first; the next run looks again")
    run.moved |= {action["target_id"] for action in chosen}
    return chosen


def _begin(run: Run, batch: Batch, id_: str, row: Content) -> None:
    """An affaire without an opportunity: at its first quote or order it gets one, at the step the table says."""
    had = [event for name, event in COUNTED.items() if _number(row, name)]
    if not had:
        batch.settle([id_], "skipped", "waits for its first quote or order")
        return
    rows = _rows(run, had[-1])
    # An affaire may say its pipeline itself; otherwise the table's first row counts.
    first = next((one for one in rows if one.pipeline == row.get("pipeline")), rows[0] if rows else None)
    if first is None:
        missing = f"no step is configured for {TOLD[had[-1]]}"
        run.notes[f"Affaires become no opportunities: {missing}"] += 1
        batch.settle([id_], "skipped", f"becomes no opportunity: {missing}")
        return
    closing: list[Event] = ["close"] if row.get("progress") == CLOSED else []
    begun = {"pipeline": first.pipeline, "step": first.step}
    batch.moves[id_] = begun | _moved(run, id_, closing, first.pipeline)


def _moved(run: Run, id_: str, events: list[Event], pipeline: str | None) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for event in events:
        row = next((one for one in _rows(run, event) if one.pipeline == pipeline), None)
        if row is None:
            missing = f"no step is configured for pipeline {pipeline}"
            run.notes[f"Opportunities stay where they are after {TOLD[event]}: {missing}"] += 1
            run.problem(id_, f"its opportunity stays where it is after {TOLD[event]}: {missing}")
        else:
            wanted |= {"step": row.step} | ({"outcome": row.outcome} if row.outcome else {})
    return wanted


def _rows(run: Run, event: Event) -> list[Trigger]:
    return run.integration.triggers.get(event, [])


def _number(row: Content, name: str) -> int:
    return int(row.get(name) or 0)
