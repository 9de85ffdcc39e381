"""Compare: what ended well last time and is the same today, on both sides and under the same rules, is done."""

from __future__ import annotations

from passerelle.engine.batch import Batch, contents, fingerprint
from passerelle.engine.refused import let_rest
from passerelle.engine.run import Run
from passerelle.hub import records


def leave_unchanged(run: Run, batch: Batch) -> Batch:
    """Fingerprint every row and settle those equal to their last final outcome as unchanged.

    `overwrite_local` looks at every row again: a value edited by hand counts as settled otherwise.
    """
    with run.hub.read() as connection:
        batch.states = records.states(connection, run.driven, batch.rows.index)
    source, target = contents(batch.source), contents(batch.target)
    batch.fingerprints = {id_: fingerprint(source[id_], target[id_], run.version) for id_ in batch.rows.index}
    if not run.options.overwrite_local:
        batch.settle([id_ for id_ in batch.open if _same(batch, id_)], "unchanged")
        batch.final = set(batch.rows.index[batch.rows["outcome"] == "unchanged"])
        let_rest(run, batch)
    return batch


def _same(batch: Batch, external_id: str) -> bool:
    state = batch.states.get(external_id)
    return state is not None and state.final and state.fingerprint == batch.fingerprints[external_id]
