"""Merge: decide field by field what the target should hold, from both sides and what each held last time.

A side has changed a field only if it differs from that side's *own* snapshot: systems rewrite what they are sent.
Fields of one group (an address) are compared, taken and written as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from passerelle.mapping.models import FieldRule


@dataclass(frozen=True)
class Sides:
    """Aligned canonical frames: both sides today, and both sides as last seen. Where `known` is false they were
    never seen together: the source's base is empty, and the target's of no account."""

    source: pd.DataFrame
    target: pd.DataFrame
    source_base: pd.DataFrame
    target_base: pd.DataFrame
    known: pd.Series


@dataclass(frozen=True)
class Decision:
    """Per group, which rows take the source's value and which are held for a person (boolean frames)."""

    take: pd.DataFrame
    review: pd.DataFrame


def decide(
    sides: Sides, groups: dict[str, list[str]], rules: dict[str, FieldRule], overwrite: bool = False
) -> Decision:
    """Apply each group's rule to every row at once. Groups without a rule are never written."""
    take = pd.DataFrame(index=sides.source.index)
    review = pd.DataFrame(index=sides.source.index)
    for group, rule in rules.items():
        take[group], review[group] = _decide_group(sides, groups[group], rule, overwrite)
    return Decision(take.astype(bool), review.astype(bool))


def _decide_group(sides: Sides, fields: list[str], rule: FieldRule, overwrite: bool) -> tuple[pd.Series, pd.Series]:
    empty = sides.source[fields].isna().all(axis=1)
    free = sides.target[fields].isna().all(axis=1)
    offered = _differs(sides.source, sides.target, fields)
    if rule.blank == "keep":
        offered &= ~empty
    ours = _differs(sides.source, sides.source_base, fields)
    theirs = _differs(sides.target, sides.target_base, fields)
    first = (rule.owner == "source") | free
    both = ours & theirs
    never = offered & False
    wins = both if rule.conflict == "source" else never
    take = offered & ((~sides.known & first) | (sides.known & ((ours & ~theirs) | wins)))
    review = offered & sides.known & both if rule.conflict == "review" else never
    if overwrite:
        take, review = offered, never
    return (take & free, review | (take & ~free)) if rule.change == "review" else (take, review)


def _differs(left: pd.DataFrame, right: pd.DataFrame, fields: list[str]) -> pd.Series:
    """Rows in which any of these fields is not the same; two missing values are the same."""
    a, b = left[fields], right[fields]
    return ~((a == b) | (a.isna() & b.isna())).all(axis=1)
