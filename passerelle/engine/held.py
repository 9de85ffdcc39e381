"""Held: differences that wait for a person, and what is remembered of a record meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from passerelle.engine.merge import Decision, Sides
from passerelle.engine.run import Run
from passerelle.hub import reviews
from passerelle.hub.records import Content
from passerelle.hub.reviews import Difference
from passerelle.mapping.integration import FieldRule

OWN = "partner"
"""Our reference."""

Change = dict[str, Any]
"""One field of an action: field, old, new; one that is held also names its `group` and says `why`."""


def only_shown(run: Run, decision: Decision) -> Decision:
    """In a run that leaves alone what is there already, everything that it would take is held for a person, but for
    what it was asked for (`always`); that the other side lacks our reference is nobody's decision."""
    if run.options.update_existing:
        return decision
    always = [name for name, rule in run.integration.fields.items() if rule.always]
    take = decision.take & False
    take[always] = decision.take[always]
    shown = decision.review | (decision.take & ~take)
    if OWN in shown.columns:
        shown[OWN] = False
    return Decision(take, shown)


def why_held(rule: FieldRule, source: str, update_existing: bool = True) -> str:
    """Why a person decides on a difference, after the names of its fields."""
    if not update_existing:
        return f"is another in {source}; it is there already and only updated with update_existing"
    if rule.change == "review":
        return f"is another in {source}; a person decides"
    return "changed on both sides since the last run; a person decides"


def sentence(held: list[Change]) -> str:
    """What a person must decide on one record; empty when that is nothing."""
    reasons: dict[str, list[str]] = {}
    for change in held:
        reasons.setdefault(change["why"], []).append(change["field"].replace("_", " "))
    return "; ".join(f"{', '.join(fields)} {why}" for why, fields in reasons.items())


def differences(external_id: str, held: list[Change]) -> list[Difference]:
    """The held fields of one record, a difference for each group."""
    groups: dict[str, list[Change]] = {}
    for change in held:
        groups.setdefault(change["group"], []).append(change)
    return [
        Difference(
            external_id,
            group,
            source={change["field"]: change["new"] for change in changes},
            target={change["field"]: change["old"] for change in changes},
            reason=sentence(changes),
        )
        for group, changes in groups.items()
    ]


def keeping(content: Content, base: Content, fields: Iterable[str]) -> Content:
    """What is remembered of a side: what it holds, but for fields that keep what was remembered of them before."""
    kept = {field: base.get(field) for field in fields}
    return {field: value for field, value in {**content, **kept}.items() if value is not None}


def only_accepted(run: Run, sides: Sides, groups: dict[str, list[str]], decision: Decision) -> Decision:
    """In a run that carries out a person's decision: take what was decided, if both sides still hold it, and no more.

    Any other run decides as it did.
    """
    if not run.options.take_groups:
        return decision
    with run.hub.read() as connection:
        chosen = [id_ for id_ in run.options.take_records if id_ in sides.source.index]
        held = reviews.open_of(connection, run.driven, chosen)
    take = pd.DataFrame(data=False, index=decision.take.index, columns=decision.take.columns)
    for external_id, group in held:
        if group in run.options.take_groups and group in take.columns:
            seen = held[external_id, group]
            take.at[external_id, group] = _still_so(sides, external_id, groups[group], seen)
    return Decision(take, decision.review & False)


def _still_so(sides: Sides, external_id: str, fields: list[str], seen: Any) -> bool:
    """Whether both sides hold what the person was shown; the other fields of the group are the same on both."""
    old, new = sides.target.loc[external_id], sides.source.loc[external_id]
    differing = [field for field in fields if old[field] != new[field]]
    shown = ({field: side[field] for field in differing} for side in (new, old))
    return list(shown) == [seen.source_value, seen.target_value]
