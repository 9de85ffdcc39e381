"""Merge: decide field by field what the target should hold, from both sides and what each held last time.

A side has changed a field only if it differs from that side's *own* snapshot: systems rewrite what they are sent.
Fields of one group (an address) are compared, taken and written as one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from passerelle.mapping.integration import FieldRule
from passerelle.parts import bare, with_changes
from passerelle.transforms.spans import falls_within

Cells = npt.NDArray[np.object_]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sides:
    """Aligned canonical frames: both sides today, and both sides as last seen. Where `known` is false they were
    never seen together: the source's base is empty, and the target's of no account. `lacking`: fields the source has no
    place for; they are written with the rest of their group, and are no difference by themselves."""

    source: pd.DataFrame
    target: pd.DataFrame
    source_base: pd.DataFrame
    target_base: pd.DataFrame
    known: pd.Series
    two_way: bool = False
    lacking: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decision:
    """Per group, which rows take the source's value and which are held for a person (boolean frames)."""

    take: pd.DataFrame
    review: pd.DataFrame


def carried(sides: Sides, name: str, rule: FieldRule) -> pd.Series:
    """What the target should hold in a field of parts: what it holds, with what the source has added and taken away
    since they were seen together (`passerelle.parts`)."""
    before = sides.source_base[name].where(sides.known, None)
    columns = (sides.target[name], sides.source[name], before)
    held, now, then = ([None if pd.isna(cell) else str(cell) for cell in column] for column in columns)
    if not rule.roles:
        now, then = list(map(bare, now)), list(map(bare, then))
    owned = rule.owner == "source" and rule.roles
    values = [with_changes(*row, owned) for row in zip(held, now, then, strict=True)]
    return pd.Series(values, index=sides.source.index, dtype=object)


def decide(
    sides: Sides, groups: dict[str, list[str]], rules: dict[str, FieldRule], overwrite: bool = False
) -> Decision:
    """Apply each group's rule to every row at once. Groups without a rule are never written."""
    look = _Look(sides, [field for group in rules for field in groups[group]])
    look.take_as_same([field for group, rule in rules.items() if rule.spans for field in groups[group]], falls_within)
    for group, rule in rules.items():
        if rule.among:
            look.take_as_said(group, _said_among(sides, group, rule.among))
    decided = {group: _decide_group(look, groups[group], rule, overwrite) for group, rule in rules.items()}
    for group in (group for group, rule in rules.items() if rule.where_same):
        same = ~_of_another(sides, rules[group].where_same)
        decided[group] = decided[group][0] & same, decided[group][1] & same
    for group, rule in rules.items():
        if rule.parts:
            wanted = carried(sides, group, rule).to_numpy(dtype=object)
            take = _differs(wanted, sides.target[group].to_numpy(dtype=object))
            decided[group] = take, np.full_like(take, False)
    index = sides.source.index
    return Decision(
        pd.DataFrame({group: take for group, (take, _) in decided.items()}, index=index, dtype=bool),
        pd.DataFrame({group: review for group, (_, review) in decided.items()}, index=index, dtype=bool),
    )


def _said_among(sides: Sides, name: str, among: str) -> list[bool]:
    """Rows of which one side's list of further values has the other side's value."""
    said = [False] * len(sides.source)
    for lists, other in ((sides.target, sides.source), (sides.source, sides.target)):
        if among in lists.columns:
            pairs = zip(said, lists[among], other[name], strict=True)
            said = [was or (not pd.isna(cell) and value in str(cell).split()) for was, cell, value in pairs]
    return said


def _of_another(sides: Sides, name: str) -> Rows:
    """Rows of which both sides hold something in a field, and not the same."""
    source, target = sides.source[name].to_numpy(dtype=object), sides.target[name].to_numpy(dtype=object)
    return _differs(source, target) & ~(pd.isna(source) | pd.isna(target))


class _Look:
    """Both sides compared once, cell by cell; a group of fields is then a choice of columns."""

    def __init__(self, sides: Sides, fields: list[str]) -> None:
        self.columns = {name: place for place, name in enumerate(fields)}
        frames = (sides.source, sides.target, sides.source_base, sides.target_base)
        source, target, source_base, target_base = (frame[fields].to_numpy(dtype=object) for frame in frames)
        self.known = sides.known.to_numpy(dtype=bool)
        self.unseen = pd.isna(source_base) & pd.isna(target_base) & sides.two_way
        self.empty, self.free = pd.isna(source), pd.isna(target)
        self.offered = _differs(source, target)
        self.ours, self.theirs = _differs(source, source_base), _differs(target, target_base)
        self._both = source, target
        for place in (self.columns[name] for name in sides.lacking if name in self.columns):
            self.offered[:, place] = self.ours[:, place] = self.theirs[:, place] = False

    def take_as_same(self, fields: list[str], same: Callable[[str | None, str | None], bool]) -> None:
        """Offer none of these fields where the target's value means the same as the source's."""
        for place in (self.columns[name] for name in fields):
            pairs = zip(*(side[:, place] for side in self._both), self.offered[:, place], strict=True)
            told = [bool(differs) and not same(left, right) for left, right, differs in pairs]
            self.offered[:, place] = np.array(told, dtype=bool)

    def take_as_said(self, name: str, said: list[bool]) -> None:
        """Offer a field in none of the rows where the other side says it in another place."""
        self.offered[:, self.columns[name]] &= ~np.array(said, dtype=bool)


def _decide_group(look: _Look, fields: list[str], rule: FieldRule, overwrite: bool) -> tuple[Rows, Rows]:
    places = [look.columns[name] for name in fields]
    free, empty = (np.asarray(cells[:, places].all(axis=1)) for cells in (look.free, look.empty))
    differs = (look.offered, look.ours, look.theirs)
    offered, ours, theirs = (np.asarray(cells[:, places].any(axis=1)) for cells in differs)
    if rule.blank == "keep":
        offered = offered & ~empty
    first = np.full_like(free, True) if rule.owner == "source" else free
    # Of what one way has left to the other, nothing is remembered yet: it is met for the first time as well.
    known = look.known & ~(look.unseen[:, places].all(axis=1) & ~free & ~empty)
    both, never = ours & theirs, np.full_like(free, False)
    wins = both if rule.conflict == "source" else never
    # What nobody has seen before is never emptied: there the owner's values win only where there are some.
    take = offered & ((~known & first & ~empty) | (known & ((ours & ~theirs) | wins)))
    review = offered & known & both if rule.conflict == "review" else never
    if overwrite:
        take, review = offered, never
    return (take & free, review | (take & ~free)) if rule.change == "review" else (take, review)


def _differs(left: Cells, right: Cells) -> Rows:
    """Cells that are not the same; two missing values are the same."""
    same: Rows = ((left == right) | (pd.isna(left) & pd.isna(right))).astype(bool)
    return ~same
