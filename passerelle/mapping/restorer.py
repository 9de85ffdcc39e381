"""Putting back exactly what a record held: the spelling somebody typed, the entry that was not there, its place."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from passerelle.mapping.models import Stream
from passerelle.mapping.selection import Selection, place_of_entry, selections, value_of, walk
from passerelle.systems.base import Raw

Place = dict[str, Any]
"""What stood at the place of one field: `value`; or, in a typed list, the whole `entry` (None: there was none), `at`,
where it stood, and whether it was `dropped`. `beside` holds attributes that changed along with it."""


def places_of(stream: Stream, fields: Iterable[str], raw: Raw, body: Raw) -> dict[str, Place]:
    """What stands at the places of these fields in a record as the system returned it, before `body` is sent."""
    wanted = set(fields)
    return {one.field: _place(one, raw, body) for one in selections(stream) if one.field in wanted}


def put_back(stream: Stream, before: Mapping[str, Place], current: Raw) -> Raw:
    """The body of an update after which the record holds at these fields' places what it held before.

    Every other entry and attribute stays as it is in `current`.
    """
    after: Raw = copy.deepcopy(current)
    touched = [one for one in selections(stream) if one.field in before]
    _bring_back(after, touched, before)
    for one in touched:
        if one.typed is None:
            _holder(after, one.path[:-1])[one.path[-1]] = before[one.field]["value"]
        elif not before[one.field]["dropped"]:
            _put_back_in_entry(_entries(after, one), one, before[one.field])
    for one in touched:
        if one.typed is not None and before[one.field]["entry"] is None:
            _drop_if_empty(_entries(after, one), one, stream, after)
    beside = {name: value for place in before.values() for name, value in place.get("beside", {}).items()}
    if stream.calls.update_style == "replace":
        return after | beside
    roots = {(one.entries or one.path[0]).split(".")[0] for one in touched}
    return {name: value for name, value in after.items() if name in roots} | beside


def _place(one: Selection, raw: Raw, body: Raw) -> Place:
    if one.typed is None:
        return {"value": value_of(raw, one)}
    path = (one.entries or "").split(".")
    entries = walk(raw, path) or []
    at = place_of_entry(entries, one.typed, one.type_)
    sent = walk(body, path)
    dropped = sent is not None and _count(sent, one) < _count(entries, one)
    return {"entry": None if at is None else copy.deepcopy(entries[at]), "at": at, "dropped": dropped}


def _count(entries: list[Any], one: Selection) -> int:
    assert one.typed is not None
    return sum(entry.get(one.typed.type_key) == one.type_ for entry in entries)


def _bring_back(record: Raw, touched: list[Selection], before: Mapping[str, Place]) -> None:
    """Entries that were taken away come back as they were and where they were."""
    gone = {(one.entries, one.type_): one for one in touched if before[one.field].get("dropped")}
    for one in sorted(gone.values(), key=lambda one: int(before[one.field]["at"])):
        place = before[one.field]
        _entries(record, one).insert(place["at"], copy.deepcopy(place["entry"]))


def _put_back_in_entry(entries: list[Any], one: Selection, before: Place) -> None:
    """Give an entry its former value; one that somebody has taken away since stays away."""
    assert one.typed is not None
    at = place_of_entry(entries, one.typed, one.type_)
    if at is not None:
        _holder(entries[at], one.path[:-1])[one.path[-1]] = walk(before["entry"], one.path)


def _drop_if_empty(entries: list[Any], one: Selection, stream: Stream, record: Raw) -> None:
    """Take away an entry that was added, once nothing that is mapped of it is left."""
    assert one.typed is not None
    at = place_of_entry(entries, one.typed, one.type_)
    of_entry = [other for other in selections(stream) if (other.entries, other.type_) == (one.entries, one.type_)]
    if at is not None and all(value_of(record, other) is None for other in of_entry):
        del entries[at]


def _entries(record: Raw, one: Selection) -> list[Any]:
    *above, last = (one.entries or "").split(".")
    holder = _holder(record, tuple(above))
    if holder.get(last) is None:
        holder[last] = []
    entries: list[Any] = holder[last]
    return entries


def _holder(record: Raw, steps: tuple[str, ...]) -> Raw:
    """The object at the end of the steps; objects that are absent or null on the way are made."""
    for step in steps:
        if record.get(step) is None:
            record[step] = {}
        record = record[step]
    return record
