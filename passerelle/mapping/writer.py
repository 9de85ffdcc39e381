"""From changed canonical fields to the body of a create or an update."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from passerelle.mapping.models import Stream, SystemProfile, TypedList
from passerelle.mapping.reader import canonical_reader
from passerelle.mapping.selection import Selection, place_of_entry, selections, value_of
from passerelle.systems.base import Raw
from passerelle.transforms import as_text, named


def to_body(profile: SystemProfile, stream_name: str, changes: Mapping[str, str | None], current: Raw | None) -> Raw:
    """The request body that creates a record (`current` None) or changes one.

    `changes` holds canonical columns. A value the system holds already, in whatever spelling or code, stays as it
    stands; so does every entry and attribute the profile doesn't map. Raises ValueError, naming the field and what is
    allowed, for a field the system has no place for or a value it has no code for.
    """
    stream = profile.streams[stream_name]
    places = {selection.column: selection for selection in selections(stream)}
    after: Raw = copy.deepcopy(current) if current is not None else {}
    touched: list[Selection] = []
    for column, value in changes.items():
        if column not in places:
            raise ValueError(f"{profile.title} has no place for {column}; its fields: {', '.join(places)}")
        selection = places[column]
        if _may_send(selection, creating=current is None) and _put(profile, after, selection, value):
            touched.append(selection)
    for selection in touched:
        if selection.typed is not None:
            _drop_empty_entry(after, selection.typed, selection, places.values())
    if current is not None and stream.calls.update_style == "replace":
        return _without_unsent(after, stream)
    keys = {(selection.entries or selection.path[0]).split(".")[0] for selection in touched}
    return {key: value for key, value in after.items() if key in keys}


def _may_send(selection: Selection, creating: bool) -> bool:
    return selection.map_.write is True or (creating and selection.map_.write == "create")


def _without_unsent(body: Raw, stream: Stream) -> Raw:
    unsent = {
        selection.path[0]
        for selection in selections(stream)
        if selection.map_.write is False and selection.entries is None and len(selection.path) == 1
    }
    return {key: value for key, value in body.items() if key not in unsent}


def _put(profile: SystemProfile, record: Raw, selection: Selection, value: str | None) -> bool:
    """Put a canonical value in its place; False when the record says the same already."""
    held = as_text(value_of(record, selection))
    if canonical_reader(profile, selection.map_)(held)[0] == value:
        return False
    written = _written(profile, selection, value)
    if selection.entries is None or selection.typed is None:
        _set(record, selection.path, written)
    else:
        _set_in_list(_entries(record, selection.entries), selection.typed, selection, written)
    return True


def _written(profile: SystemProfile, selection: Selection, value: str | None) -> str | float | bool | None:
    """The system's code or spelling for a canonical value; of several codes that mean it, the first in the table."""
    if value is None:
        return None
    map_ = selection.map_
    if map_.codes is not None:
        table = profile.codes[map_.codes]
        codes = [code for code, canonical in table.items() if canonical == value]
        if not codes:
            allowed = ", ".join(dict.fromkeys(table.values()))
            raise ValueError(f"{profile.title} has no code for {selection.field} '{value}'; allowed: {allowed}")
        return codes[0] == "true" if map_.boolean else codes[0]
    spelt = named(map_.write_as)(value) if map_.write_as else value
    return _as_number(spelt) if map_.number and spelt is not None else spelt


def _as_number(text: str) -> float:
    """The number a text says: whole where it has no fraction. Raises ValueError for what is none."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _set(record: dict[str, Any], path: tuple[str, ...], value: str | float | bool | None) -> None:
    _inside(record, path[:-1])[path[-1]] = value


def _inside(record: dict[str, Any], steps: Sequence[str]) -> dict[str, Any]:
    """The object at the end of the steps; objects that are absent or null on the way are made."""
    for step in steps:
        if record.get(step) is None:
            record[step] = {}
        record = record[step]
    return record


def _entries(record: Raw, name: str) -> list[Any]:
    *above, last = name.split(".")
    holder = _inside(record, above)
    if holder.get(last) is None:
        holder[last] = []
    entries: list[Any] = holder[last]
    return entries


def _set_in_list(entries: list[Any], typed: TypedList, selection: Selection, value: str | float | bool | None) -> None:
    """Change the entry that counts for the type; without one, add it as the favourite."""
    place = place_of_entry(entries, typed, selection.type_)
    if place is None:
        favourite = {typed.favourite_key: True} if typed.favourite_key else {}
        entries.append({typed.type_key: selection.type_, **typed.new, **favourite})
        place = len(entries) - 1
    _set(entries[place], selection.path, value)


def _drop_empty_entry(record: Raw, typed: TypedList, selection: Selection, places: Iterable[Selection]) -> None:
    """Take the entry that counts for a type away once nothing that is mapped of it says anything more."""
    entries = _entries(record, selection.entries or "")
    place = place_of_entry(entries, typed, selection.type_)
    of_entry = [other for other in places if (other.entries, other.type_) == (selection.entries, selection.type_)]
    if place is not None and all(value_of(record, other) is None for other in of_entry):
        del entries[place]
