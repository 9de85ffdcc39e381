"""A run: one pass of one integration, what it was asked to do, and the one place where outcomes are counted."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from passerelle.engine.creation import Given
from passerelle.engine.noticed import FieldCount, Flaw, Problem, RuleCount
from passerelle.http.quota import Left
from passerelle.hub.database import Hub
from passerelle.hub.records import Stream
from passerelle.mapping.integration import End, Integration
from passerelle.mapping.models import Stream as StreamProfile
from passerelle.mapping.models import SystemProfile
from passerelle.mapping.reader import external_id_of
from passerelle.quality.suites import Suite
from passerelle.records import JOINED, groups_of
from passerelle.systems.base import Raw, System

OUTCOMES = ("created", "updated", "archived", "unchanged", "skipped", "quarantined", "conflicts", "unresolved")
"""Where a record read can end; the counts of these add up to the records read."""

OVERLAP = timedelta(minutes=2)
"""How far a look for news goes back beyond the last one: clocks differ, and a system may list a change late."""

Progress = Callable[[str, int, int | None], None]
"""Told of finished work: name of the step, how much more is done, and the whole if it is known."""


def silent(_step: str, _done: int, _whole: int | None) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class Options:
    """What a run was asked to do. Without `keys` it is a full pass; with them, only those numbers are looked at.

    With `take_groups` it carries out a person's decision (`by`): of the records `take_records` it takes the source's
    value of these fields or groups where they are held for review, and nothing else; `take_part` is the integration of
    the links they are, if they are links.
    With `news` it looks only at what has changed since the last run, where the systems can be asked for that.
    `create_linked` also creates who is linked to the records looked at and isn't in the target yet.
    `initialise` takes what stood there when the integration began, also where that is switched off.
    With `of` it looks only at the records that refer to these, third parties of the integration it follows.
    `on_behalf` is the user of the target in whose name it is written.
    `create_values` answers what the target asks of new records (`asks` in its profile).
    `overrides` is what a person says of records over what the source says: by id there, canonical fields and values.
    `presumed` says of third parties, by their common ids, that they will be kept the same, with their id in the target
    where they have one: so it can be told what would come of what follows them.
    `also` says to which third parties records belong beside those the source tells, by id there, in common ids.
    `patient` leaves alone what the target has refused and what has not changed since, though it is named.
    Without `update_existing` what the target has already is shown with what differs; nothing of it is changed.
    """

    dry_run: bool = False
    force: bool = False
    news: bool = False
    overwrite_local: bool = False
    update_existing: bool = True
    create_missing: bool = False
    create_linked: bool = False
    initialise: bool = False
    keys: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    create_values: dict[str, str] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    presumed: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patient: bool = False
    take_groups: tuple[str, ...] = ()
    take_records: tuple[str, ...] = ()
    take_part: str = ""
    by: str = ""
    on_behalf: str = ""


@dataclass
class Side:
    """One end of the integration, opened."""

    end: End
    profile: SystemProfile
    system: System
    suite: Suite

    @property
    def stream(self) -> StreamProfile:
        """The stream's profile."""
        return self.profile.streams[self.end.stream]

    @property
    def place(self) -> tuple[str, str]:
        """Account and stream, as in every key of the hub."""
        return self.end.account, self.end.stream

    def id_of(self, raw: Raw) -> str:
        """The system's own id of a record of this end."""
        return external_id_of(self.stream, raw)


@dataclass
class Strangers:
    """Who links name and the target doesn't hold: companies by number, persons by the source's id, each with its
    record there and the language it is written to."""

    companies: dict[str, None] = field(default_factory=dict)
    persons: dict[str, tuple[Raw, str | None]] = field(default_factory=dict)


@dataclass
class Run:
    """Everything the steps of one run share."""

    id: str
    flow: str
    integration: Integration
    source: Side
    target: Side
    hub: Hub
    options: Options
    version: str
    started_at: datetime
    given: Given = field(default_factory=Given)
    linked: Given = field(default_factory=Given)
    strangers: Strangers = field(default_factory=Strangers)
    progress: Progress = silent
    tally: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    rules: dict[tuple[str, str], RuleCount] = field(default_factory=dict)
    completeness: dict[tuple[str, str], FieldCount] = field(default_factory=dict)
    flaws: dict[str, Flaw] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)
    quotas: list[Left] = field(default_factory=list)
    staged: int = 0
    creations: int = 0
    sequence: Iterator[int] = field(default_factory=itertools.count)
    links: Run | None = None
    people: Run | None = None
    back: Run | None = None
    follows: Integration | None = None
    way_back: bool = False
    since: datetime | None = None
    waiting: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    met: dict[str, str] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    learnt: bool = False
    begun: set[str] = field(default_factory=set)
    adopted: set[frozenset[tuple[str, str, str]]] = field(default_factory=set)
    part: bool = False
    made: tuple[int, int] = (0, 0)
    blanked: int = 0
    with_target: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def direction(self) -> str:
        """The direction as counts and problems name it."""
        source, target = self.source.end, self.target.end
        return f"{source.system}.{source.stream}>{target.system}.{target.stream}"

    @property
    def driver(self) -> Side:
        """The end whose records are read and end in one outcome each."""
        return self.target if self.integration.drive == "target" else self.source

    @property
    def driven(self) -> Stream:
        """The hub's key of the driving stream."""
        return self.stream_of(self.driver)

    @property
    def whole_pass(self) -> bool:
        """Whether every record of the driving stream is met: only then is one that is not met gone."""
        return not self.options.keys and self.since is None

    @property
    def two_way(self) -> bool:
        """Whether the other side's records are taken to this side as well."""
        return self.integration.back is not None

    @property
    def shared_fields(self) -> set[str]:
        """The fields that both ends map."""
        return set(self.source.stream.fields) & set(self.target.stream.fields)

    @property
    def groups(self) -> dict[str, list[str]]:
        """The fields of each group that an end maps; what neither holds is left out of an address."""
        mapped = {*self.source.stream.fields, *self.target.stream.fields, *JOINED}
        known = groups_of(self.target.stream.kind).items()
        return {group: [name for name in fields if name in mapped] for group, fields in known}

    def stream_of(self, side: Side) -> Stream:
        """The hub's key of one end's stream."""
        return Stream(self.integration.integration, side.end.account, side.end.stream)

    def problem(self, record: str, reason: str) -> None:
        """Note something a person should know."""
        place = self.driver.system.place_of(self.driver.end.stream, record)
        self.problems.append(Problem(self.direction, record, f"{place}: {reason}" if place else reason))

    def calls(self) -> tuple[int, int]:
        """Calls that read and calls that can change something; those made for the links are the links' own."""
        if self.part:
            return self.made
        systems = [side.system.calls for side in (self.source, self.target)]
        parts = [part.made for part in (self.links, self.people, self.back) if part]
        reads = sum(one.reads for one in systems) - sum(made[0] for made in parts)
        return reads, sum(one.writes for one in systems) - sum(made[1] for made in parts)

    @property
    def whole(self) -> list[Run]:
        """The run and those of its parts that have something to count, each with counts of its own."""
        people = [self.people] if self.people and (self.options.create_linked or self.people.tally["read"]) else []
        return [self, *([self.links] if self.links else []), *people, *([self.back] if self.back else [])]

    @property
    def ways(self) -> list[Run]:
        """The run, and its way back where it has one."""
        return [self, *([self.back] if self.back else [])]

    @property
    def taken(self) -> list[Run]:
        """Those of the ways that the integration has switched on."""
        switches = self.integration.ways
        return [way for way, on in zip(self.ways, (switches.there, switches.back), strict=False) if on]

    @property
    def both_ways(self) -> bool:
        """Whether each end's records are read on a way of their own."""
        return self.two_way and self.integration.ways.there and self.integration.ways.back

    def counts(self) -> dict[str, int]:
        """The direction's counts, as `run --json` prints them."""
        reads, writes = self.calls()
        counted = {name: self.tally[name] for name in ("read", "duplicates_read", *OUTCOMES)}
        counted |= {"adopted": self.tally["adopted"]} if self.two_way else {}
        return counted | {"api_reads": reads, "api_writes": writes}


def parts(run: Run) -> Iterator[Run]:
    """The run, then the persons its links name, then its links, which need both ends; calls made while a part has its
    turn are its own."""
    yield run
    for part in (run.people, run.links):
        if part is not None:
            with turn_of(run, part):
                yield part


@contextmanager
def turn_of(run: Run, part: Run) -> Iterator[None]:
    """Calls made within belong to the part."""
    before = run.calls()
    yield
    made = [after - start for after, start in zip(run.calls(), before, strict=True)]
    part.made = (part.made[0] + made[0], part.made[1] + made[1])


def now() -> datetime:
    """This instant, aware."""
    return datetime.now(UTC)
