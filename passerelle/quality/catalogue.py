"""Which expectations a suite may use, and which arguments each takes, known without importing Great Expectations.

Its own expectations are described by the JSON schemas that lie beside its code; importing it takes seconds.
"""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from passerelle.quality.checks import COLUMN_CHECKS, PAIR_CHECKS

COLUMN_ARGUMENTS = ("column", "column_A", "column_B")
"""Arguments that name a column, in the order in which a rule names its columns."""

_NOT_FOR_SUITES = {
    *("id", "meta", "notes", "result_format", "description", "catch_exceptions", "rendered_content", "severity"),
    *("windows", "batch_id", "mostly", "row_condition", "condition_parser", "metadata"),
}


@dataclass(frozen=True)
class Arguments:
    """The arguments an expectation takes."""

    allowed: tuple[str, ...]
    required: frozenset[str]


@cache
def catalogue() -> dict[str, Arguments]:
    """Every expectation that answers row by row for one column or a pair, by its type.

    Whole-table and whole-column expectations are left out: they cannot say which records to hold back. `mostly` and
    `row_condition` are not offered: every record counts, and a suite holds no expressions.
    """
    known = {name: _of_schema(json.loads(text)) for name, text in _schemas().items()}
    own = {name: _of_check(name) for name in (*COLUMN_CHECKS, *PAIR_CHECKS)}
    return known | own


def _schemas() -> dict[str, str]:
    spec = find_spec("great_expectations")
    assert spec is not None
    assert spec.origin is not None
    texts = {}
    for file in (Path(spec.origin).parent / "expectations" / "core" / "schemas").glob("ExpectColumn*Value*.json"):
        text = file.read_text(encoding="utf-8")
        properties = json.loads(text)["properties"]
        if "mostly" in properties and any(column in properties for column in COLUMN_ARGUMENTS):
            texts[re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", file.stem).lower()] = text
    return texts


def _of_schema(schema: dict[str, dict[str, object]]) -> Arguments:
    allowed = tuple(name for name in schema["properties"] if name not in _NOT_FOR_SUITES)
    return Arguments(allowed, frozenset(schema["required"]))


def _of_check(name: str) -> Arguments:
    check = COLUMN_CHECKS.get(name) or PAIR_CHECKS[name]
    columns = ("column",) if name in COLUMN_CHECKS else ("column_A", "column_B")
    options = [p.name for p in inspect.signature(check).parameters.values() if p.kind is p.KEYWORD_ONLY]
    allowed = (*columns, *options)
    return Arguments(allowed, frozenset(allowed))
