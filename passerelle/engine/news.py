"""News: what one way of a two-way integration must leave for the other to carry.

A field is settled when it was taken or both sides agree on it. What else has changed since it was last seen keeps the
memory it had, so that the way back still finds it changed.
"""

from __future__ import annotations

from passerelle.engine.batch import contents
from passerelle.engine.merge import Decision, Sides
from passerelle.engine.run import Run
from passerelle.hub.records import Content
from passerelle.mapping.integration import FieldRule
from passerelle.parts import bare, parts_of, text_of, with_changes

WATCHED: Content = {"quotes": "0", "orders": "0", "progress": "open"}


def left_for_the_other_way(run: Run, sides: Sides, decision: Decision) -> dict[str, list[str]]:
    """By row, the fields whose news is not over with this way; a one-way integration leaves none."""
    if not run.two_way:
        return {}
    frames = (sides.source, sides.target, sides.source_base, sides.target_base)
    today, held, base, before = (contents(frame) for frame in frames)
    shared = {field for fields in run.groups.values() for field in fields} & run.shared_fields
    parts = {name: rule for name, rule in run.integration.fields.items() if rule.parts}
    taken = _taken(run, decision)
    left: dict[str, list[str]] = {}
    for id_ in today:
        settled = {f for group in taken[id_] for f in run.groups[group]} | parts.keys()
        fields = [
            name
            for name in sorted(shared - settled - parts.keys())
            if today[id_].get(name) != held[id_].get(name)
            and (today[id_].get(name), held[id_].get(name)) != (base[id_].get(name), before[id_].get(name))
        ]
        seen = before[id_] if sides.known[id_] else {}
        fields += [
            name
            for name, rule in parts.items()
            if _to_carry(today[id_].get(name), held[id_].get(name), seen.get(name), rule)
        ]
        fields += [name for name in watched(run) if held[id_].get(name) != seen.get(name)]
        if fields:
            left[id_] = fields
    return left


def watched(run: Run) -> Content:
    """What the way back must still find changed, because it moves an opportunity by it (`moving.py`), and what a new
    affaire holds of it. A write of the way there may answer with a quote that nobody has looked at yet."""
    return WATCHED if run.integration.triggers and not run.way_back else {}


def _to_carry(source: str | None, target: str | None, target_base: str | None, rule: FieldRule) -> bool:
    """Whether the target has added or taken away parts that the source doesn't know of yet."""
    if not rule.roles:
        target, target_base = bare(target), bare(target_base)
    owned = rule.owner == "target" and rule.roles
    return with_changes(source, target, target_base, owned) != text_of(parts_of(source))


def _taken(run: Run, decision: Decision) -> dict[str, list[str]]:
    """The groups each row takes."""
    groups = [group for group in run.groups if group in decision.take.columns]
    rows = decision.take[groups].to_numpy().tolist()
    return {
        str(id_): [group for group, takes in zip(groups, row, strict=True) if takes]
        for id_, row in zip(decision.take.index, rows, strict=True)
    }
