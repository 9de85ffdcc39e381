"""The transforms by name, and the version of what they do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

Transform = Callable[[str | None], str | None]
"""From any spelling to the agreed one; None is blank."""

_TRANSFORMS: dict[str, Transform] = {}


def transform(function: Transform) -> Transform:
    """Register a function as a transform under its own name."""
    _TRANSFORMS[function.__name__] = function
    return function


def named(name: str) -> Transform:
    """The transform of that name. Raises KeyError: mappings are checked before they are used."""
    return _TRANSFORMS[name]


def names() -> list[str]:
    """Every transform's name, in order."""
    return sorted(_TRANSFORMS)


def as_text(value: object) -> str | None:
    """A JSON value as text: numbers without a spurious `.0`, `true` and `false`, None as None.

    Raises TypeError for an object or a list, which are no values.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (int, float)):
        return str(value)
    raise TypeError(f"{'an object' if isinstance(value, dict) else 'a list'} where a value was expected")


@cache
def source_version() -> str:
    """A short digest of the transforms' code and of the libraries that decide their results."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    for library in ("phonenumbers", "python-stdnum"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()[:12]
