"""Where a column's value lies in a raw record: a dotted path, or a path inside one entry of a typed list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from passerelle.mapping.models import FieldMap, Stream, TypedList
from passerelle.systems.base import Raw


@dataclass(frozen=True)
class Selection:
    """One column of a frame and its place in the raw record. `entries` and `type_` are set inside a typed list."""

    column: str
    field: str
    path: tuple[str, ...]
    map_: FieldMap
    entries: str | None = None
    type_: str = ""
    typed: TypedList | None = None

    @property
    def place(self) -> str:
        """The place as a person writes it: `address.street`, `channels[Phone].value`."""
        inside = ".".join(self.path)
        return f"{self.entries}[{self.type_}].{inside}" if self.entries else inside


def selections(stream: Stream) -> list[Selection]:
    """Every mapped column of a stream in the order of its fields; a localised field has one per language."""
    found: list[Selection] = []
    for field, map_ in stream.fields.items():
        paths = {f"{field}@{language}": path for language, path in map_.localised.items()}
        for column, path in (paths or {field: map_.path or ""}).items():
            typed = stream.typed_lists.get(map_.list_ or "")
            found.append(
                Selection(column, field, tuple(path.split(".")), map_, map_.list_, map_.type_ or "", typed),
            )
    return found


def place_of_entry(entries: Sequence[Any], typed: TypedList, type_: str) -> int | None:
    """Where the entry that counts for a type stands: the favourite of that type, else the first; None without one."""
    first = None
    for place, entry in enumerate(entries):
        if isinstance(entry, dict) and str(entry.get(typed.type_key)) == type_:
            if typed.favourite_key is None or entry.get(typed.favourite_key) is True:
                return place
            first = place if first is None else first
    return first


def holder_of(raw: Raw, selection: Selection) -> Any:
    """What a selection's path begins in: the record, or the entry that counts of its typed list (None without one).

    Raises TypeError when the record holds no list where one is due.
    """
    if selection.entries is None or selection.typed is None:
        return raw
    entries = walk(raw, selection.entries.split("."))
    if entries is None:
        return None
    if not isinstance(entries, list):
        raise TypeError("no list where a list was expected")
    place = place_of_entry(entries, selection.typed, selection.type_)
    return None if place is None else entries[place]


def walk(value: Any, path: Sequence[str]) -> Any:
    """What lies at the end of a path; None when any part of the way is absent or null.

    Raises TypeError when the way leads through something that is no object.
    """
    for step in path:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise TypeError("a value or a list where an object was expected")
        value = value.get(step)
    return value


def value_of(raw: Raw, selection: Selection) -> Any:
    """The raw value a selection points at. Raises TypeError for a record of another shape."""
    return walk(holder_of(raw, selection), selection.path)
