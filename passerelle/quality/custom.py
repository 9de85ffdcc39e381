"""The checks of `passerelle.quality.checks` as Great Expectations expectations; importing this module registers them.

Each check becomes one metric and one expectation. Distinct values are asked about once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation, ColumnPairMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    ColumnPairMapMetricProvider,
    column_condition_partial,
    column_pair_condition_partial,
)

from passerelle.quality.checks import COLUMN_CHECKS, PAIR_CHECKS, ColumnCheck


def _options(check: ColumnCheck) -> dict[str, str]:
    """The arguments a suite may give the check, with their types as the signature writes them."""
    parameters = inspect.signature(check).parameters.values()
    return {p.name: str(p.annotation) for p in parameters if p.kind is p.KEYWORD_ONLY}


def _each_distinct(check: ColumnCheck, options: Mapping[str, str]) -> Callable[..., pd.Series]:
    def condition(_cls: type, column: pd.Series, **kwargs: Any) -> pd.Series:
        arguments = {name: kwargs[name] for name in options}
        answers = {value: check(value, **arguments) for value in column.unique()}
        return column.map(answers).astype(bool)

    return condition


def _each_distinct_pair(check: ColumnCheck) -> Callable[..., pd.Series]:
    def condition(_cls: type, column_a: pd.Series, column_b: pd.Series, **_kwargs: Any) -> pd.Series:
        pairs = list(zip(column_a, column_b, strict=True))
        answers = {pair: check(*pair) for pair in set(pairs)}
        return pd.Series([answers[pair] for pair in pairs], index=column_a.index, dtype=bool)

    return condition


def _register_column_check(expectation: str, check: ColumnCheck) -> None:
    name, options = _class_name(expectation), _options(check)
    metric = f"column_values.{check.__name__}"
    condition = column_condition_partial(engine=PandasExecutionEngine)(_each_distinct(check, options))
    provider = {"condition_metric_name": metric, "condition_value_keys": tuple(options), "_pandas": condition}
    type(f"{name}Metric", (ColumnMapMetricProvider,), provider)
    body = {"map_metric": metric, "success_keys": (*options, "mostly"), "__annotations__": options}
    type(name, (ColumnMapExpectation,), {**_described(check), **body})


def _register_pair_check(expectation: str, check: ColumnCheck) -> None:
    name, metric = _class_name(expectation), f"column_pair_values.{check.__name__}"
    condition = column_pair_condition_partial(engine=PandasExecutionEngine)(_each_distinct_pair(check))
    type(f"{name}Metric", (ColumnPairMapMetricProvider,), {"condition_metric_name": metric, "_pandas": condition})
    body = {
        "map_metric": metric,
        "success_keys": ("column_A", "column_B", "ignore_row_if", "mostly"),
        "ignore_row_if": "either_value_is_missing",
        "__annotations__": {"ignore_row_if": "str"},
    }
    type(name, (ColumnPairMapExpectation,), {**_described(check), **body})


def _described(check: ColumnCheck) -> dict[str, str | None]:
    return {"__doc__": check.__doc__, "__module__": __name__}


def _class_name(expectation: str) -> str:
    """Great Expectations derives the type from the class: `ExpectColumnValues…` is `expect_column_values_…`."""
    return "".join(word.title() for word in expectation.split("_"))


for _expectation, _check in COLUMN_CHECKS.items():
    _register_column_check(_expectation, _check)
for _expectation, _check in PAIR_CHECKS.items():
    _register_pair_check(_expectation, _check)
