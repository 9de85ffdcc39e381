"""Merging, for any past of two sides: nobody's edit is lost, nothing empty overwrites, a second look is quiet."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engine.merge import Decision, Sides, decide
from passerelle.mapping.integration import FieldRule

GROUPS = {"name": ["name"], "address": ["street", "box"]}
FIELDS = ["name", "street", "box"]
VALUES = st.sampled_from([None, "a", "b", "c"])
ROW = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))
RULES = st.builds(
    FieldRule,
    owner=st.sampled_from(["source", "target"]),
    conflict=st.sampled_from(["source", "target", "review"]),
    change=st.sampled_from(["take", "review"]),
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
@settings(deadline=None)
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
        free = all(target[field] is None for field in fields)
        if review:
            assert ours
            assert rule.change == "review" or (theirs and rule.conflict == "review")
        if take and rule.change == "review":
            assert free, "a value was replaced that a person should have decided on"
        if rule.blank == "keep" and all(source[field] is None for field in fields):
            assert not take, "an empty value overwrote"
        if ours and not theirs and changed(source, target, group) and any(source[field] for field in fields):
            held = rule.change == "review" and not free
            assert (take, review) == (not held, held), "a change of one side only was not taken"


@given(ROW, ROW, RULES)
@settings(deadline=None)
def test_the_first_time_the_owner_wins_and_what_is_free_is_filled(
    source: dict[str, Any], target: dict[str, Any], rule: FieldRule
) -> None:
    decision = decided(source, target, None, rule)
    for group, fields in GROUPS.items():
        offered = any(source[field] for field in fields) and changed(source, target, group)
        free = all(target[field] is None for field in fields)
        if offered:
            wanted = rule.owner == "source" or free
            held = wanted and rule.change == "review" and not free
            assert bool(decision.take.at["1", group]) == (wanted and not held)
            assert bool(decision.review.at["1", group]) == held
        elif rule.blank == "keep":
            assert not decision.review.at["1", group]


@given(ROW, ROW, ROW, ROW, RULES, RULES)
@settings(deadline=None)
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
        if decision.review.at["1", group]:
            # A person kept what the target holds: both values are remembered as seen.
            assert not decision.take.at["1", group]
    # Whatever the target made of what it was sent: what it now holds is what is remembered.
    again = decided(source, after, (source, after), stored_as)
    assert not again.take.to_numpy().any()
    assert not again.review.to_numpy().any()


@given(ROW, ROW, ROW, ROW, RULES)
@settings(deadline=None)
def test_what_is_held_stays_held_while_both_sides_keep_their_earlier_bases(
    source: dict[str, Any], target: dict[str, Any], base: dict[str, Any], other: dict[str, Any], rule: FieldRule
) -> None:
    for bases in ((base, other), None):
        decision = decided(source, target, bases, rule)
        mine, theirs = dict(source), dict(target)
        empty = dict.fromkeys(FIELDS)
        # The first time what the target holds is remembered, and nothing of the source: it still has its news.
        earlier = bases or (empty, target)
        held = [
            group
            for group, fields in GROUPS.items()
            if decision.review.at["1", group] and any(source[field] for field in fields)
        ]
        for group, fields in GROUPS.items():
            if group in held:
                mine |= {field: earlier[0][field] for field in fields}
                theirs |= {field: earlier[1][field] for field in fields}
        again = decided(source, target, (mine, theirs), rule)
        for group in held:
            assert again.review.at["1", group]
            assert not again.take.at["1", group]


def test_overwriting_does_not_decide_what_a_person_should() -> None:
    rule = FieldRule(owner="source", conflict="review", change="review")
    rows = [{"name": "a", "street": "a", "box": None}, {"name": "b", "street": None, "box": None}]
    sides = Sides(frame(rows[0]), frame(rows[1]), frame(rows[0]), frame(rows[1]), pd.Series([True], index=["1"]))
    decision = decide(sides, GROUPS, dict.fromkeys(GROUPS, rule), overwrite=True)
    assert decision.review.loc["1"].to_dict() == {"name": True, "address": False}
    assert decision.take.loc["1"].to_dict() == {"name": False, "address": True}


@pytest.mark.parametrize("group", GROUPS)
def test_overwriting_takes_every_value_the_source_has(group: str) -> None:
    rule = FieldRule(owner="target", conflict="target", blank="keep")
    source, target = {"name": "a", "street": "a", "box": None}, {"name": "b", "street": "b", "box": "b"}
    sides = Sides(*(frame(row) for row in (source, target, source, target)), pd.Series([True], index=["1"]))
    assert decide(sides, GROUPS, dict.fromkeys(GROUPS, rule), overwrite=True).take.at["1", group]
