"""A frame of canonical records held against a suite: which records break which rule."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from passerelle.errors import PasserelleError
from passerelle.quality.suites import Rule, Severity, Suite


@dataclass(frozen=True)
class Failure:
    """One record that breaks one rule. `value` is for the steward's own report and stays out of logs."""

    external_id: str
    rule: str
    column: str
    why: str
    severity: Severity
    value: str | None = field(repr=False)


@dataclass(frozen=True)
class RuleTally:
    """How one rule fared on `rows` records; `checked` counts those that had a value to judge."""

    title: str
    column: str
    severity: Severity
    rows: int
    checked: int
    failed: int


@dataclass(frozen=True)
class Verdict:
    """What a suite says of a frame: `critical` failures hold their record back, `warnings` are counted."""

    critical: tuple[Failure, ...]
    warnings: tuple[Failure, ...]
    rules: tuple[RuleTally, ...]


def validate(frame: pd.DataFrame, suite: Suite) -> Verdict:
    """Hold a frame of canonical records, indexed by external id, against a suite.

    A rule that looks at several columns names them all, `enterprise_number, vat_number`, and gives their values in
    that order, separated by ` / `. Safe to call from several threads. Raises PasserelleError when a column is
    missing or a rule could not be evaluated, ConfigurationError when Great Expectations refuses a rule.
    """
    _require_columns(frame, suite)
    if frame.empty:
        return Verdict((), (), tuple(_tally(rule, 0, 0, 0) for rule in suite.rules))
    # Imports Great Expectations, which takes seconds: only when there is something to judge.
    from passerelle.quality.engine import run_suite

    columns = list(dict.fromkeys(column for rule in suite.rules for column in rule.columns))
    rows = frame[columns].reset_index(drop=True)
    failures: list[Failure] = []
    tallies: list[RuleTally] = []
    for rule, answer in zip(suite.rules, run_suite(rows, suite), strict=True):
        tallies.append(_tally(rule, len(frame), answer.checked, len(answer.failing)))
        failures.extend(_failures(rule, frame, list(answer.failing)))
    critical = tuple(failure for failure in failures if failure.severity == "critical")
    warnings = tuple(failure for failure in failures if failure.severity == "warning")
    return Verdict(critical, warnings, tuple(tallies))


def _require_columns(frame: pd.DataFrame, suite: Suite) -> None:
    for rule in suite.rules:
        for column in rule.columns:
            if column not in frame.columns:
                raise PasserelleError(
                    f"Suite {suite.name}, rule '{rule.title}': the records have no column '{column}'; "
                    f"map the field or remove the rule in {suite.file}, line {rule.line}."
                )


def _tally(rule: Rule, rows: int, checked: int, failed: int) -> RuleTally:
    return RuleTally(rule.title, ", ".join(rule.columns), rule.severity, rows, checked, failed)


def _failures(rule: Rule, frame: pd.DataFrame, places: list[int]) -> list[Failure]:
    ids = frame.index[places]
    texts = zip(*(_texts(frame[column].iloc[places]) for column in rule.columns), strict=True)
    column = ", ".join(rule.columns)
    return [
        Failure(str(external_id), rule.title, column, rule.why, rule.severity, " / ".join(parts) or None)
        for external_id, parts in zip(ids, texts, strict=True)
    ]


def _texts(values: pd.Series) -> list[str]:
    return ["" if missing else str(value) for value, missing in zip(values, values.isna(), strict=True)]
