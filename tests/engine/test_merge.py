"""Merging, for any past of two sides: nobody's edit is lost, nothing empty overwrites, a second look is quiet."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.engine.merge import Decision, Sides, decide
from passerelle.mapping.models import FieldRule

GROUPS = {"name": ["name"], "address": ["street", "box"]}
FIELDS = ["name", "street", "box"]
VALUES = st.sampled_from([None, "a", "b", "c"])
ROW = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))
RULES = st.builds(
    FieldRule,
    owner=st.sampled_from(["source", "target"]),
    conflict=st.sampled_from(["source", "target", "review"]),
    blank=st.sampled_from(["keep", "take"]),
)


def frame(row: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([row], index=["1"], columns=FIELDS, dtype=object)


def decided(
    source: dict[str, Any], target: dict[str, Any], bases: tuple[dict[str, Any], dict[str, Any]] | None, rule: FieldRule
) -> Decision:
    empty = dict.fromkeys(FIELDS)
    one, other = bases or (empty, empty)
    known = pd.Series([bases is not None], index=["1"])
    sides = Sides(frame(source), frame(target), frame(one), frame(other), known)
    return decide(sides, GROUPS, dict.fromkeys(GROUPS, rule))


def changed(row: dict[str, Any], base: dict[str, Any], group: str) -> bool:
    return any(row[field] != base[field] for field in GROUPS[group])


@given(ROW, ROW, ROW, ROW, RULES)
def test_once_both_sides_are_known(
    source: dict[str, Any], target: dict[str, Any], base: dict[str, Any], other: dict[str, Any], rule: FieldRule
) -> None:
    decision = decided(source, target, (base, other), rule)
    for group, fields in GROUPS.items():
        take, review = bool(decision.take.at["1", group]), bool(decision.review.at["1", group])
        ours, theirs = changed(source, base, group), changed(target, other, group)
        assert not (take and review)
        if not ours:
            assert not take, "the source said nothing new"
            assert not review
        if ours and theirs and rule.conflict == "target":
            assert not take
        if review:
            assert ours
            assert theirs
            assert rule.conflict == "review"
        if rule.blank == "keep" and all(source[field] is None for field in fields):
            assert not take, "an empty value overwrote"
        if ours and not theirs and changed(source, target, group) and any(source[field] for field in fields):
            assert take, "a change of one side only was not taken"


@given(ROW, ROW, RULES)
def test_the_first_time_the_owner_wins_and_what_is_free_is_filled(
    source: dict[str, Any], target: dict[str, Any], rule: FieldRule
) -> None:
    decision = decided(source, target, None, rule)
    for group, fields in GROUPS.items():
        offered = any(source[field] for field in fields) and changed(source, target, group)
        free = all(target[field] is None for field in fields)
        if offered:
            assert bool(decision.take.at["1", group]) == (rule.owner == "source" or free)
        assert not decision.review.at["1", group]


@given(ROW, ROW, ROW, ROW, RULES, RULES)
def test_after_taking_what_was_decided_a_second_look_is_quiet(
    source: dict[str, Any],
    target: dict[str, Any],
    base: dict[str, Any],
    other: dict[str, Any],
    rule: FieldRule,
    stored_as: FieldRule,
) -> None:
    decision = decided(source, target, (base, other), rule)
    after = dict(target)
    for group, fields in GROUPS.items():
        if decision.take.at["1", group]:
            after |= {field: source[field] for field in fields}
    # Whatever the target made of what it was sent: what it now holds is what is remembered.
    again = decided(source, after, (source, after), stored_as)
    assert not again.take.to_numpy().any()
    assert not again.review.to_numpy().any()


@pytest.mark.parametrize("group", GROUPS)
def test_overwriting_takes_every_value_the_source_has(group: str) -> None:
    rule = FieldRule(owner="target", conflict="target", blank="keep")
    source, target = {"name": "a", "street": "a", "box": None}, {"name": "b", "street": "b", "box": "b"}
    sides = Sides(*(frame(row) for row in (source, target, source, target)), pd.Series([True], index=["1"]))
    assert decide(sides, GROUPS, dict.fromkeys(GROUPS, rule), overwrite=True).take.at["1", group]
