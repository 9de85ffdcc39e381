"""Plan: turn what differs into staged actions, and store at once how every row without an action ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from passerelle.engine.batch import Batch, contents, frame_of
from passerelle.engine.beginnings import count_adopted, left_to_carry
from passerelle.engine.creating import creations
from passerelle.engine.found import Found, action_of
from passerelle.engine.held import only_accepted, only_shown, sentence, why_held
from passerelle.engine.looking import see_further_values
from passerelle.engine.merge import Decision, Sides, carried, decide
from passerelle.engine.moving import one_each
from passerelle.engine.news import left_for_the_other_way, watched
from passerelle.engine.partners import OWN
from passerelle.engine.references import without_gone
from passerelle.engine.run import Run
from passerelle.engine.settled import store_settled
from passerelle.engine.staying import tell_staying
from passerelle.hub import bindings, plans, records
from passerelle.hub.quarantines import Held
from passerelle.hub.records import Content
from passerelle.parts import ids_of

WOULD_BE = {"create": "created", "update": "updated", "revert": "updated"}
"""Where a record would end if its action were carried out."""


def plan_batch(run: Run, batch: Batch) -> Batch:
    """Decide what the batch's open rows need, stage it, and settle the rest as unchanged."""
    pairs = batch.open[batch.rows.loc[batch.open, "target_id"].notna()]
    absent = batch.open[batch.rows.loc[batch.open, "target_id"].isna()]
    actions = [*_updates(run, batch, pairs), *creations(run, batch, absent)]
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
    see_further_values(run, batch, ids)
    sides = _sides(run, batch, ids)
    groups = run.groups
    decided = only_shown(run, decide(sides, groups, run.integration.fields, run.options.overwrite_local))
    decision = only_accepted(run, sides, groups, decided)
    _forget_reference(run, batch, ids)
    tell_staying(run, sides, decision)
    left = left_to_carry(run, batch, sides, left_for_the_other_way(run, sides, decision))
    actions, held = [], {}
    for found in _differing(run, batch, sides, decision):
        taken, changes, conflicts = _wanted(run, batch, found, decision, groups)
        fixed = next((one for one in changes if _stays(run, one)), None)
        if fixed:
            batch.hold([_moved(run, found.id, fixed)])
            continue
        run.blanked += sum(found.blanks(groups[group]) for group in taken)
        if changes:
            # The other way takes the step to the affaire, as if somebody had moved the opportunity by hand.
            moved = [name for name in batch.moves.get(found.id, {}) if any(one["field"] == name for one in changes)]
            kept = [*_kept(run, taken, conflicts), *left.pop(found.id, ()), *moved, *watched(run)]
            actions.append(action_of(run, batch, found, "update", changes, conflicts) | {"kept": kept})
        elif conflicts:
            held[found.id] = _left_for_review(run, batch, found, conflicts)
    actions = one_each(run, batch, actions)
    batch.settle([action["driver_id"] for action in actions], "planned")
    batch.settle_each(held, "conflicts")
    batch.left = left
    batch.bases |= _bases(sides, left)
    _leave_undecided(run, batch, ids)
    return actions


def _differing(run: Run, batch: Batch, sides: Sides, decision: Decision) -> Iterator[Found]:
    """The rows of which something is taken, held or moved."""
    ids = sides.source.index
    moving = ids.isin(batch.moves.keys())
    differing = ids[(decision.take.any(axis=1) | decision.review.any(axis=1)).to_numpy() | moving]
    bases = contents(sides.source_base.loc[differing]), contents(sides.target_base.loc[differing])
    today = contents(sides.source.loc[differing]), contents(sides.target.loc[differing])
    rows = batch.rows.loc[differing].to_dict("index")
    parts = {name: carried(sides, name, rule) for name, rule in run.integration.fields.items() if rule.parts}
    for id_ in differing:
        merged = {name: values[id_] for name, values in parts.items()}
        yield Found(str(id_), rows[id_], (today[0][id_], today[1][id_]), (bases[0][id_], bases[1][id_]), merged)


def _wanted(
    run: Run, batch: Batch, found: Found, decision: Decision, groups: dict[str, list[str]]
) -> tuple[list[str], list[dict[str, Any]], list[dict[str, Any]]]:
    """The groups taken from the source, what that and a move change, and what is held for a person."""
    moves, rules = batch.moves.get(found.id, {}), run.integration.fields
    taken = [group for group in rules if decision.take.at[found.id, group]]
    changes = [change for group in taken for change in found.changes(groups[group])]
    changes = [one for one in changes if one["field"] not in moves] + found.moved(moves)
    return taken, changes, _conflicts(run, found, groups, [one for one in rules if decision.review.at[found.id, one]])


def _left_for_review(run: Run, batch: Batch, found: Found, conflicts: list[dict[str, Any]]) -> str:
    batch.conflicts[found.id] = conflicts
    batch.bases[found.id] = found.bases
    run.problem(found.id, sentence(conflicts))
    return sentence(conflicts)


def _bases(sides: Sides, ids: Iterable[str]) -> dict[str, tuple[Content, Content]]:
    chosen = list(ids)
    source, target = contents(sides.source_base.loc[chosen]), contents(sides.target_base.loc[chosen])
    return {id_: (source[id_], target[id_]) for id_ in chosen}


def _conflicts(run: Run, found: Found, groups: dict[str, list[str]], held: list[str]) -> list[dict[str, Any]]:
    rules, title = run.integration.fields, run.source.profile.title
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
