"""A system whose list tells less than a record read by itself, and mostly enough: then nobody is read one by one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from passerelle.mapping.models import SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import LookUp, Raw, ignore
from passerelle.systems.rest import RestSystem
from passerelle.systems.searched import FEW

WORTH = 10
"""So many records read by themselves are worth a page of the list: lists may have a limit of their own."""


class GlancedSystem(RestSystem):
    """What such a system has beside a RestSystem: `thin`, the canonical columns of which its list doesn't tell all."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self._enough: set[str] = set()
        self._seen: dict[str, dict[str, Raw]] = {}

    @abstractmethod
    def thin(self, stream: str) -> Collection[str]:
        """The canonical columns of which a row of the list doesn't tell all."""

    @abstractmethod
    def is_thin(self, stream: str, raw: Raw) -> bool:
        """Whether this is a row of the list that tells less than the record."""

    def narrow(self, stream: str, columns: Collection[str]) -> None:
        """Where the list tells all that is looked at, its rows are as good as records."""
        if not set(columns) & set(self.thin(stream)):
            self._enough.add(stream)

    def outlines(self, stream: str) -> Iterator[list[Raw]]:
        """Every record as the list tells it."""
        return super().pages(stream)

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every record, in full where that is looked at."""
        for page in self.outlines(stream):
            yield self.in_full(stream, page)

    def in_full(self, stream: str, raws: Iterable[Raw]) -> list[Raw]:
        """These records in full, where that is looked at. One that is gone meanwhile is left out."""
        rows = {str(raw["id"]): raw for raw in raws}
        thin = [id_ for id_, raw in rows.items() if stream not in self._enough and self.is_thin(stream, raw)]
        read = self.ask_all(lambda id_: self.read(stream, id_), thin, ignore)
        return [raw for raw in (read.get(id_, row) for id_, row in rows.items()) if raw is not None]

    def glance(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """By the list, where that takes fewer calls; by themselves those that it doesn't show."""
        wanted = list(dict.fromkeys(keys))
        few = len(wanted) <= FEW and stream not in self._seen
        if few or (stream not in self._enough and self.thin(stream)):
            return self.look_up(stream, wanted, seen)
        listed = self._listed(stream, len(wanted) // WORTH + 1)
        found = {id_: listed[id_] for id_ in wanted if id_ in listed}
        seen(len(found))
        rest = self.look_up(stream, [id_ for id_ in wanted if id_ not in found], seen)
        return LookUp(found | rest.found, rest.missing, rest.refused)

    def forget(self, stream: str, external_id: str) -> None:
        """What was listed of a record is no longer so."""
        self._seen.get(stream, {}).pop(external_id, None)

    def _listed(self, stream: str, most: int) -> dict[str, Raw]:
        """Rows of the list by id, read once a run and at most so many pages of it."""
        if stream not in self._seen:
            pages = zip(range(most), self.outlines(stream), strict=False)
            self._seen[stream] = {str(raw["id"]): raw for _, page in pages for raw in page}
        return self._seen[stream]
