"""Validate: hold both sides' records against their suites; critical failures quarantine, warnings are counted."""

from __future__ import annotations

import pandas as pd

from passerelle.engine.batch import Batch
from passerelle.engine.noticed import RuleCount
from passerelle.engine.quality import note_flaws, tally_fields
from passerelle.engine.run import Run, Side
from passerelle.hub.quarantines import Held
from passerelle.quality.validate import Failure, Verdict, validate

ENTERED = "As entered"
"""Who says what a person has entered over what the source says."""


def judge(run: Run, batch: Batch) -> Batch:
    """Judge every open row by both suites, each side by its own."""
    tally_fields(run, batch)
    warnings = [
        *_judge_side(run, batch, run.target, batch.target, "target_id"),
        *_judge_side(run, batch, run.source, batch.source, "source_id"),
    ]
    note_flaws(run, batch, warnings)
    return batch


def _judge_side(run: Run, batch: Batch, side: Side, frame: pd.DataFrame, present: str) -> list[tuple[str, str]]:
    """Hold what breaks a critical rule. Returns the warnings: driver id and sentence."""
    rows = batch.open[batch.rows.loc[batch.open, present].notna()]
    verdict = validate(frame.loc[rows], side.suite)
    if side is run.source or not run.both_ways:
        # The other end's records are counted on the way on which they are read.
        _count(run, side, verdict)
    batch.hold(_held(run, side, failure) for failure in verdict.critical)
    if side is run.source:
        batch.doubts += [_held(run, side, failure) for failure in verdict.warnings]
    return [(failure.external_id, _sentence(run, side, failure)) for failure in verdict.warnings]


def _held(run: Run, side: Side, failure: Failure) -> Held:
    rule = f"{side.suite.name}: {failure.rule}"
    return Held(failure.external_id, rule, failure.column, _sentence(run, side, failure), failure.value)


def _sentence(run: Run, side: Side, failure: Failure) -> str:
    """Who says what breaks the rule: the system, or whoever has said something else of the record."""
    told = run.options.overrides.get(failure.external_id, {}) if side is run.source else {}
    entered = not told.keys().isdisjoint(failure.column.split(", "))
    return f"{ENTERED if entered else side.profile.title}: {failure.why}"


def _count(run: Run, side: Side, verdict: Verdict) -> None:
    for rule in verdict.rules:
        first = RuleCount(side.suite.name, rule.title, rule.severity, rule.column)
        count = run.rules.setdefault((side.suite.name, rule.title), first)
        count.rows += rule.rows
        count.checked += rule.checked
        count.failed += rule.failed
