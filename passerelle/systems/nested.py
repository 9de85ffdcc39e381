"""Nested streams: records that stand inside another stream's, such as the links within a relation.

Their id is that of the outer record and their own, `1042/77`; the outer id is added to each as `parent`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from passerelle.http import dig
from passerelle.mapping.models import Stream, Within
from passerelle.mapping.reader import to_frame
from passerelle.records import link_reference
from passerelle.systems.base import Raw, ignore
from passerelle.transforms import as_text

if TYPE_CHECKING:
    from passerelle.systems.rest import RestSystem


def held_by(outer: Stream, within: Within, raws: Iterable[Raw]) -> list[Raw]:
    """The nested records of outer ones, each with `parent` and an `id` that tells it from all others."""
    found = []
    for raw in raws:
        parent = str(dig(raw, outer.id_path))
        found += [placed(within, item, parent) for item in dig(raw, within.items) or []]
    return found


def placed(within: Within, item: Raw, parent: str) -> Raw:
    """One nested record with the place it stands in."""
    own = "/".join(as_text(item.get(key)) or "" for key in within.identity)
    return {**item, "parent": parent, "id": f"{parent}/{own}"}


def read_nested(system: RestSystem, stream: str, within: Within, external_id: str) -> Raw | None:
    """One nested record, read with the outer one it stands in."""
    raw = system.read(within.stream, parent_of(external_id))
    return next((one for one in system.nested(stream, [raw] if raw else []) if one["id"] == external_id), None)


def find_nested(system: RestSystem, stream: str, within: Within, references: Sequence[str]) -> dict[str, list[Raw]]:
    """Nested links by reference; every reference asked for is a key. Reads each outer record once: certain."""
    owners = dict.fromkeys(reference.split("|", 1)[0] for reference in references)
    outer = system.ask_all(lambda owner: system.read(within.stream, owner), owners, ignore)
    raws = system.nested(stream, [raw for raw in outer.values() if raw])
    frame = to_frame(system.profile, stream, raws).frame
    found: dict[str, list[Raw]] = {reference: [] for reference in references}
    for raw, row in zip(raws, frame.to_dict("records"), strict=True):
        reference = link_reference(row["owner"], row["role"], row["other"], row["start_date"])
        if reference in found:
            found[reference].append(raw)
    return found


def parent_of(external_id: str) -> str:
    """The outer record's id."""
    return external_id.split("/", 1)[0]


def own_part(external_id: str) -> str:
    """The id a nested record has within its outer one."""
    return external_id.split("/", 1)[1]
