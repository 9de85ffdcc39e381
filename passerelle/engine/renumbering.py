"""Renumbering: the source has given a record another id, and what is known of it goes along.

A call may have told of it; but calls are forged, repeated, late or lost, so the system is asked: the old id is gone,
or somebody else's by now, and the new one is there. Without a call, a new record with the numbers of one that is gone
is that one; one without numbers is who held all that it holds (`remembering.py`). Source: `rev.hook`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from passerelle.engine.batch import Batch
from passerelle.engine.identities import SPEAK_AGAINST
from passerelle.engine.keys import askable
from passerelle.engine.reading import register
from passerelle.engine.remembering import given_away, remembered
from passerelle.engine.run import Run, now
from passerelle.hub import bindings, hints, history, records, renaming
from passerelle.hub.schema import FOUND_BY


def follow_told(run: Run) -> None:
    """Follow the changes of ids that calls have told of. What proves to be none is told no more."""
    if run.source.stream.renumbers is None or run.options.dry_run or run.way_back:
        return
    with run.hub.read() as connection:
        told = hints.told_renumberings(connection, *run.source.place)
    new = {one.old: one.new for one in told}
    pairs = {old: _last(old, new) for old in new}
    _follow(run, pairs, [one.id for one in told])


def follow_unheard(run: Run, batch: Batch) -> None:
    """Follow the changes of ids that nobody told of: a record that is not known yet and holds the numbers of one that
    is gone."""
    if run.source.stream.renumbers is None or run.options.dry_run or run.way_back:
        return
    with run.hub.read() as connection:
        known = bindings.bound(connection, run.source.place, batch.open)
    new = [str(id_) for id_ in batch.open if id_ not in known]
    claims = remembered(run, batch, new, known) | _claims(run, batch, new)
    claimed = Counter(claims.values())
    if _follow(run, {old: new for new, old in claims.items() if claimed[old] == 1}, []):
        register(run, batch)


def _claims(run: Run, batch: Batch, ids: list[str]) -> dict[str, str]:
    """By new id, the one bound record of the source that was last seen with its numbers."""
    found: dict[str, set[str]] = {id_: set() for id_ in ids}
    with run.hub.read() as connection:
        for name in run.integration.match:
            if name not in batch.source.columns:
                continue
            values = batch.source.loc[ids, name]
            wanted = values[askable(name, values).to_numpy()]
            rows = records.holders(connection, *run.source.place, FOUND_BY + name, sorted(set(wanted)))
            holders = {(row.value, str(row.external_id)) for row in rows}
            for id_, value in wanted.items():
                found[str(id_)] |= {holder for held, holder in holders if held == value and holder != id_}
        bound = bindings.bound(connection, run.source.place, {old for olds in found.values() for old in olds})
        seen = records.snapshots(connection, run.stream_of(run.source), bound)
    same = {
        id_: [old for old in sorted(olds) if old in bound and _same(run, batch, id_, seen.get(old, {}))]
        for id_, olds in found.items()
    }
    return {id_: olds[0] for id_, olds in same.items() if len(olds) == 1}


def _same(run: Run, batch: Batch, id_: str, before: Mapping[str, str | None]) -> bool:
    """Whether no number speaks against the two being one."""
    against = [name for name in SPEAK_AGAINST[run.source.stream.kind] if name in batch.source.columns]
    pairs = [(batch.source.at[id_, name], before.get(name)) for name in against]
    return all(not here or not there or here == there for here, there in pairs)


def _follow(run: Run, pairs: dict[str, str], told: list[int]) -> bool:
    """Rename what is bound under an id that is gone, or somebody else's, to one that is there and bound to nothing;
    whether there was any."""
    if not (pairs or told):
        return False
    place = run.source.place
    answer = run.source.system.look_up(run.source.end.stream, sorted({*pairs, *pairs.values()}))
    gone = {*answer.missing, *given_away(run, pairs, answer.found)}
    moved = {old: new for old, new in pairs.items() if old in gone and new in answer.found}
    with run.hub.write(run.integration.integration) as connection:
        bound = bindings.bound(connection, place, [*moved, *moved.values()])
        good = {old: new for old, new in moved.items() if old in bound and new not in bound}
        for old, new in good.items():
            renaming.rename(connection, place, old, new, run.source.stream.renumbers or ())
            line = {"field": "id", "old": old, "new": new, "origin": ":".join((*place, new))}
            history.append(connection, run.stream_of(run.source), new, [line], history.RENUMBERED, run.id, now())
        hints.settle_renumberings(connection, told, now())
    title = run.source.profile.title
    run.notes.update(f"{title} now calls {old} {new}; what was known of it goes along" for old, new in good.items())
    return bool(good)


def _last(old: str, new: Mapping[str, str]) -> str:
    """Where a chain of renumberings ends, as it was told."""
    met, at = {old}, new[old]
    while at in new and at not in met:
        met.add(at)
        at = new[at]
    return at
