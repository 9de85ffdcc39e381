"""Great Expectations kept in one place: imported late, told nothing goes out, one context for the process."""

from __future__ import annotations

import os
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import Any

import orjson
import pandas as pd

from passerelle.errors import PasserelleError
from passerelle.mapping.problems import Problem, refuse
from passerelle.quality.suites import Rule, Suite

_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}

_EXCEPTION = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception))\b", re.MULTILINE)
"""The first exception of a traceback: the cause of those that follow."""

_one_at_a_time = threading.RLock()
"""Great Expectations keeps the current context in a global; flows run in threads of one process."""


REMEMBERED = 64
"""Answers kept: asking takes tens of milliseconds even for a few rows, and both ways of a run, and every refresh of a
record that is held back, ask about the same ones."""


@dataclass(frozen=True)
class Answer:
    """What was found of one rule: the positions of the rows that break it, and how many rows were judged; only
    expectations that look past missing values leave some out."""

    failing: tuple[int, ...]
    checked: int


_answers: OrderedDict[bytes, list[Answer]] = OrderedDict()


def run_suite(rows: pd.DataFrame, suite: Suite) -> list[Answer]:
    """What Great Expectations found, per rule of the suite in its order; row ids are positions in `rows`.

    `rows` is numbered from 0. The same rows under the same rules on the same day are judged once. Raises
    ConfigurationError when it refuses a rule, PasserelleError when a rule could not be evaluated.
    """
    with _one_at_a_time:
        asked = _digest(rows, suite)
        if asked not in _answers:
            _answers[asked] = _judged(rows, suite)
        _answers.move_to_end(asked)
        if len(_answers) > REMEMBERED:
            _answers.popitem(last=False)
        return _answers[asked]


def _digest(rows: pd.DataFrame, suite: Suite) -> bytes:
    """All that an answer depends on: no expectation looks at anything but its arguments, the cells and the day."""
    rules = [[rule.type, rule.kwargs] for rule in suite.rules]
    kinds = [[str(name), str(kind)] for name, kind in rows.dtypes.items()]
    asked = [date.today().isoformat(), rules, kinds, rows.to_numpy(dtype=object).tolist()]
    return blake2b(orjson.dumps(asked, default=repr)).digest()


def _judged(rows: pd.DataFrame, suite: Suite) -> list[Answer]:
    expectations = expectation_suite(suite)
    batch = _batch_definition().get_batch({"dataframe": rows})
    outcome = batch.validate(expectations, result_format=_RESULT_FORMAT)
    found = {result.expectation_config.meta["rule"]: result for result in outcome.results}
    return [_evaluated(suite, rule, found[place]) for place, rule in enumerate(suite.rules)]


def refused_rules(suite: Suite) -> list[Problem]:
    """The rules whose arguments Great Expectations refuses, with its reason."""
    with _one_at_a_time:
        return _built(suite)[1]


@cache
def _batch_definition() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    import passerelle.quality.custom  # noqa: F401  (registers our expectations)

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("records").add_dataframe_asset("batch")
    return asset.add_batch_definition_whole_dataframe("whole")


def expectation_suite(suite: Suite) -> Any:
    """A suite as Great Expectations has it, its rules in their order. Raises ConfigurationError when it refuses one."""
    import great_expectations as gx

    expectations, problems = _built(suite)
    refuse(problems)
    return gx.ExpectationSuite(suite.name, expectations)


def _built(suite: Suite) -> tuple[list[Any], list[Problem]]:
    """The rules as expectations that remember their place in the suite, and those that were refused."""
    _batch_definition()
    from great_expectations.compatibility.pydantic import ValidationError
    from great_expectations.expectations.registry import get_expectation_impl

    expectations, problems = [], []
    for place, rule in enumerate(suite.rules):
        kind, told = get_expectation_impl(rule.type), {"description": rule.why, "meta": {"rule": place}}
        try:
            expectations.append(kind(**rule.kwargs, severity=rule.severity, **told))
        except ValidationError as refused:
            reasons = "; ".join(f"{error['loc'][0]}: {error['msg']}" for error in refused.errors())
            key = f"expectations.{place}.kwargs"
            problems.append(Problem(suite.file, rule.line, key, f"{rule.type} refuses its arguments: {reasons}"))
    return expectations, problems


def _evaluated(suite: Suite, rule: Rule, result: Any) -> Answer:
    kinds = _exception_kinds(result.exception_info)
    answer: dict[str, Any] = dict(result.result or {})
    if kinds or "unexpected_index_list" not in answer:
        raise PasserelleError(
            f"Suite {suite.name}, rule '{rule.title}' could not be evaluated on {' and '.join(rule.columns)}"
            f" ({', '.join(kinds) or 'it names no records'}): nothing was judged; see {suite.file}, line {rule.line}."
        )
    return Answer(
        tuple(answer["unexpected_index_list"]), int(answer["element_count"]) - int(answer.get("missing_count", 0))
    )


def _exception_kinds(info: dict[str, Any]) -> list[str]:
    """The names of the exceptions raised, never their text: it may hold a record's values."""
    entries = [info] if "raised_exception" in info else list(info.values())
    raised = [entry["exception_traceback"] for entry in entries if entry["raised_exception"]]
    found = (_EXCEPTION.search(traceback) for traceback in raised)
    return sorted({match[1] if match else "Exception" for match in found})
