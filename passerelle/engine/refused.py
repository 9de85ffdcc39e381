"""Refused: what the target has refused, and what has not changed since, rests instead of being sent again every run.

A refusal may hang on another record that is corrected in the same night, so a pass sends it once more. After that it
rests until something of the record changes at either end or in the mappings, somebody names it, or a week is over: what
it hung on in the target may be another by then.
"""

from __future__ import annotations

from datetime import timedelta

from passerelle.engine.batch import Batch
from passerelle.engine.run import Run, now
from passerelle.hub import quarantines
from passerelle.hub.quarantines import Held

REST = timedelta(days=7)


def rule_of(account: str) -> str:
    """The rule that a target accepts a record."""
    return f"accepted_by_{account}"


def let_rest(run: Run, batch: Batch) -> None:
    """Hold open rows again that the target has refused and that are as they were then."""
    if run.options.force or (run.options.keys and not run.options.patient):
        return
    states, prints = batch.states, batch.fingerprints
    same = [id_ for id_ in batch.open if id_ in states and states[id_].fingerprint == prints[id_]]
    held = [id_ for id_ in same if states[id_].outcome == "quarantined"]
    rule, times = rule_of(run.target.end.account), 1 if run.options.patient else 2
    with run.hub.read() as connection:
        refused = quarantines.refused(connection, run.driven, rule, held, now() - REST, times)
    batch.hold(Held(id_, rule, "", reason) for id_, reason in refused.items())
    batch.settle_each({id_: states[id_].reason for id_ in refused}, "quarantined")
    # They count as held, and are no bad data that a guard has to stop.
    run.tally["waiting"] += len(refused)
    if refused:
        told = "what it has refused and what is unchanged was not sent again; name a record to have it sent"
        run.notes[f"{run.target.profile.title}: {told}"] += len(refused)
