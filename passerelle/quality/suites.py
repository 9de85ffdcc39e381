"""Suites of rules read from `expectations/*.yaml`: what must hold of a canonical record, how gravely, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import Field

from passerelle.errors import ConfigurationError
from passerelle.mapping.document import Document, read_document
from passerelle.mapping.models import Strict
from passerelle.mapping.problems import Problem, refuse, unknown
from passerelle.mapping.shape import shaped
from passerelle.quality import checks
from passerelle.quality.catalogue import COLUMN_ARGUMENTS, catalogue
from passerelle.records import KINDS, columns_of

Severity = Literal["critical", "warning"]

FOLDER = "expectations"


class RuleText(Strict):
    """One rule as it is written in YAML."""

    title: str = Field(min_length=1, description="a few words, for tables")
    type: str = Field(description="the expectation's type, as Great Expectations calls it")
    kwargs: dict[str, Any]
    severity: Severity = Field(description="critical holds the record back, warning is counted")
    why: str = Field(min_length=1, description="one sentence for an accountant")


class SuiteText(Strict):
    """One suite as it is written in YAML."""

    name: str
    kind: str
    expectations: list[RuleText] = Field(min_length=1)


class ValueList(Strict):
    """A list of allowed values in a file of its own, named by `value_set_from`."""

    title: str
    source: str = Field(description="who publishes the list")
    values: list[str] = Field(min_length=1)


@dataclass(frozen=True)
class Rule:
    """One expectation: `kwargs` go to it as they are, `title` and `why` are for the person who reads the report."""

    type: str
    kwargs: Mapping[str, Any]
    severity: Severity
    title: str
    why: str
    line: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The canonical fields the rule looks at."""
        return tuple(self.kwargs[name] for name in COLUMN_ARGUMENTS if name in self.kwargs)


@dataclass(frozen=True)
class Suite:
    """The rules for one stream's canonical records; `file`, relative to the root, is named in errors."""

    name: str
    kind: str
    rules: tuple[Rule, ...]
    file: str

    def without(self, columns: Collection[str]) -> Suite:
        """The suite without the rules that look at any of these fields."""
        rules = tuple(rule for rule in self.rules if not set(rule.columns) & set(columns))
        return replace(self, rules=rules)


def load_suite(root: Path, name: str) -> Suite:
    """The suite `name` from `root/expectations/`. Raises ConfigurationError with every problem, one a line."""
    known = sorted(path.stem for path in (root / FOLDER).glob("*.yaml"))
    if name not in known:
        raise ConfigurationError(f"{FOLDER}/: {unknown('suite', name, known)}")
    suite, problems = _read(root, name)
    refuse(problems)
    assert suite is not None
    return suite


def check_suites(root: Path) -> list[Problem]:
    """Every problem of every suite in `root/expectations/`, arguments also tried on Great Expectations itself."""
    # Only a full check pays for the import of Great Expectations.
    from passerelle.quality.engine import refused_rules

    found: list[Problem] = []
    for file in sorted((root / FOLDER).glob("*.yaml")):
        suite, problems = _read(root, file.stem)
        found.extend(problems or (refused_rules(suite) if suite else []))
    return found


def suite_version(suite: Suite) -> str:
    """Twelve hexadecimal digits that change when a verdict could.

    They cover types, arguments, value lists and severities, the checks' code and the libraries behind them, not the
    wording.
    """
    content = [[rule.type, dict(rule.kwargs), rule.severity] for rule in suite.rules]
    text = orjson.dumps([_checks_version(), content], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()[:12]


@cache
def _checks_version() -> list[str]:
    libraries = ("email-validator", "great-expectations", "phonenumbers", "python-stdnum")
    code = hashlib.sha256(Path(checks.__file__).read_bytes()).hexdigest()
    return [code, *(f"{library} {version(library)}" for library in libraries)]


def _read(root: Path, name: str) -> tuple[Suite | None, list[Problem]]:
    document = read_document(root, f"{FOLDER}/{name}.yaml")
    text = shaped(document, SuiteText)
    if text is None:
        return None, document.problems
    if text.name != name:
        document.report(["name"], f"'{text.name}' is not the name of the file, '{name}'")
    if text.kind not in KINDS:
        document.report(["kind"], unknown("kind of record", text.kind, KINDS))
        return None, document.problems
    rules = tuple(_rule(root, document, text.kind, place, rule) for place, rule in enumerate(text.expectations))
    return (None if document.problems else Suite(name, text.kind, rules, document.file)), document.problems


def _rule(root: Path, document: Document, kind: str, place: int, text: RuleText) -> Rule:
    key: list[str | int] = ["expectations", place]
    kwargs = dict(text.kwargs)
    if text.type in catalogue():
        _check_arguments(document, [*key, "kwargs"], kind, text.type, kwargs)
    else:
        document.report([*key, "type"], unknown("expectation", text.type, sorted(catalogue())))
    if "value_set_from" in kwargs:
        kwargs["value_set"] = _values(root, document, [*key, "kwargs", "value_set_from"], kwargs.pop("value_set_from"))
    line = document.lines["expectations", str(place)]
    return Rule(text.type, kwargs, text.severity, text.title, text.why, line)


def _check_arguments(
    document: Document, key: list[str | int], kind: str, expectation: str, kwargs: dict[str, Any]
) -> None:
    arguments = catalogue()[expectation]
    from_list = {"value_set_from": "value_set"} if "value_set" in arguments.allowed else {}
    allowed = [*arguments.allowed, *from_list]
    given = {from_list.get(name, name) for name in kwargs}
    for name in kwargs:
        if name not in allowed:
            document.report([*key, name], unknown("argument", name, allowed))
    for name in sorted(arguments.required - given):
        document.report([*key, name], f"is missing; {expectation} needs it")
    for name in COLUMN_ARGUMENTS:
        if name in kwargs and kwargs[name] not in columns_of(kind):
            document.report([*key, name], unknown(f"field of a {kind}", str(kwargs[name]), columns_of(kind)))


def _values(root: Path, document: Document, key: list[str | int], file: object) -> list[str]:
    """The values of the list at `file`, a path relative to the root."""
    listed = read_document(root, str(file))
    values = shaped(listed, ValueList)
    if values is None:
        document.report(key, f"the list {file} cannot be used")
        document.problems.extend(listed.problems)
        return []
    return values.values
