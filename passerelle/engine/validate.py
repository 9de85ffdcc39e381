"""Validate: hold both sides' records against their suites; critical failures quarantine, warnings are counted."""

from __future__ import annotations

import pandas as pd

from passerelle.engine.batch import Batch
from passerelle.engine.run import RuleCount, Run, Side
from passerelle.hub.quarantines import Held
from passerelle.quality.validate import Failure, Verdict, validate


def judge(run: Run, batch: Batch) -> Batch:
    """Judge every open row by both suites, each side by its own."""
    _judge_side(run, batch, run.target, batch.target, "target_id")
    _judge_side(run, batch, run.source, batch.source, "source_id")
    return batch


def _judge_side(run: Run, batch: Batch, side: Side, frame: pd.DataFrame, present: str) -> None:
    rows = batch.open[batch.rows.loc[batch.open, present].notna()]
    verdict = validate(frame.loc[rows], side.suite)
    _count(run, side, verdict)
    batch.hold(_held(side, failure) for failure in verdict.critical)


def _held(side: Side, failure: Failure) -> Held:
    rule = f"{side.suite.name}: {failure.rule}"
    return Held(failure.external_id, rule, failure.column, f"{side.profile.title}: {failure.why}", failure.value)


def _count(run: Run, side: Side, verdict: Verdict) -> None:
    for rule in verdict.rules:
        first = RuleCount(side.suite.name, rule.title, rule.severity, rule.column)
        count = run.rules.setdefault((side.suite.name, rule.title), first)
        count.checked += rule.checked
        count.failed += rule.failed
