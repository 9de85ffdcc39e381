"""Newcomers: an integration of forms that make something new leaves alone what stands in the target already."""

from __future__ import annotations

from passerelle.engine.batch import Batch
from passerelle.engine.run import Run
from passerelle.hub import bindings, outbox


def leave_existing(run: Run, batch: Batch) -> None:
    """Skip open rows whose record stands in the target, and say where. What an earlier call has made whose answer was
    unclear, or still is, is no stranger."""
    if not run.integration.only_new:
        return
    paired = batch.partners("target_id", batch.open)
    references = {id_: str(batch.rows.at[id_, "key"]) for id_ in paired}
    with run.hub.read() as connection:
        recovered = bindings.bound(connection, run.source.place, paired, since=run.started_at)
        unclear = outbox.open_references(connection, *run.target.place, list(references.values()))
    for id_, target in paired.items():
        if id_ not in recovered and references[id_] not in unclear:
            reason = f"is in {run.target.profile.title} already: {_page(run, target)}; nothing was changed"
            batch.settle([id_], "skipped", reason)
            run.problem(id_, reason)


def _page(run: Run, target: str) -> str:
    side = run.target
    return side.system.page_of(side.end.stream, target) or f"{side.end.stream} {target}"
