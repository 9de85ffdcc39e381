"""Settled rows: what is stored of a batch before anything is applied. Rows another run has touched are left."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from passerelle.engine.batch import Batch, contents
from passerelle.engine.run import Run, Side, now
from passerelle.hub import bindings, quarantines, records
from passerelle.hub.records import State


def store_settled(run: Run, batch: Batch) -> None:
    """Store states, snapshots, bindings and quarantine of rows that need no action. A dry run stores none of it."""
    for held in batch.held:
        run.problem(held.external_id, held.reason)
    settled = _settled(batch)
    new = {id_: state for id_, state in settled.items() if _differs(batch, id_, state)}
    if run.options.dry_run or not (new or batch.held):
        return
    with run.hub.write(run.integration.integration) as connection:
        current = records.states(connection, run.driven, new)
        new = {id_: state for id_, state in new.items() if _version(current, id_) == state.version}
        records.save_states(connection, run.driven, new, run.id, now())
        good = [id_ for id_ in new if id_ in batch.final]
        sources, targets = batch.partners("source_id", good), batch.partners("target_id", good)
        _save_side(run, connection, run.source, sources, batch.source)
        _save_side(run, connection, run.target, targets, batch.target)
        pairs = [(sources[id_], targets[id_]) for id_ in good]
        kind = run.target.stream.kind
        bindings.bind(connection, kind, run.source.place, run.target.place, pairs, run.id, now())
        quarantines.hold(connection, run.driven, batch.held, run.id, now())
        passed = [id_ for id_ in new if settled[id_].outcome != "quarantined"]
        quarantines.release(connection, run.driven, passed, run.id, now())


def _save_side(run: Run, connection: Connection, side: Side, ids: dict[str, str], frame: pd.DataFrame) -> None:
    """Remember what one side holds, under its own ids (`ids`: driver id to its own)."""
    named = {ids[id_]: content for id_, content in contents(frame.loc[list(ids)]).items()}
    records.save_snapshots(connection, run.stream_of(side), named, run.id, now())


def _settled(batch: Batch) -> dict[str, State]:
    rows = batch.rows[batch.rows["outcome"] != "planned"]
    return {
        str(id_): State(
            batch.fingerprints[str(id_)],
            row["outcome"],
            str(id_) in batch.final,
            row["reason"] or "",
            _version(batch.states, str(id_)),
        )
        for id_, row in rows.iterrows()
    }


def _version(states: dict[str, State], external_id: str) -> int:
    state = states.get(external_id)
    return state.version if state else 0


def _differs(batch: Batch, external_id: str, state: State) -> bool:
    """Whether a state says anything new: a quiet night stores nothing."""
    return batch.states.get(external_id) != state
