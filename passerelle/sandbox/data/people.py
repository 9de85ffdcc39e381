"""Persons as openthebox names them: by a pid of its own, ten characters beginning with p, and a full name."""

import string
from dataclasses import dataclass
from random import Random

from passerelle.sandbox.data.names import person
from passerelle.sandbox.data.words import GIVEN

PID_SIGNS = string.ascii_uppercase + string.digits
TRIES = 50
"""Draws before a name that somebody bears already is accepted; there are some nine thousand names."""


@dataclass(frozen=True)
class Person:
    """``caption`` is the given name, then the family name."""

    pid: str
    caption: str


class People:
    """Everybody made up so far; no two of them have the same name unless a namesake was asked for."""

    def __init__(self, rng: Random) -> None:
        """There is nobody yet."""
        self._rng = rng
        self._pids: set[str] = set()
        self._captions: dict[str, None] = {}

    def new(self, language: str) -> Person:
        """Somebody who speaks ``nl`` or ``fr``."""
        for _ in range(TRIES):
            caption = self._caption(language)
            if caption not in self._captions:
                break
        return self._person(caption)

    def namesake(self) -> Person:
        """Another person with the name of somebody there is; there has to be somebody."""
        return self._person(self._rng.choice(list(self._captions)))

    def _person(self, caption: str) -> Person:
        self._captions[caption] = None
        return Person(self._pid(), caption)

    def _caption(self, language: str) -> str:
        family, given = person(self._rng, language)
        second = self._rng.choice(("", *GIVEN[language]))
        return f"{given}-{second} {family}" if second not in ("", given) else f"{given} {family}"

    def _pid(self) -> str:
        while True:
            pid = "p" + "".join(self._rng.choices(PID_SIGNS, k=9))
            if pid not in self._pids:
                self._pids.add(pid)
                return pid
