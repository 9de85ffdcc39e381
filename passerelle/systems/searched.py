"""A system that is read many records at a time, and that finds records by some of their columns itself."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import ClassVar

from passerelle.http import dig
from passerelle.systems.base import LookUp, Raw, ignore
from passerelle.systems.rest import RestSystem

AT_ONCE = 100
"""Ids named in one call."""
FEW = 20
"""Up to so many values are searched for one by one; beyond, reading the list is cheaper."""


class SearchedSystem(RestSystem):
    """What such a system has beside a RestSystem: `searched`, by stream the canonical columns it searches by, and two
    calls."""

    searched: ClassVar[Mapping[str, Collection[str]]]

    @abstractmethod
    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """The records of at most AT_ONCE ids; an id that is none of this system's is nobody's."""

    @abstractmethod
    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """What the system's own search finds by a column of `searched`."""

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """Records by id, many a call."""
        asked = list(dict.fromkeys(keys))
        found: dict[str, Raw] = {}
        for start in range(0, len(asked), AT_ONCE):
            part = asked[start : start + AT_ONCE]
            found |= self._by_id(stream, self.with_ids(stream, part))
            seen(len(part))
        return LookUp({key: found[key] for key in asked if key in found}, [key for key in asked if key not in found])

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:
        """By the system's own search where the values are few and it can, else by the whole list."""
        if len(values) > FEW or column not in self.searched[stream]:
            return super().find(stream, column, values, thorough)
        return self.ask_all(lambda value: self.found_by(stream, column, value), values, ignore)

    def find_any(self, stream: str, wanted: Mapping[str, Sequence[str]], known: int = 0) -> list[Raw]:
        """Where that takes fewer calls than the pages of what is known, what the system's own search finds; else the
        whole list, read once."""
        sought = {column: values for column, values in wanted.items() if column in self.searched[stream]}
        if sum(map(len, sought.values())) > max(FEW, known // AT_ONCE):
            return super().find_any(stream, wanted)
        found: dict[str, Raw] = {}
        for column, values in sought.items():
            for raws in self.ask_all(partial(self.found_by, stream, column), values, ignore).values():
                found |= self._by_id(stream, raws)
        return list(found.values())

    def _by_id(self, stream: str, raws: Sequence[Raw]) -> dict[str, Raw]:
        id_path = self.profile.streams[stream].id_path
        return {str(dig(raw, id_path)): raw for raw in raws}
