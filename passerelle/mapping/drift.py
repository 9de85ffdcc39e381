"""Keys of raw records that a profile neither maps nor ignores: what a vendor added, or we forgot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from passerelle.mapping.models import Stream, TypedList
from passerelle.mapping.selection import selections
from passerelle.systems.base import Raw


class Known:
    """The keys a stream's profile knows, as places: `address.street`, `channels[Phone].value`, `channels[Email]`."""

    def __init__(self, stream: Stream) -> None:
        self.places = {stream.id_path, *stream.ignored}
        self.typed_lists = stream.typed_lists
        for selection in selections(stream):
            self.places.add(selection.place)
        for name, typed in stream.typed_lists.items():
            types = {selection.type_ for selection in selections(stream) if selection.entries == name}
            keys = {typed.type_key, typed.favourite_key} - {None}
            self.places |= {f"{name}[{type_}].{key}" for type_ in types for key in keys}
            of_all = {place for place in stream.ignored if place.startswith(f"{name}[].")}
            self.places |= {place.replace("[]", f"[{type_}]", 1) for type_ in types for place in of_all}
        self.ways = {way for place in self.places for way in _ways_to(place)}
        self.leaves = {place for place in self.places if "." not in place and "[" not in place}


def unmapped_keys(stream: Stream, raws: Iterable[Raw]) -> Counter[str]:
    """Places that hold something the profile doesn't know, with the number of records they were seen in."""
    known = Known(stream)
    found: Counter[str] = Counter()
    for raw in raws:
        found.update(set(_unknown(raw, "", known)))
    return found


def _unknown(value: dict[str, Any], above: str, known: Known) -> Iterator[str]:
    for key, inner in value.items():
        if not above and key in known.leaves:
            continue
        place = f"{above}{key}"
        if place in known.places:
            continue
        typed = known.typed_lists.get(place)
        if typed is not None and isinstance(inner, list):
            yield from _unknown_in_list(inner, place, typed, known)
        elif place not in known.ways:
            yield place
        elif isinstance(inner, dict):
            yield from _unknown(inner, f"{place}.", known)


def _unknown_in_list(entries: Sequence[Any], above: str, typed: TypedList, known: Known) -> Iterator[str]:
    for entry in entries:
        place = f"{above}[{entry.get(typed.type_key)}]" if isinstance(entry, dict) else f"{above}[]"
        if place in known.places:
            continue
        if place not in known.ways:
            yield place
        else:
            yield from _unknown(entry, f"{place}.", known)


def _ways_to(place: str) -> Iterator[str]:
    """Every place on the way to a place: `address` and `address.street` for `address.street.nl`."""
    for end, letter in enumerate(place):
        if letter in ".[":
            yield place[:end].removesuffix("]") if letter == "[" else place[:end]
