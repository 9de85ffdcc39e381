"""Lists of an account's own, whose entries records name by number and people by name.

The numbers are each account's own, so records are told to others by the names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from passerelle.errors import NotAllowed
from passerelle.systems.base import Raw
from passerelle.transforms.italian import option

Rows: TypeAlias = list[Raw] | None
Together: TypeAlias = Callable[[Callable[[str], Rows], Iterable[str]], dict[str, Rows]]


@dataclass(frozen=True)
class Listed:
    """A list: its path, what a record calls its entries, and the key of their number. One that is `optional` is not
    there in every account."""

    path: str
    place: str
    number: str
    optional: bool = False

    @property
    def label(self) -> str:
        """The key under which the client puts the name beside a record's own."""
        return f"{self.place}Name"


class NamedLists:
    """The entries of every list, asked for once; one that is missing is looked for once more. Thread-safe."""

    lists: Mapping[str, Listed]
    """The lists by canonical field."""
    others: Mapping[str, str] = {}
    """Paths, by canonical field, of lists whose entries have a code of their own."""

    def __init__(self, ask: Callable[[str], list[Raw]], ask_all: Together) -> None:
        """`ask` answers the rows at a path, `ask_all` does that for several at once."""
        self._ask, self._ask_all = ask, ask_all
        self._lock = Lock()
        self._rows: dict[str, list[Raw]] = {}
        self._labels: dict[str, dict[int, str]] = {}
        self._missed: set[tuple[str, int]] = set()

    def rows(self, field: str) -> Rows:
        """The entries of a list; None where the account doesn't have it."""
        with self._lock:
            if not self._rows:
                self._rows = self._all()
                own = {name: rows for name, rows in self._rows.items() if name in self.lists}
                self._labels = {name: _labels(self.lists[name].number, rows) for name, rows in own.items()}
            return self._rows.get(field)

    def label(self, field: str, number: int) -> str:
        """The name of an entry. One that is in no list goes by its number: it is not nothing."""
        self.rows(field)
        if number not in self._labels.get(field, {}) and (field, number) not in self._missed:
            self._missed.add((field, number))
            self._rows[field] = rows = self._ask(self.lists[field].path)
            self._labels[field] = _labels(self.lists[field].number, rows)
        return self._labels[field].get(number, str(number))

    def offered(self, field: str) -> dict[str, int]:
        """By name, the numbers a record can be given."""
        fit = [row for row in self.rows(field) or () if self.fits(field, row)]
        return {self._labels[field][number]: number for number in (int(row[self.lists[field].number]) for row in fit)}

    def fits(self, field: str, entry: Raw) -> bool:  # noqa: ARG002
        """Whether a record can be given this entry."""
        return True

    def _all(self) -> dict[str, list[Raw]]:
        paths = {field: listed.path for field, listed in self.lists.items()} | dict(self.others)
        found = self._ask_all(self._if_there, paths.values())
        return {field: rows for field, path in paths.items() if (rows := found[path]) is not None}

    def _if_there(self, path: str) -> Rows:
        try:
            return self._ask(path)
        except NotAllowed:
            if any(listed.optional and listed.path == path for listed in self.lists.values()):
                return None
            raise


def _labels(number: str, rows: list[Raw]) -> dict[int, str]:
    """By number, the names of a list, each of them once: where two are the same their numbers stand behind."""
    named = [(int(row[number]), option(row.get("name")) or str(row[number])) for row in rows]
    times = Counter(label for _, label in named)
    return {own: f"{label} ({own})" if times[label] > 1 else label for own, label in named}
