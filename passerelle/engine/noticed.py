"""What a run notices: problems, how often each rule was broken, how full fields are, whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Problem:
    """Something a person should know about one record."""

    stream: str
    record: str
    reason: str


@dataclass
class RuleCount:
    """How many values one rule of a suite has judged in this run, and how many it found wrong."""

    suite: str
    title: str
    severity: str
    column: str
    rows: int = 0
    checked: int = 0
    failed: int = 0


@dataclass
class FieldCount:
    """How many of the records read at one end (`source` or `target`) hold something in a field."""

    side: str
    field: str
    filled: int = 0
    records: int = 0


@dataclass
class Flaw:
    """What is wrong with one record by the rules: sentences, the gravest first. `active`: a client worked for today."""

    name: str
    active: bool
    critical: bool
    reasons: list[str]
