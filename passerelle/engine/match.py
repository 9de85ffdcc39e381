"""Match: what the source said of each number asked for, and what becomes of numbers the target doesn't have."""

from __future__ import annotations

from passerelle.engine.batch import Batch
from passerelle.engine.run import Run
from passerelle.engine.waiting import hold_incomplete
from passerelle.hub.quarantines import Held


def pair(run: Run, batch: Batch) -> Batch:
    """Settle every open row that has no partner; what stays open is a pair, or a record to create.

    Where the target drives, pairs come from one number asked of the source, so a row can have one partner at most; an
    answer about another number than the one asked is never taken for a match. Where the source drives, partners were
    found before (`partners.py`).
    """
    if run.driver is run.target:
        _hold_unanswered(run, batch)
        _hold_other_numbers(run, batch)
    hold_incomplete(run, batch)
    _leave_missing(run, batch)
    return batch


def _hold_unanswered(run: Run, batch: Batch) -> None:
    rows = batch.rows.loc[batch.open]
    rows = rows[rows["source_id"].isna()]
    source, field = run.source.profile.title, run.integration.key
    label = field.replace("_", " ")
    for external_id, row in rows.iterrows():
        unknown = f"{source} does not know {label} {row['key']}; check the number in {run.driver.profile.title}"
        wrong = f"{row['key']} is not a valid {label}; correct it in {run.driver.profile.title}"
        rule, reason = (f"known_{field}", unknown) if row["asked"] else (f"valid_{field}", wrong)
        batch.hold([Held(str(external_id), rule, field, reason, row["key"])])


def _hold_other_numbers(run: Run, batch: Batch) -> None:
    field = run.integration.key
    answered = batch.source.loc[batch.open, field]
    asked = batch.rows.loc[batch.open, "key"]
    for external_id in batch.open[(answered != asked).to_numpy()]:
        reason = f"{run.source.profile.title} answered with {answered[external_id]} when asked for {asked[external_id]}"
        batch.hold([Held(str(external_id), f"same_{field}", field, reason, asked[external_id])])


def _leave_missing(run: Run, batch: Batch) -> None:
    """Records the target doesn't have are created only where the run was asked to, and the integration ever does."""
    rows = batch.rows.loc[batch.open]
    absent = rows.index[rows["target_id"].isna()]
    if run.integration.create.never:
        batch.settle(absent, "skipped", f"not in {run.target.profile.title}, where this integration creates nothing")
        return
    if run.options.create_missing:
        return
    for external_id in absent:
        run.problem(
            str(rows.at[external_id, "key"]), f"is not in {run.target.profile.title}; create_missing would add it"
        )
    batch.settle(absent, "skipped", f"not in {run.target.profile.title}, and this run creates nothing")
