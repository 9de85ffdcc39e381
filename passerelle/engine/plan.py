"""Plan: turn what differs into staged actions, and store at once how every row without an action ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from passerelle.engine.batch import Batch, contents, frame_of
from passerelle.engine.beginnings import count_adopted, left_to_carry
from passerelle.engine.held import only_accepted, only_shown, sentence, why_held
from passerelle.engine.merge import Sides, carried, decide
from passerelle.engine.moving import one_each
from passerelle.engine.news import left_for_the_other_way, watched
from passerelle.engine.overrides import told_of
from passerelle.engine.partners import OWN
from passerelle.engine.references import without_gone
from passerelle.engine.run import Run
from passerelle.engine.settled import store_settled
from passerelle.hub import bindings, plans, records
from passerelle.hub.quarantines import Held
from passerelle.hub.records import Content
from passerelle.mapping.localise import language_of_seat
from passerelle.parts import ids_of

WOULD_BE = {"create": "created", "update": "updated", "revert": "updated"}
"""Where a record would end if its action were carried out."""

CREATION_FIELDS = ("kind", "language", "third_parties", "establishment")
"""Fields no side owns afterwards, but which a new record needs."""


def plan_batch(run: Run, batch: Batch) -> Batch:
    """Decide what the batch's open rows need, stage it, and settle the rest as unchanged."""
    pairs = batch.open[batch.rows.loc[batch.open, "target_id"].notna()]
    absent = batch.open[batch.rows.loc[batch.open, "target_id"].isna()]
    actions = [*_updates(run, batch, pairs), *_creations(run, batch, absent)]
    batch.settle(batch.open, "unchanged")
    batch.final |= set(batch.rows.index[batch.rows["outcome"] == "unchanged"])
    stage(run, actions)
    store_settled(run, batch)
    count_adopted(run, batch)
    run.tally.update(batch.rows.loc[batch.rows["outcome"] != "planned", "outcome"])
    run.names.update(_names(batch))
    return batch


def _names(batch: Batch) -> dict[str, str]:
    """Names of the rows that may need a person, so that the report can say who they are."""
    if "name" not in batch.target.columns:
        return {}
    rows = batch.rows.index[batch.rows["outcome"].isin(["quarantined", "conflicts", "planned"])]
    known = batch.target.loc[rows, "name"].fillna(batch.source.loc[rows, "name"])
    return {str(id_): str(name) for id_, name in known.dropna().items()}


def _updates(run: Run, batch: Batch, ids: pd.Index) -> list[dict[str, Any]]:
    sides = _sides(run, batch, ids)
    groups = run.groups
    rules = run.integration.fields
    decided = only_shown(run, decide(sides, groups, rules, run.options.overwrite_local))
    decision = only_accepted(run, sides, groups, decided)
    _forget_reference(run, batch, ids)
    actions, held = [], {}
    left = left_to_carry(run, batch, sides, left_for_the_other_way(run, sides, decision))
    moving = ids.isin(batch.moves.keys())
    differing = ids[(decision.take.any(axis=1) | decision.review.any(axis=1)).to_numpy() | moving]
    bases = contents(sides.source_base.loc[differing]), contents(sides.target_base.loc[differing])
    today = contents(sides.source.loc[differing]), contents(sides.target.loc[differing])
    rows = batch.rows.loc[differing].to_dict("index")
    parts = {name: carried(sides, name, rule) for name, rule in rules.items() if rule.parts}
    for id_ in differing:
        merged = {name: values[id_] for name, values in parts.items()}
        found = Found(id_, rows[id_], (today[0][id_], today[1][id_]), (bases[0][id_], bases[1][id_]), merged)
        taken = [group for group in rules if decision.take.at[id_, group]]
        moved = found.moved(batch.moves.get(id_, {}))
        changes = [change for group in taken for change in found.changes(groups[group])]
        changes = [one for one in changes if one["field"] not in batch.moves.get(id_, {})] + moved
        conflicts = _conflicts(run, found, [group for group in rules if decision.review.at[id_, group]])
        fixed = next((one for one in changes if _stays(run, one)), None)
        if fixed:
            batch.hold([_moved(run, id_, fixed)])
            continue
        run.blanked += sum(found.blanks(groups[group]) for group in taken)
        if changes:
            # The other way takes the step to the affaire, as if somebody had moved the opportunity by hand.
            kept = [*_kept(run, taken, conflicts), *left.pop(str(id_), ()), *(one["field"] for one in moved)]
            kept += watched(run)
            actions.append(_action(run, batch, found, "update", changes, conflicts) | {"kept": kept})
        elif conflicts:
            batch.conflicts[id_] = conflicts
            batch.bases[id_] = found.bases
            held[str(id_)] = sentence(conflicts)
            run.problem(id_, held[str(id_)])
    actions = one_each(run, batch, actions)
    batch.settle([action["driver_id"] for action in actions], "planned")
    batch.settle_each(held, "conflicts")
    batch.left = left
    batch.bases |= _bases(sides, left)
    _leave_undecided(run, batch, ids)
    return actions


def _bases(sides: Sides, ids: Iterable[str]) -> dict[str, tuple[Content, Content]]:
    chosen = list(ids)
    source, target = contents(sides.source_base.loc[chosen]), contents(sides.target_base.loc[chosen])
    return {id_: (source[id_], target[id_]) for id_ in chosen}


@dataclass(frozen=True)
class Found:
    """One row of a batch as plain values: what both sides (source first) hold today, what is remembered of them, and
    what fields of parts become, which is neither side's."""

    id: str
    row: dict[Any, Any]
    today: tuple[Content, Content]
    bases: tuple[Content, Content] = field(default_factory=lambda: ({}, {}))
    merged: Content = field(default_factory=dict)

    def changes(self, fields: list[str]) -> list[dict[str, Any]]:
        """What taking these fields from the source changes at the target."""
        new, old = self.today[0] | self.merged, self.today[1]
        pairs = [(name, old.get(name), new.get(name)) for name in fields]
        return [{"field": name, "old": was, "new": becomes} for name, was, becomes in pairs if was != becomes]

    def moved(self, wanted: dict[str, str]) -> list[dict[str, Any]]:
        """What the target's record changes because of what happened to the source's."""
        pairs = [(name, self.today[1].get(name), value) for name, value in wanted.items()]
        return [{"field": name, "old": was, "new": becomes} for name, was, becomes in pairs if was != becomes]

    def blanks(self, fields: list[str]) -> bool:
        """Whether taking a group would leave nothing of it: an address that moves may well lose its box."""
        return not any(name in self.today[0] for name in fields)


def _conflicts(run: Run, found: Found, held: list[str]) -> list[dict[str, Any]]:
    groups, rules, title = run.groups, run.integration.fields, run.source.profile.title
    return [
        change | {"group": group, "why": why_held(rules[group], title, run.options.update_existing)}
        for group in held
        for change in found.changes(groups[group])
    ]


def _kept(run: Run, taken: list[str], conflicts: list[dict[str, Any]]) -> list[str]:
    """Fields whose news is not over with this action: those held, and all that a person's decision was not about."""
    if not run.options.take_groups:
        return [change["field"] for change in conflicts]
    groups = run.groups
    return [field for group, fields in groups.items() if group not in taken for field in fields]


def _stays(run: Run, change: dict[str, Any]) -> bool:
    """Whether a change is of whom a record belongs to, which its system takes with a new record only."""
    known = run.target.stream.fields[change["field"]]
    return known.refers is not None and known.write == "create"


def _moved(run: Run, id_: str, change: dict[str, Any]) -> Held:
    """Why a record that belongs to somebody else now waits, and what a person does: a write would change nothing."""
    here, there = run.source.profile.title, run.target.profile.title
    old, new = (", ".join(ids_of(change[side])) for side in ("old", "new"))
    reason = (
        f"{there} keeps it with {old} for good, and {here} has moved it to {new}; move it back in {here}, or make a "
        "new one there and delete this one"
    )
    return Held(str(id_), "can_be_moved", change["field"], reason, new)


def _leave_undecided(run: Run, batch: Batch, ids: pd.Index) -> None:
    """A run that carries out a person's decision leaves records alone on which the decision no longer holds."""
    if run.options.take_groups:
        left = batch.open.intersection(ids)
        reason = "what was to be decided is no longer the same; the next run looks again"
        batch.settle(left, "skipped", reason)
        for id_ in left:
            run.problem(id_, reason)


def _sides(run: Run, batch: Batch, ids: pd.Index) -> Sides:
    """Both sides now and as last seen. A record now paired with another partner than before counts as never seen:
    nothing is remembered of its source, and of its target what it holds today."""
    sources, targets = batch.partners("source_id", ids), batch.partners("target_id", ids)
    with run.hub.read() as connection:
        source = records.snapshots(connection, run.stream_of(run.source), sources.values())
        target = records.snapshots(connection, run.stream_of(run.target), targets.values())
        left = bindings.bound(connection, run.source.place, sources.values())
        right = bindings.bound(connection, run.target.place, targets.values())
    paired = {id_: left.get(sources[id_], "") == right.get(targets[id_]) for id_ in ids}
    unknown = {str(id_): {} for id_ in ids} if run.two_way else contents(batch.target.loc[ids])
    source = {id_: content for id_, content in source.items() if id_ not in batch.anew}
    seen = [paired[id_] and sources[id_] in source and targets[id_] in target for id_ in ids]
    known = pd.Series(seen, index=ids, dtype=bool)
    here, there = batch.source.loc[ids], batch.target.loc[ids]
    source_base = frame_of({id_: source.get(sources[id_], {}) for id_ in ids}, batch.source.columns)
    target_base = frame_of(
        {id_: target[targets[id_]] if known[id_] else unknown[id_] for id_ in ids}, batch.target.columns
    )
    return Sides(
        source=here,
        target=there,
        source_base=without_gone(run, run.source, here, source_base),
        target_base=without_gone(run, run.target, there, target_base),
        known=known,
        two_way=run.two_way,
        lacking=_lacking(run),
    )


def _forget_reference(run: Run, batch: Batch, ids: pd.Index) -> None:
    """Where nothing is updated, our reference is not written either; it is remembered as not told, for later."""
    if run.options.update_existing or OWN not in batch.target.columns:
        return
    without = [id_ for id_ in ids if batch.target.at[id_, OWN] is None]
    told = contents(batch.source.loc[without])
    batch.said |= {
        id_: {name: value for name, value in batch.said.get(id_, row).items() if name != OWN}
        for id_, row in told.items()
    }


def _lacking(run: Run) -> frozenset[str]:
    """Fields of a group that only the target has a place for."""
    return frozenset(name for fields in run.groups.values() if len(fields) > 1 for name in fields) - set(
        run.source.stream.fields
    )


def _creations(run: Run, batch: Batch, ids: pd.Index) -> list[dict[str, Any]]:
    source = batch.source.loc[ids]
    seat, known = language_of_seat(source), contents(source)
    groups = run.groups
    wanted = [field for group in run.integration.fields for field in groups[group]]
    maps = run.target.stream.fields
    beside = [one for one in (*CREATION_FIELDS, *run.given.fields, OWN) if one in maps and maps[one].write]
    actions, rows = [], batch.rows.loc[ids].to_dict("index")
    for id_ in ids:
        row = known[id_] | run.given.fields | told_of(run, id_) | batch.moves.get(id_, {})
        values = {name: row.get(name) for name in (*wanted, *beside, *batch.moves.get(id_, ()))}
        if "language" in values:
            values["language"] = values["language"] or seat[id_]
        if values.get("kind") in run.integration.create.refuse:
            batch.hold([_refused(run, id_, str(values["kind"]))])
            continue
        changes = [{"field": name, "old": None, "new": value} for name, value in values.items() if value is not None]
        found = Found(id_, rows[id_], (known[id_], {}), ({}, watched(run)))
        kept = [*batch.moves.get(id_, ()), *watched(run)]
        actions.append(_action(run, batch, found, "create", changes, []) | {"kept": kept})
    batch.settle([action["driver_id"] for action in actions], "planned")
    if actions and run.given.told:
        run.notes[f"Created with {run.given.told}"] += len(actions)
    return actions


def _refused(run: Run, id_: str, kind: str) -> Held:
    """Why a kind of record is never created, and what a person can do."""
    reason = f"a {kind.replace('_', ' ')} cannot be created: {run.integration.create.refuse[kind]}"
    return Held(id_, "can_be_created", "kind", reason, kind)


def _action(
    run: Run,
    batch: Batch,
    found: Found,
    op: str,
    changes: list[dict[str, Any]],
    conflicts: list[dict[str, Any]],
) -> dict[str, Any]:
    state = batch.states.get(found.id)
    account, stream = run.target.place
    return {
        "run_id": run.id,
        "integration": run.integration.integration,
        "connection": account,
        "stream": stream,
        "op": op,
        "driver_id": found.id,
        "source_id": found.row["source_id"],
        "target_id": found.row["target_id"],
        "reference": found.row["key"],
        "state_version": state.version if state else 0,
        "changes": changes,
        "conflicts": conflicts,
        "source": batch.said.get(found.id, found.today[0]),
        "target": found.today[1],
        "source_base": found.bases[0],
        "target_base": found.bases[1],
        "state": "planned",
        "kept": [],
        "reason": sentence(conflicts),
    }


def stage(run: Run, actions: list[dict[str, Any]]) -> None:
    """Number actions in the order of the run's plan, and store them."""
    for action in actions:
        action["seq"] = next(run.sequence)
        run.staged += 1
        run.creations += action["op"] == "create"
        if run.options.dry_run:
            run.tally["conflicts" if action["conflicts"] else WOULD_BE[action["op"]]] += 1
    with run.hub.write(run.integration.integration) as connection:
        plans.stage(connection, actions)
