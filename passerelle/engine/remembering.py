"""Remembering: who a record of the source was under another id, by what was last seen of it.

It counts as the same with the same name and the same numbers; without numbers, only if everything it holds is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from passerelle.engine.batch import Batch, contents
from passerelle.engine.reading import canonical
from passerelle.engine.run import Run
from passerelle.hub import bindings, records
from passerelle.hub.records import Content
from passerelle.systems.base import Raw


def remembered(run: Run, batch: Batch, new: Collection[str], known: Collection[str]) -> dict[str, str]:
    """By new id, the one bound record it was, by memory: one of the batch whose id is somebody else's today, or, of a
    record without numbers, any that is not read. `known` are the batch's bound records."""
    today = contents(batch.source)
    with run.hub.read() as connection:
        elsewhere = set() if all(_numbers(run, today[id_]) for id_ in new) else _live(run) - set(known)
        before = records.snapshots(connection, run.stream_of(run.source), [*known, *elsewhere])
    candidates = {old: was for old, was in before.items() if old in elsewhere or _other(run, today[old], was)}
    named: dict[str | None, list[str]] = defaultdict(list)
    for old, was in candidates.items():
        named[was.get("name")].append(old)
    found = {id_: [old for old in named[today[id_].get("name")] if _same(run, today[id_], before[old])] for id_ in new}
    return {id_: olds[0] for id_, olds in found.items() if len(olds) == 1}


def given_away(run: Run, pairs: Mapping[str, str], found: Mapping[str, Raw]) -> set[str]:
    """The ids, by former id in `pairs` with the new one, that somebody else bears today, while who bore them is there
    under the new one. `found`: the records that are there."""
    both = {old: new for old, new in pairs.items() if old in found and new in found}
    raws = {id_: found[id_] for pair in both.items() for id_ in pair}
    today = contents(canonical(run, run.source, raws.values()))
    with run.hub.read() as connection:
        before = records.snapshots(connection, run.stream_of(run.source), both)
    return {old for old, was in before.items() if _other(run, today[old], was) and _same(run, today[both[old]], was)}


def _live(run: Run) -> set[str]:
    """Every bound record of the source."""
    with run.hub.read() as connection:
        return set(bindings.live(connection, run.source.place))


def _numbers(run: Run, record: Content) -> list[str | None]:
    held = [record.get(name) for name in run.integration.match if name in run.source.stream.fields]
    return held if any(held) else []


def _other(run: Run, today: Content, before: Content) -> bool:
    """Whether an id is somebody else's today: another name, and other numbers where there were any."""
    numbers = _numbers(run, before)
    return today.get("name") != before.get("name") and not (numbers and _numbers(run, today) == numbers)


def _same(run: Run, today: Content, before: Content) -> bool:
    numbers = _numbers(run, before)
    compared: Iterable[str] = ["name"] if numbers else run.source.stream.fields
    return _numbers(run, today) == numbers and all(today.get(name) == before.get(name) for name in compared)
