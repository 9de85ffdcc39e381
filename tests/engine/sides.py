"""Descriptions of two systems that hold the same: how people work in each, and what has to agree in the end."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from hypothesis.strategies import SearchStrategy

from passerelle.mapping.loader import load_integration, load_system
from passerelle.mapping.reader import to_frame
from passerelle.records import COMPANY, CONTACT
from passerelle.settings import Settings
from passerelle.systems.registry import open_system

Content = dict[str, str | None]
Pair = tuple[str, str]
Typed = set[tuple[str, str]]
"""Ids and fields that somebody has typed into by hand."""
GROUPS = {"company": COMPANY, "contact": CONTACT}


@dataclass(frozen=True)
class Compared:
    """Records of one integration: their stream on each side, their kind, and the columns that may differ."""

    integration: str
    streams: Pair
    kind: str = "company"
    exempt: frozenset[str] = frozenset({"partner"})

    def columns(self, settings: Settings) -> set[str]:
        """The canonical columns the integration carries."""
        carried = load_integration(settings.root, self.integration).fields
        return {one.name for one in GROUPS[self.kind] if one.group in carried} - self.exempt


class Sides(ABC):
    """Two systems, a pair of ids standing for what both hold. Each edit tells what it typed into."""

    systems: ClassVar[Pair]
    compared: tuple[Compared, ...]
    settings: Settings
    names: SearchStrategy[str]
    phones: SearchStrategy[str | None]
    towns: SearchStrategy[str]

    @abstractmethod
    def run(self, ends_well: bool, news: bool) -> None:
        """A run of the flow, over everything or over news."""

    @abstractmethod
    def pairs(self) -> list[Pair]:
        """What both hold now, in an order that stays."""

    @abstractmethod
    def rename(self, side: int, pair: Pair, name: str) -> Typed:
        """Give one side's record another name."""

    @abstractmethod
    def call(self, side: int, pair: Pair, phone: str | None) -> Typed:
        """Give it another telephone, or none."""

    @abstractmethod
    def move(self, side: int, pair: Pair, town: str) -> Typed:
        """Move it to another town."""

    @abstractmethod
    def delete(self, side: int, pair: Pair) -> None:
        """Delete it."""

    @abstractmethod
    def add(self, side: int, name: str) -> None:
        """Add another record, of those that are kept the same."""

    @abstractmethod
    def agreeing(self, compared: Compared) -> Iterator[Pair]:
        """The pairs that have to agree: both are there, and neither is held back."""

    @abstractmethod
    def undecided(self, compared: Compared) -> Typed:
        """What waits for a person's decision."""

    def contents(self, side: int, stream: str) -> dict[str, Content]:
        """What one side holds, in the canonical spelling."""
        profile = load_system(self.settings.root, self.systems[side])
        system = open_system(self.systems[side], profile, self.settings)
        try:
            system.check(stream)
            raws = [raw for page in system.pages(stream) for raw in page]
        finally:
            system.close()
        frame = to_frame(system.profile, stream, raws).frame
        return {str(id_): dict(row) for id_, row in frame.to_dict("index").items()}
