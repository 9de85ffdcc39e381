"""The shape of what is known of one record, as `explain --json` and `history --json` print it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Partner:
    """The record of the other end it is bound to."""

    record: str
    page: str
    bound_at: datetime


@dataclass(frozen=True)
class Ending:
    """How it ended when a run last finished with it; `why` is the sentence for a person."""

    outcome: str
    final: bool
    why: str
    run_id: str
    at: datetime


@dataclass(frozen=True)
class Planned:
    """What the last run that wanted to change it had planned, and what became of that."""

    op: str
    state: str
    reason: str
    dry_run: bool
    run_id: str
    at: datetime
    changes: list[dict[str, Any]]


@dataclass(frozen=True)
class Value:
    """What one end last returned for a field, under the vendor's own label."""

    label: str
    value: str | None


@dataclass(frozen=True)
class FieldValues:
    """One field at both ends; an end that doesn't map the field is None."""

    field: str
    title: str
    source: Value | None
    target: Value | None


@dataclass(frozen=True)
class Hold:
    """One reason for which it is held back."""

    rule: str
    field: str
    reason: str
    value: str | None
    since: datetime


@dataclass(frozen=True)
class OpenCall:
    """A call for it whose result is not known."""

    op: str
    state: str
    sent_at: datetime
    error: str


@dataclass(frozen=True)
class Change:
    """One field that changed, by its number; `origin` is the record the new value came from, and `reverts` the number
    of the change it took back."""

    id: int
    record: str
    at: datetime
    field: str
    old: str | None
    new: str | None
    origin: str
    op: str
    run_id: str
    reverts: int | None


@dataclass(frozen=True)
class Knowledge:
    """Everything known of one driving record of one integration."""

    record: str
    integration: str
    source: str
    target: str
    page: str
    number: str | None
    why: str
    last: Ending | None
    planned: Planned | None
    partner: Partner | None
    fields: list[FieldValues]
    quarantine: list[Hold]
    open_calls: list[OpenCall]
    changes: list[Change]
    origins: dict[str, str] = dataclasses.field(default_factory=dict)
