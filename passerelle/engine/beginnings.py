"""Beginnings: what stood in a system when a way of an integration began whose initialisation is switched off.

Such a record is neither created nor changed by that way until somebody changes it; then it is news like any other. It
is paired all the same, so that what changes later goes to the right record.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from passerelle.engine.batch import Batch, contents
from passerelle.engine.merge import Sides
from passerelle.engine.run import Run, Side, now
from passerelle.hub import beginnings, bindings, records, runs
from passerelle.hub.records import Content

OWN = "partner"
"""Our reference is made of the record's id and says nothing of what somebody changed."""


HOW = "it is taken once somebody changes it, or by a run with initialise"


def leave_beginnings(run: Run, batch: Batch, met: Sequence[str]) -> Batch:
    """Skip the rows that stood there when the way began and are as they were. `met` are those of the batch that the
    integration takes, whatever has become of them since."""
    if not run.two_way:
        return batch
    _note_matches(run, batch)
    with run.hub.read() as connection:
        held = beginnings.held(connection, run.driven, batch.rows.index)
        new = _unmet(run, connection, run.source, [id_ for id_ in met if id_ not in held])
        echoes = records.snapshots(connection, run.driven, held)
    if run.options.take_groups or _takes(run):
        batch.anew = set() if run.options.take_groups else {id_ for id_ in met if id_ in held}
        run.begun |= batch.anew
        return batch
    today = contents(batch.source.loc[list(met)])
    still = [id_ for id_ in met if id_ in held and not _changed(held[id_], today[id_], echoes.get(id_, {}))]
    run.begun |= held.keys() - set(still)
    left = batch.open.intersection([*new, *still])
    if not run.options.dry_run:
        _store(run, batch, new, left)
    reason = f"was in {run.source.profile.title} when the integration began and hasn't changed since; {HOW}"
    batch.settle(left, "skipped", reason)
    return batch


def forget_taken(run: Run) -> None:
    """What was taken is no beginning any more: from now on it is kept the same like any other."""
    if run.begun and not run.options.dry_run:
        with run.hub.write(run.integration.integration) as connection:
            beginnings.forget(connection, run.driven, run.begun)


def is_beginning(run: Run) -> bool:
    """Whether a run takes what stood there when its way began and was left then."""
    return _takes(run) and bool(run.begun)


def count_adopted(run: Run, batch: Batch) -> None:
    """Count the rows whose match holds; both ways may find the same pair, which is one."""
    for id_, target in batch.matched.items():
        pair = frozenset({(*run.source.place, str(batch.rows.at[id_, "source_id"])), (*run.target.place, target)})
        if batch.rows.at[id_, "outcome"] != "quarantined" and pair not in run.adopted:
            run.adopted.add(pair)
            run.tally["adopted"] += 1


def left_to_carry(run: Run, batch: Batch, sides: Sides, left: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of what one way leaves to the other, by row, what the other will carry: of two records that meet for the first
    time, not what the target held when the other way began without taking it."""
    if run.options.initialise or _switch(run, there=run.way_back):
        return left
    first = {id_: str(batch.rows.at[id_, "target_id"]) for id_ in left if not sides.known[id_]}
    with run.hub.read() as connection:
        stream = run.stream_of(run.target)
        held = beginnings.held(connection, stream, first.values())
        new = _unmet(run, connection, run.target, [id_ for id_ in first.values() if id_ not in held])
    today = contents(sides.target.loc[list(first)])
    stood = {id_: today[id_] if target in new else held.get(target) for id_, target in first.items()}
    kept = {id_: _different(fields, stood.get(id_), today.get(id_, {})) for id_, fields in left.items()}
    return {id_: fields for id_, fields in kept.items() if fields}


def _different(fields: list[str], stood: Content | None, today: Content) -> list[str]:
    return fields if stood is None else [name for name in fields if stood.get(name) != today.get(name)]


def _switch(run: Run, *, there: bool) -> bool:
    """Whether a way takes what stood there when it began."""
    return run.integration.initialise.there if there else run.integration.initialise.back


def _takes(run: Run) -> bool:
    return run.options.initialise or _switch(run, there=not run.way_back)


def _note_matches(run: Run, batch: Batch) -> None:
    """Note which rows have met their partner only now: it stood there already, and is adopted."""
    paired = batch.partners("target_id", batch.open)
    with run.hub.read() as connection:
        known = bindings.partners(connection, run.source.place, paired, run.target.place)
    batch.matched = {id_: target for id_, target in paired.items() if known.get(id_) != target}


def _unmet(run: Run, connection: Connection, side: Side, ids: list[str]) -> list[str]:
    """Of a side's records, those no run has ended with, as long as the side was never gone through."""
    if runs.checkpoint_of(connection, run.integration.integration, *side.place) is not None:
        return []
    ended = records.states(connection, run.stream_of(side), ids)
    return [id_ for id_ in ids if id_ not in ended]


def _changed(held: Content, today: Content, echo: Content) -> bool:
    """Whether a record is neither as it stood nor as it was last seen: what we wrote ourselves is no news."""
    return any(
        today.get(name) != value and today.get(name) != echo.get(name, value)
        for name, value in held.items()
        if name != OWN
    )


def _store(run: Run, batch: Batch, new: list[str], left: pd.Index) -> None:
    """Keep what stands there at the beginning, and who is whom."""
    rows = {
        str(id_): {str(name): row[name] for name in row} for id_, row in batch.source.loc[new].to_dict("index").items()
    }
    pairs = {id_: target for id_, target in batch.partners("target_id", left).items() if id_ in batch.matched}
    with run.hub.write(run.integration.integration) as connection:
        beginnings.keep(connection, run.driven, rows, run.id, now())
        if pairs:
            _pair(run, connection, batch, pairs)


def _pair(run: Run, connection: Connection, batch: Batch, pairs: dict[str, str]) -> None:
    """Bind records that are the same. Where the other way takes neither, both are remembered as they stand: later only
    what changes is carried."""
    at, kind = now(), run.target.stream.kind
    bindings.bind(connection, kind, run.source.place, run.target.place, list(pairs.items()), run.id, at)
    ways = run.integration.ways
    if (ways.there if run.way_back else ways.back) and _switch(run, there=run.way_back):
        return
    for side, frame, ids in (
        (run.source, batch.source, {id_: id_ for id_ in pairs}),
        (run.target, batch.target, pairs),
    ):
        found = contents(frame.loc[list(pairs)])
        stream = run.stream_of(side)
        records.save_snapshots(connection, stream, {ids[id_]: found[id_] for id_ in pairs}, run.id, at)
