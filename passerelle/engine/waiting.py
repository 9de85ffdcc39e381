"""Waiting: records that lack what the other system asks of every record. They are not sent before somebody fills it in.

Nothing is made up for them, and nothing is wrong with them: they are listed with what is missing and where to add it,
and leave by themselves once it is there.
"""

from __future__ import annotations

import pandas as pd

from passerelle.engine.batch import Batch
from passerelle.engine.run import Run
from passerelle.hub.quarantines import Held

REQUIRED = "required"
"""The rule that everything the other system asks for is there."""


def hold_incomplete(run: Run, batch: Batch) -> None:
    """Hold open rows whose driving record lacks a field of `requires`."""
    if not run.integration.requires:
        return
    frame = batch.source if run.driver is run.source else batch.target
    # A field that the system turns out to lack is missing in all of its records.
    missing = frame.reindex(index=_due(run, batch), columns=run.integration.requires).isna()
    lacking = missing[missing.any(axis=1)]
    held = [_held(run, str(id_), [name for name in missing.columns if row[name]]) for id_, row in lacking.iterrows()]
    run.tally["waiting"] += len(held)
    batch.hold(held)


def _due(run: Run, batch: Batch) -> pd.Index:
    """Of whom everything is asked: one way, only of who isn't there yet."""
    return batch.open if run.two_way else batch.open[batch.rows.loc[batch.open, "target_id"].isna()]


def _held(run: Run, id_: str, missing: list[str]) -> Held:
    side = run.driver
    other = run.target if side is run.source else run.source
    # One way it is said for the other system, in its words.
    fields = side.stream.fields if run.two_way else other.stream.fields
    labels = ", ".join(fields[name].label if name in fields else name.replace("_", " ") for name in missing)
    page = side.system.page_of(side.end.stream, id_)
    where = f" at {page}" if page else f" in {side.profile.title}"
    reason = f"waits: {other.profile.title} asks for {labels}; once that is filled in{where} it is sent"
    if not run.two_way:
        reason = f"waits: {other.profile.title} asks for {labels}; say it in the form or with overrides"
    return Held(id_, REQUIRED, missing[0], reason)
