"""The validations of a run as a file: what Great Expectations found per rule, without a single value of a record."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from passerelle.errors import PasserelleError
from passerelle.quality.suites import Rule, Severity, Suite

NAME = "validations.json"
"""Name of the file beside a run's report."""


class RuleResult(BaseModel):
    """One rule, as it was when it judged, and what came of it over all batches of the run.

    `rows` records were given to it, `checked` of them had a value to judge, `failed` of those broke it.
    """

    title: str
    type: str
    arguments: dict[str, Any]
    severity: Severity
    why: str
    rows: int
    checked: int
    failed: int


class Validation(BaseModel):
    """One side's suite held against the records of one run; `started` is an RFC 3339 instant."""

    suite: str
    kind: str
    system: str
    flow: str
    run_id: str
    started: str
    rules: list[RuleResult]

    @property
    def passed(self) -> int:
        """How many rules no record broke."""
        return sum(not rule.failed for rule in self.rules)

    @property
    def rows(self) -> int:
        """How many records were judged."""
        return max((rule.rows for rule in self.rules), default=0)

    def as_suite(self) -> Suite:
        """The suite as it was when it judged."""
        rules = [Rule(one.type, one.arguments, one.severity, one.title, one.why, 0) for one in self.rules]
        return Suite(self.suite, self.kind, tuple(rules), f"expectations/{self.suite}.yaml")


_FILE = TypeAdapter(list[Validation])


def write_validations(folder: Path, validations: Iterable[Validation]) -> None:
    """Write a run's validations into its folder. Raises OSError."""
    (folder / NAME).write_bytes(_FILE.dump_json(list(validations), indent=1))


def read_validations(folder: Path) -> list[Validation]:
    """A run's validations, from its folder. Raises PasserelleError when it has none, or none that can be read."""
    file = folder / NAME
    try:
        return _FILE.validate_json(file.read_bytes())
    except FileNotFoundError:
        raise PasserelleError(f"{folder} holds no {NAME}: that run checked nothing or is of an old version.") from None
    except ValueError:
        raise PasserelleError(f"{file} cannot be read; run the flow again to have it written anew.") from None
