"""Settled rows: what is stored of a batch before anything is applied. Rows another run has touched are left."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from passerelle.engine.batch import Batch, contents
from passerelle.engine.held import differences, keeping
from passerelle.engine.run import Run, Side, now
from passerelle.hub import bindings, quarantines, records, reviews
from passerelle.hub.records import Content, State


def store_settled(run: Run, batch: Batch) -> None:
    """Store states, snapshots, bindings and quarantine of rows that need no action. A dry run stores none of it."""
    for held in batch.held:
        run.problem(held.external_id, held.reason)
    settled = _settled(batch)
    new = {id_: state for id_, state in settled.items() if _differs(batch, id_, state)}
    if run.options.dry_run or not (new or batch.held or batch.conflicts):
        return
    with run.hub.write(run.integration.integration) as connection:
        looked_at = {*new, *batch.conflicts, *(one.external_id for one in batch.held)}
        current = records.states(connection, run.driven, looked_at)
        mine = {id_ for id_ in looked_at if _version(current, id_) == _version(batch.states, id_)}
        new = {id_: state for id_, state in new.items() if _version(current, id_) == state.version}
        _hold_for_review(run, connection, batch, current)
        records.save_states(connection, run.driven, new, run.id, now())
        good = [id_ for id_ in new if id_ in batch.final or id_ in batch.conflicts or id_ in batch.left]
        sources, targets = batch.partners("source_id", good), batch.partners("target_id", good)
        _save_side(run, connection, run.source, sources, _remembered(batch, batch.source, good, 0))
        _save_side(run, connection, run.target, targets, _remembered(batch, batch.target, good, 1))
        pairs = [(sources[id_], targets[id_]) for id_ in good]
        if run.integration.known_by_key:
            numbers = {sources[id_]: str(batch.rows.at[id_, "key"]) for id_ in good}
            records.save_identifiers(connection, *run.source.place, run.integration.key, numbers, now())
        kind = run.target.stream.kind
        bindings.bind(connection, kind, run.source.place, run.target.place, pairs, run.id, now())
        broken = [one for one in batch.held if one.external_id in mine]
        quarantines.hold(connection, run.driven, broken, run.id, now())
        # Rules held before and not broken this time are let go, also of a record that another rule still holds.
        quarantines.release(connection, run.driven, mine, run.id, now())
        passed = [id_ for id_ in new if settled[id_].outcome != "quarantined"]
        if not run.options.take_groups:
            reviews.settle(connection, run.driven, passed, run.id, now())


def _hold_for_review(run: Run, connection: Connection, batch: Batch, current: dict[str, State]) -> None:
    """Hold what a person must decide, unless another run has touched the record since it was read."""
    mine = {id_: held for id_, held in batch.conflicts.items() if _version(current, id_) == _version(batch.states, id_)}
    found = [one for id_, held in mine.items() for one in differences(id_, held)]
    reviews.hold(connection, run.driven, found, run.id, now())


def _remembered(batch: Batch, frame: pd.DataFrame, ids: list[str], side: int) -> dict[str, Content]:
    """What is remembered of one side (0 the source, 1 the target): what it holds, but for fields held for a person."""
    found = contents(frame.loc[ids])
    if side == 0:
        found |= {id_: said for id_, said in batch.said.items() if id_ in found}
    for id_ in [id_ for id_ in ids if id_ in batch.conflicts or id_ in batch.left]:
        held = [change["field"] for change in batch.conflicts.get(id_, ())]
        found[id_] = keeping(found[id_], batch.bases[id_][side], [*held, *batch.left.get(id_, ())])
    return found


def _save_side(
    run: Run, connection: Connection, side: Side, ids: dict[str, str], remembered: dict[str, Content]
) -> None:
    """Remember what one side holds, under its own ids (`ids`: driver id to its own)."""
    named = {ids[id_]: remembered[id_] for id_ in ids}
    records.save_snapshots(connection, run.stream_of(side), named, run.id, now())


def _settled(batch: Batch) -> dict[str, State]:
    rows = batch.rows[batch.rows["outcome"] != "planned"]
    return {
        str(id_): State(
            batch.fingerprints[str(id_)],
            outcome,
            str(id_) in batch.final and str(id_) not in batch.left,
            reason or "",
            _version(batch.states, str(id_)),
        )
        for id_, outcome, reason in zip(rows.index, rows["outcome"], rows["reason"], strict=True)
    }


def _version(states: dict[str, State], external_id: str) -> int:
    state = states.get(external_id)
    return state.version if state else 0


def _differs(batch: Batch, external_id: str, state: State) -> bool:
    """Whether a state says anything new: a quiet night stores nothing."""
    return batch.states.get(external_id) != state
