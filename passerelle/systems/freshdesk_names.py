"""Names of Freshdesk's records, in whatever spelling: which records have one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from threading import Lock

from passerelle.systems.base import Raw
from passerelle.systems.searched import FEW

MOST = 10
"""Rows beyond which the completion of a name tells no more (`fd.autocomplete.most`)."""
Names = dict[str, str]
"""Names by id."""


class NameBook:
    """Asks for few names one by one and for many by reading the whole list once. Thread-safe."""

    def __init__(self, complete: Callable[[str], list[Raw]], every: Callable[[], Iterable[Raw]]) -> None:
        """`complete` gives rows a word of whose name begins with a term; `every` gives all rows."""
        self._complete, self._every = complete, every
        self._known: dict[str, Names] | None = None
        self._asked = 0
        self._turn = Lock()

    def called(self, name: str) -> Names:
        """Records whose name is this one, or this one with other case, accents or signs."""
        with self._turn:
            self._asked += self._known is None
            rows = self._complete(longest_word(name)) if self._known is None and self._asked <= FEW else None
            if rows is not None and 0 < len(rows) < MOST:
                return by_name(rows).get(folded(name), {})
            if self._known is None:
                # Nothing may also mean that the portal spells the word with an accent.
                self._known = by_name(self._every())
            return self._known.get(folded(name), {})

    def add(self, raw: Raw) -> None:
        """Know a record that was just created."""
        with self._turn:
            if self._known is not None:
                self._known.setdefault(folded(str(raw["name"])), {})[str(raw["id"])] = str(raw["name"])


def by_name(rows: Iterable[Raw]) -> dict[str, Names]:
    """Names by id, by the name as it is compared."""
    found: dict[str, Names] = {}
    for row in rows:
        found.setdefault(folded(str(row["name"])), {})[str(row["id"])] = str(row["name"])
    return found


def folded(name: str) -> str:
    """A name without case, accents and signs: in which spellings may differ."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if letter.isalnum())


def longest_word(name: str) -> str:
    """The word of a name that most likely few others have."""
    words: list[str] = re.findall(r"\w+", name)
    return max(words or [name], key=len)
