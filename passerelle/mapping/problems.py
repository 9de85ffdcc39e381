"""What is wrong in a mapping file, told so that a person finds the line and knows what is allowed there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelle.errors import ConfigurationError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong: file (relative to the root), line from 1, dotted key, and what was expected."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}, {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


def refuse(problems: Sequence[Problem]) -> None:
    """Raise ConfigurationError that holds every problem, one a line; do nothing when there is none."""
    if problems:
        raise ConfigurationError("\n".join(str(problem) for problem in sorted(set(problems))))


def unknown(what: str, name: str, allowed: Iterable[str]) -> str:
    """The sentence for a name that doesn't exist: the nearest one, and all that are allowed."""
    names = list(allowed)
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    return f"unknown {what} '{name}'; {hint}allowed: {', '.join(names) or 'none'}"


def unknown_key(name: str, allowed: Sequence[str]) -> str:
    """The sentence for a key that the model doesn't know."""
    near = difflib.get_close_matches(name, allowed, n=1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    return f"unknown key; {hint}allowed: {', '.join(allowed)}"
