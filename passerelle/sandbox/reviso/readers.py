"""Reads the values that are sent, property by property; what a value may be is said by its reader."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from passerelle.sandbox.reviso.refusing import REQUIRED, WRONG, Fault
from passerelle.sandbox.system import Record, World


class Wrong(Exception):
    """A value that Reviso does not take: the code of the error and its message."""

    def __init__(self, code: str, message: str) -> None:
        """``message`` does not repeat the value."""
        super().__init__(message)
        self.code, self.message = code, message


Reader = Callable[[World, Any], Any]
"""Makes what is stored out of what was sent; raises Wrong."""


def text(limit: int, *, least: int = 0) -> Reader:
    """A text of so many characters."""

    def read(_: World, value: Any) -> str:
        if not isinstance(value, str):
            raise Wrong(WRONG, "A text was expected.")
        if not least <= len(value) <= limit:
            raise Wrong(WRONG, f"From {least} to {limit} characters were expected, not {len(value)}.")
        return value

    return read


def whole_number(least: int, most: int) -> Reader:
    """A number without a fraction."""

    def read(_: World, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Wrong(WRONG, f"A whole number from {least} to {most} was expected.")
        return value

    return read


def amount(_: World, value: Any) -> float:
    """Any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong(WRONG, "A number was expected.")
    return value


def flag(_: World, value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Wrong(WRONG, "true or false was expected.")
    return value


def texts(among: Collection[str] | None = None) -> Reader:
    """A list of texts, if wanted only of some."""

    def read(_: World, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Wrong(WRONG, "A list of texts was expected.")
        if among is not None and not set(value) <= set(among):
            raise Wrong(WRONG, f"Only {', '.join(among)} were expected.")
        return value

    return read


def values_of(
    world: World, readers: Mapping[str, Reader], sent: Record, required: Collection[str] = ()
) -> tuple[Record, list[Fault]]:
    """What is stored of the properties, in the order of their readers, and what is wrong with any."""
    values: Record = {}
    faults = [Fault((name,), WRONG, f"{name} is no property that can be set.") for name in sent if name not in readers]
    for name, reader in readers.items():
        try:
            if name in sent:
                values[name] = reader(world, sent[name])
        except Wrong as wrong:
            faults.append(Fault((name,), wrong.code, wrong.message, sent[name]))
    faults += [Fault((name,), REQUIRED, f"{name} is required.") for name in required if name not in sent]
    return values, faults
