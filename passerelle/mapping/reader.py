"""From a system's raw records to a frame of canonical ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from passerelle.errors import UnreadableAnswer
from passerelle.mapping.drift import unmapped_keys
from passerelle.mapping.models import FieldMap, Stream, SystemProfile
from passerelle.mapping.selection import Selection, holder_of, selections, walk
from passerelle.systems.base import Raw
from passerelle.transforms import as_text, named


@dataclass
class ReadBatch:
    """A batch of canonical records, and what was noticed while reading it.

    `frame`: one row per record, indexed by `external_id`; a column per mapped field, per language for localised ones
    (`name@fr`); values are text or None. `unmapped`: places in raw records the profile doesn't know. `unknown_codes`:
    (field, code) kept as given because its table doesn't hold it. `repeated`: ids read again; the first was kept.
    """

    frame: pd.DataFrame
    unmapped: Counter[str] = field(default_factory=Counter)
    unknown_codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    repeated: list[str] = field(default_factory=list)


def to_frame(profile: SystemProfile, stream_name: str, raws: Sequence[Raw]) -> ReadBatch:
    """Read raw records of a stream. Raises UnreadableAnswer, naming the record, for one without an id or whose shape
    is not the profile's."""
    stream = profile.streams[stream_name]
    unique: dict[str, Raw] = {}
    repeated: list[str] = []
    for raw in raws:
        external_id = _id_or_refuse(profile, stream_name, raw)
        if external_id in unique:
            repeated.append(external_id)
        else:
            unique[external_id] = raw
    columns = _Columns(profile, stream_name, unique)
    values = {selection.column: columns.read(selection) for selection in selections(stream)}
    index = pd.Index(list(unique), dtype=object, name="external_id")
    frame = pd.DataFrame(values, index=index, dtype=object)
    return ReadBatch(frame, unmapped_keys(stream, unique.values()), columns.unknown_codes, repeated)


def canonical_reader(profile: SystemProfile, map_: FieldMap) -> Callable[[str | None], tuple[str | None, bool]]:
    """How a map reads raw text: its canonical value, and whether it is a code its table doesn't hold."""
    spell = named(map_.transform)
    if map_.codes is None:
        return lambda given: (spell(given), False)
    table = profile.codes[map_.codes]

    def decode(given: str | None) -> tuple[str | None, bool]:
        code = spell(given)
        return (code, False) if code is None else (table.get(code, code), code not in table)

    return decode


def external_id_of(stream: Stream, raw: Raw) -> str:
    """The system's own id of a record. Raises ValueError for what is not an object with an id."""
    value: object = raw
    for step in stream.id_path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    external_id = None if isinstance(value, (dict, list)) else as_text(value)
    if not external_id:
        raise ValueError(f"a record of {stream.title} is not an object with '{stream.id_path}'")
    return external_id


def _id_or_refuse(profile: SystemProfile, stream_name: str, raw: Raw) -> str:
    try:
        return external_id_of(profile.streams[stream_name], raw)
    except ValueError as problem:
        raise UnreadableAnswer(
            profile.system,
            f"{profile.title}: {problem}; compare streams.{stream_name}.id_path in "
            f"mappings/systems/{profile.system}.yaml with its answers",
        ) from None


class _Columns:
    """The columns of a batch, read one after the other; what they share, such as an address, is found once."""

    def __init__(self, profile: SystemProfile, stream_name: str, records: dict[str, Raw]) -> None:
        self.unknown_codes: Counter[tuple[str, str]] = Counter()
        self._profile = profile
        self._stream_name = stream_name
        self._records = records
        self._holders: dict[tuple[str | None, str], list[Any]] = {}

    def read(self, selection: Selection) -> list[str | None]:
        """One column's values; each distinct raw text is spelled once."""
        spell = canonical_reader(self._profile, selection.map_)
        spelled: dict[str | None, tuple[str | None, bool]] = {}
        values: list[str | None] = []
        for given in self._given(selection):
            if given not in spelled:
                spelled[given] = spell(given)
            value, is_unknown = spelled[given]
            if is_unknown and value is not None:
                self.unknown_codes[selection.field, value] += 1
            values.append(value)
        return values

    def _given(self, selection: Selection) -> Iterator[str | None]:
        place = (selection.entries, selection.type_)
        if place not in self._holders:
            self._holders[place] = list(self._each(self._records.values(), selection, holder_of))
        return self._each(self._holders[place], selection, lambda holder, wanted: as_text(walk(holder, wanted.path)))

    def _each(self, items: Iterable[Any], selection: Selection, take: Callable[[Any, Selection], Any]) -> Iterator[Any]:
        for external_id, item in zip(self._records, items, strict=True):
            try:
                yield take(item, selection)
            except TypeError as problem:
                raise _unexpected(self._profile, self._stream_name, external_id, selection, problem) from None


def _unexpected(
    profile: SystemProfile, stream_name: str, external_id: str, selection: Selection, problem: TypeError
) -> UnreadableAnswer:
    return UnreadableAnswer(
        profile.system,
        f"{profile.title}, {stream_name} {external_id}: {selection.place} holds {problem}; compare "
        f"streams.{stream_name}.fields.{selection.field} in mappings/systems/{profile.system}.yaml with its answers",
    )
