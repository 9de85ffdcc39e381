"""The hints of one target that wait: each record once, in order of arrival."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TypeAlias

from passerelle.hub.hints import Kept, NewHint
from passerelle.systems.hooks import EVERYTHING

Place: TypeAlias = tuple[str, str]


class Shelf:
    """What waits, and since when it may be worked off. Lives in one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[int, Kept] = {}
        self._known: dict[NewHint, int] = {}
        self._due: dict[int, float] = {}
        self._renumbered: dict[Place, NewHint] = {}

    def __len__(self) -> int:
        """How many hints wait."""
        return len(self._waiting)

    def has(self, told: NewHint) -> bool:
        """Whether a hint waits already, so that the next run looks at what it tells of.

        Of changes of an id only the last one told counts: from A to B, back, and to B again are three.
        """
        if told.formerly and self._renumbered.get((told.connection, told.stream)) != told:
            return False
        return told in self._known

    def put(self, kept: Iterable[Kept], pause_s: float = 0.0) -> None:
        """Let hints wait, after a pause."""
        for one in kept:
            self._waiting[one.id] = one
            self._known[one.told] = one.id
            self._due[one.id] = time.monotonic() + pause_s
            if one.told.formerly:
                self._renumbered[one.told.connection, one.told.stream] = one.told

    def hasten(self, told: NewHint) -> None:
        """Somebody asks again: it waits for no pause."""
        self._due[self._known[told]] = time.monotonic()

    def pause_s(self) -> float | None:
        """Seconds until the next hint may be worked off, at least 0; None when none waits."""
        return max(0.0, min(self._due.values()) - time.monotonic()) if self._due else None

    def take(self, at_most: int | None = None) -> list[Kept]:
        """What may be worked off now of one user, whoever came first; with `at_most`, so many ids, and what asks for
        everything new by itself. It waits no more."""
        now = time.monotonic()
        due = [one for id_, one in sorted(self._waiting.items()) if self._due[id_] <= now]
        taken = [one for one in due if one.told.user == due[0].told.user]
        if at_most is not None:
            taken = _some(taken, at_most)
        for one in taken:
            del self._waiting[one.id], self._due[one.id]
            if self._known.get(one.told) == one.id:
                del self._known[one.told]
        return taken


def _some(due: list[Kept], at_most: int) -> list[Kept]:
    """The first of these, as many as name so many ids, at least one; all that ask for everything if the first does."""
    whole = bool(due) and due[0].told.external_id == EVERYTHING
    alike = [one for one in due if (one.told.external_id == EVERYTHING) == whole]
    named: set[str] = set()
    for place, one in enumerate(alike):
        named |= one.told.ids
        if len(named) > max(at_most, len(alike[0].told.ids)):
            return alike[:place]
    return alike
