"""Candidates: the target's records that may be a record of the source, where what they match by is made of several
fields and no system can be asked for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

import pandas as pd

from passerelle.engine.identities import values_in
from passerelle.engine.reading import canonical
from passerelle.engine.references import own_ids
from passerelle.engine.run import OVERLAP, Run, Side
from passerelle.hub import runs
from passerelle.hub.records import Content
from passerelle.parts import ids_of
from passerelle.systems.base import Raw
from passerelle.systems.searched import FEW


def similar(run: Run, rows: pd.DataFrame, wanted: Mapping[str, Sequence[str]]) -> list[Raw]:
    """The target's records that hold one of these values. A whole pass reads the whole list. Else those are asked for
    that hold an e-mail address or our reference, or that belong to a third party of theirs, and those that changed
    since the target was last read: what stood there before, the hub knows."""
    system, stream = run.target.system, run.target.end.stream
    if len(rows) > FEW or run.whole_pass:
        found = [raw for page in system.outlines(stream) for raw in _holding(run, page, wanted)]
        return system.in_full(stream, found)
    fields = run.target.stream.fields
    asked = {"email": sorted(set(rows["email"].dropna()))} | {name: wanted[name] for name in wanted if name in fields}
    if "name_and_phone" in wanted:
        asked["name"] = sorted(set(rows["name"].dropna()))
    found = system.find_any(stream, {name: values for name, values in asked.items() if values})
    third_parties = {id_ for text in rows["third_parties"] for id_ in ids_of(text)}
    near = system.referring(stream, list(own_ids(run, run.target, third_parties).values()))
    new = [raw for page in unread(run, run.target) for raw in _holding(run, page, wanted)]
    return [*found, *system.look_up(stream, near).found.values(), *new]


def unread(run: Run, side: Side) -> Iterator[list[Raw]]:
    """A side's records that have changed since its last pass; none where there was none."""
    with run.hub.read() as connection:
        last = runs.checkpoint_of(connection, run.integration.integration, *side.place)
    if last is not None:
        yield from side.system.changed(side.end.stream, datetime.fromisoformat(last.position) - OVERLAP)


def held_by(candidates: Mapping[str, Content], name: str, taken: Collection[str]) -> dict[str, list[str]]:
    """By value of an identifier, the candidates that hold it and that no other row has taken."""
    holding: dict[str, list[str]] = defaultdict(list)
    for id_, row in candidates.items():
        for value in values_in(row.get(name) or "") if id_ not in taken else ():
            holding[value].append(id_)
    holding.pop("", None)
    return holding


def _holding(run: Run, page: list[Raw], wanted: Mapping[str, Sequence[str]]) -> list[Raw]:
    frame = canonical(run, run.target, page)
    sought = {name: {part for value in values for part in values_in(value)} for name, values in wanted.items()}
    hits = {
        str(id_)
        for name, values in sought.items()
        if name in frame.columns
        for id_, cell in frame[name].dropna().items()
        if values & set(values_in(cell))
    }
    return [raw for raw in page if run.target.id_of(raw) in hits]
