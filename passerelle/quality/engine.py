"""Great Expectations kept in one place: imported late, told nothing goes out, one context for the process."""

from __future__ import annotations

import os
import re
import threading
from functools import cache
from typing import Any

import pandas as pd

from passerelle.errors import PasserelleError
from passerelle.mapping.problems import Problem, refuse
from passerelle.quality.suites import Rule, Suite

_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}

_EXCEPTION = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception))\b", re.MULTILINE)
"""The first exception of a traceback: the cause of those that follow."""

_one_at_a_time = threading.RLock()
"""Great Expectations keeps the current context in a global; flows run in threads of one process."""


def run_suite(rows: pd.DataFrame, suite: Suite) -> list[dict[str, Any]]:
    """What Great Expectations found, per rule of the suite in its order; row ids are positions in `rows`.

    `rows` is numbered from 0. Raises ConfigurationError when it refuses a rule, PasserelleError when a rule could not
    be evaluated.
    """
    with _one_at_a_time:
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


def _evaluated(suite: Suite, rule: Rule, result: Any) -> dict[str, Any]:
    kinds = _exception_kinds(result.exception_info)
    answer: dict[str, Any] = dict(result.result or {})
    if kinds or "unexpected_index_list" not in answer:
        raise PasserelleError(
            f"Suite {suite.name}, rule '{rule.title}' could not be evaluated on {' and '.join(rule.columns)}"
            f" ({', '.join(kinds) or 'it names no records'}): nothing was judged; see {suite.file}, line {rule.line}."
        )
    return answer


def _exception_kinds(info: dict[str, Any]) -> list[str]:
    """The names of the exceptions raised, never their text: it may hold a record's values."""
    entries = [info] if "raised_exception" in info else list(info.values())
    raised = [entry["exception_traceback"] for entry in entries if entry["raised_exception"]]
    found = (_EXCEPTION.search(traceback) for traceback in raised)
    return sorted({match[1] if match else "Exception" for match in found})
