"""Newcomers: an integration of forms that make something new leaves alone what stands in the target already."""

from __future__ import annotations

from passerelle.engine.batch import Batch
from passerelle.engine.run import Run
from passerelle.hub import bindings


def leave_existing(run: Run, batch: Batch) -> None:
    """Skip open rows whose record stands in the target, and say where. One that this run has found to be what an
    earlier call without a clear answer had made is no stranger."""
    if not run.integration.only_new:
        return
    paired = batch.partners("target_id", batch.open)
    with run.hub.read() as connection:
        recovered = bindings.bound(connection, run.source.place, paired, since=run.started_at)
    for id_, target in paired.items():
        if id_ not in recovered:
            reason = f"is in {run.target.profile.title} already: {_page(run, target)}; nothing was changed"
            batch.settle([id_], "skipped", reason)
            run.problem(id_, reason)


def _page(run: Run, target: str) -> str:
    side = run.target
    return side.system.page_of(side.end.stream, target) or f"{side.end.stream} {target}"
