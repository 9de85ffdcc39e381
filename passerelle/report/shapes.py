"""The shape of a run's page: what the template sets, section by section."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from passerelle.report.charts import Chart


@dataclass(frozen=True)
class Bar:
    """One outcome: how many records, and its share of the records read in percent."""

    outcome: str
    title: str
    meaning: str
    count: int
    percent: float


@dataclass(frozen=True)
class Part:
    """What else the run looked at, such as the links between records or the way back, with counts of its own."""

    title: str
    driver: str
    read: int
    api_reads: int
    api_writes: int
    bars: list[Bar]
    adopted: str


@dataclass(frozen=True)
class Link:
    """A page of an external system on which a person sees a record."""

    title: str
    address: str


@dataclass(frozen=True)
class Rule:
    """One rule of a suite and how it fared; `why` is told where something failed."""

    system: str
    title: str
    severity: str
    checked: int
    failed: int
    why: str

    @property
    def percent(self) -> float:
        """Share of the checked values that failed, in percent."""
        return 100 * self.failed / self.checked if self.checked else 0.0


@dataclass(frozen=True)
class Filled:
    """One field, and the share of records on each side that hold it, in percent; None where it isn't mapped."""

    title: str
    source: float | None
    target: float | None


@dataclass(frozen=True)
class ToMend:
    """One record with its problems; `number` is what it is matched on, as the driving system holds it, and `kind` what
    stands before its id.

    `why` is its urgency, `advice` what to do about it, `command` what to type then, if anything.
    """

    record: str
    kind: str
    number: str
    name: str
    reasons: list[str]
    links: list[Link]
    why: str
    advice: str
    command: str


@dataclass(frozen=True)
class Field:
    """One field that changed, or would."""

    title: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Change:
    """One record whose fields changed, or would."""

    record: str
    kind: str
    number: str
    name: str
    created: bool
    fields: list[Field]
    links: list[Link]


@dataclass(frozen=True)
class Page:
    """Everything on the page. `way` is empty unless there is a way back; `written` are the systems that are written to,
    and `named` says what the run was limited to."""

    run_id: str
    flow: str
    title: str
    driver: str
    noun: str
    way: str
    source: str
    target: str
    written: list[str]
    state: str
    error: str
    dry_run: bool
    forced: bool
    named: str
    started: datetime
    duration_s: float
    read: int
    repeated: int
    api_reads: int
    api_writes: int
    bars: list[Bar]
    adopted: str
    parts: list[Part]
    rules: list[Rule]
    completeness: list[Filled]
    trend: list[Chart]
    mend_first: list[ToMend]
    to_mend: list[ToMend]
    more_to_mend: int
    changes: list[Change]
    changed_records: int
    planned: bool
    notes: list[tuple[str, int]]
    quotas: list[str]
    docs: str

    @property
    def sum(self) -> str:
        """The outcomes that add up to the records read: `40 created + 12 updated`."""
        return " + ".join(f"{bar.count} {bar.title.lower()}" for bar in self.bars if bar.count) or "0"
