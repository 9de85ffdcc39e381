"""What the engine asks of an external system, whichever it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from passerelle.http.client import Fence, open_fence
from passerelle.http.quota import Left
from passerelle.mapping.models import Choices, SystemProfile

Raw = dict[str, Any]
"""A record as the system returned it."""


@dataclass
class LookUp:
    """What a system answered to keys asked one by one: records by key, the keys it doesn't know, and the keys it
    refused to look for (a malformed number, say) with its own words. Every key asked for is in one of the three."""

    found: dict[str, Raw] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@dataclass
class CallCount:
    """Calls made so far, told apart by whether they can change anything in the system."""

    reads: int = 0
    writes: int = 0


def ignore(_: int) -> None:
    """Tell nobody."""


class System(Protocol):
    """An external system. Every method may raise the SystemFailure family of `passerelle.errors`."""

    profile: SystemProfile
    account: str
    calls: CallCount
    settle_s: float
    width: int
    """How many calls may be under way at once."""
    left_out: Counter[str]
    """What could not be sent of records that were, in sentences for the run's notes, with how often."""

    def check(self, stream: str) -> None:
        """Raise ConfigurationError where what the profile names of a stream (a custom field, say) isn't there. What is
        missing and can be done without is told in `left_out`, and `profile` no longer maps it."""

    def known(self, stream: str) -> dict[str, list[str]]:
        """Lists of the system's own that tables of an integration name: the steps of each pipeline, or by canonical
        field what may stand there. Raises ConfigurationError where a stream has none."""

    def offer(self, stream: str, choices: Mapping[str, Sequence[str]], fence: Fence = open_fence) -> list[str]:
        """Have the selection fields of a stream offer these choices (by canonical field, in their order); options that
        records hold are never taken away. Returns, in sentences, what a person has to do by hand."""

    def define(self, stream: str, names: Sequence[str], fence: Fence = open_fence, *, dry: bool = False) -> list[str]:
        """Make the custom fields of a stream (by canonical field) that the account lacks, and know them from then on.
        Returns, in sentences, what a person has to make by hand; with `dry` nothing is made, and it says what would."""

    def test(self) -> str:
        """Try the connection without harm; what a person should know of it when it works.

        Raises ConfigurationError where something must be set up first."""

    def quotas(self, *, ask: bool = True) -> list[Left]:
        """What is left of the calls a contract allows, by what the system has said so far; nothing where it says
        nothing. `ask`: also ask for the whole, unless that fails. Never raises."""

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every record of a stream, inactive ones too, page by page."""

    def outlines(self, stream: str) -> Iterator[list[Raw]]:
        """Every record of a stream as its list tells it, page by page: enough to find a record by. Where a list tells
        less than a record read by itself, nothing is compared with it before it was read (`in_full`)."""

    def in_full(self, stream: str, raws: Iterable[Raw]) -> list[Raw]:
        """Records of a list in full; those that are gone meanwhile are left out."""

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Records changed since that moment (by the system's clock), page by page. A stream that cannot be asked for
        its news raises ConfigurationError."""

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """Ask one call per key (canonical spelling), several at once; `seen` is told of each finished call."""

    def narrow(self, stream: str, columns: Collection[str]) -> None:
        """Know that a run looks at these canonical columns of a stream alone: nothing else of a record must be read."""

    def glance(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """As `look_up`, in the cheapest way that tells what the run looks at. What is written is read afresh before."""

    def nested(self, stream: str, raws: Iterable[Raw]) -> list[Raw]:
        """The records of a nested stream that stand inside these records of its outer stream; no call is made."""

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One record by the system's own id, or None when it doesn't exist."""

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:
        """Records whose canonical `column` has one of `values`, by value; every value asked for is a key of the
        answer, with an empty list where there is none. `thorough`: be certain that what is not
        returned doesn't exist, whatever it costs in calls; otherwise the system's own search is enough."""

    def find_any(self, stream: str, wanted: Mapping[str, Sequence[str]], known: int = 0) -> list[Raw]:
        """Records of which any of these canonical columns has one of its values, each once. `known`: so many records
        the stream is known to hold, which tells what reading all of it would cost."""

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """The records of a stream that refer to these (contacts of third parties), each once. A stream that cannot be
        asked so raises ConfigurationError."""

    def search(self, stream: str, text: str, language: str, narrowed: Mapping[str, str] | None = None) -> list[Raw]:
        """What the system's own search finds, best first, named in a language; `narrowed` to records that hold a value
        in a canonical field. A stream without a search call, or one that can't be narrowed so, raises
        ConfigurationError; a text the system refuses, RecordRejected."""

    def choices(self, listed: Choices) -> list[tuple[Any, str]] | None:
        """What can be chosen, as the system lists it: the id as it is sent, and the name. None where it can't be
        asked."""

    def refusal(self, stream: str, content: Mapping[str, str | None]) -> str:
        """Why a record with these canonical values and answers (`asks`) would not be taken, as far as that is known
        without writing it; empty where nothing speaks against it."""

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record and return it as stored. Never repeated by itself once it may have been received. `fence` is
        asked right before each attempt, and what it raises ends the call unsent."""

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record and return it as stored."""

    def delete(self, stream: str, external_id: str, fence: Fence = open_fence) -> None:
        """Delete a record that a run of ours has created; asked for by nothing but a revert."""

    def flush(self) -> None:
        """Send what was only collected so far (a file, say). Called after the calls of each chunk; what it raises ends
        them all unsent."""

    def complete_body(self, stream: str, body: Raw, creating: bool) -> Raw:
        """Add what the system wants beside mapped fields (a VAT number marked as pending, say)."""

    def place_of(self, stream: str, external_id: str) -> str:
        """Where a person finds a record whose id says nothing to them (a line of their file); empty for any other."""

    def page_of(self, stream: str, external_id: str) -> str:
        """Address of the page on which a person sees the record; empty when there is none."""

    def close(self) -> None:
        """Close connections."""
