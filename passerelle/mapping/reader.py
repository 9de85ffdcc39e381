"""From a system's raw records to a frame of canonical ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from passerelle.errors import UnreadableAnswer
from passerelle.mapping.drift import unmapped_keys
from passerelle.mapping.models import FieldMap, Stream, SystemProfile
from passerelle.mapping.selection import Selection, selections, value_of
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
    unknown: Counter[tuple[str, str]] = Counter()
    columns = {
        selection.column: _column(profile, stream_name, selection, unique, unknown) for selection in selections(stream)
    }
    index = pd.Index(list(unique), dtype=object, name="external_id")
    frame = pd.DataFrame(columns, index=index, dtype=object)
    return ReadBatch(frame, unmapped_keys(stream, unique.values()), unknown, repeated)


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


def _column(
    profile: SystemProfile,
    stream_name: str,
    selection: Selection,
    records: dict[str, Raw],
    unknown: Counter[tuple[str, str]],
) -> list[str | None]:
    """One column's values; each distinct raw text is spelled once."""
    read = canonical_reader(profile, selection.map_)
    spelled: dict[str | None, tuple[str | None, bool]] = {}
    values: list[str | None] = []
    for external_id, raw in records.items():
        try:
            given = as_text(value_of(raw, selection))
        except TypeError as problem:
            raise _unexpected(profile, stream_name, external_id, selection, problem) from None
        if given not in spelled:
            spelled[given] = read(given)
        value, is_unknown = spelled[given]
        if is_unknown and value is not None:
            unknown[selection.field, value] += 1
        values.append(value)
    return values


def _unexpected(
    profile: SystemProfile, stream_name: str, external_id: str, selection: Selection, problem: TypeError
) -> UnreadableAnswer:
    return UnreadableAnswer(
        profile.system,
        f"{profile.title}, {stream_name} {external_id}: {selection.place} holds {problem}; compare "
        f"streams.{stream_name}.fields.{selection.field} in mappings/systems/{profile.system}.yaml with its answers",
    )
