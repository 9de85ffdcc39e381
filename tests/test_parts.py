"""Parts: a list of records with roles, merged by what each side adds and takes away."""

import hypothesis.strategies as st
from hypothesis import given

from passerelle.parts import Part, ids_of, parts_of, text_of, with_changes

IDS = st.sampled_from(["company/1", "company/2", "company/3"])
ROLES = st.sampled_from(["", "main", "invoicing"])


def whole(parts: set[Part]) -> str | None:
    """The value in which every record that has a role is linked."""
    return text_of(parts | {(id_, "") for id_, _ in parts})


TEXTS = st.sets(st.tuples(IDS, ROLES)).map(whole)
LISTED = TEXTS.filter(bool)


def test_the_spelling_says_who_and_in_which_roles() -> None:
    text = "company/1; company/2 (invoicing, main)"
    assert text_of(parts_of(text)) == text
    assert ids_of(text) == ["company/1", "company/2"]
    assert (text_of([("company/1", "main")]), ids_of(None)) == (None, [])


@given(held=TEXTS, now=LISTED, before=LISTED)
def test_what_did_not_change_elsewhere_stays_as_it_is(held: str | None, now: str, before: str) -> None:
    assert with_changes(held, before, before) == held
    after = parts_of(with_changes(held, now, before))
    changed = {id_ for id_, _ in parts_of(now) ^ parts_of(before)}
    assert {part for part in after if part[0] not in changed} == {p for p in parts_of(held) if p[0] not in changed}


@given(base=LISTED, left=LISTED, right=LISTED)
def test_two_sides_that_carry_each_others_changes_agree(base: str, left: str, right: str) -> None:
    there = with_changes(right, left, base)
    assert with_changes(left, there, base) == there


@given(held=TEXTS, now=TEXTS, owned=st.booleans())
def test_the_first_time_nobody_loses_a_record(held: str | None, now: str | None, owned: bool) -> None:
    after = with_changes(held, now, None, owned)
    assert ids_of(after) == sorted({*ids_of(held), *ids_of(now)})
    both = {*ids_of(held)} & {*ids_of(now)}
    stands = parts_of(now if owned else held)
    assert {part for part in parts_of(after) if part[0] in both} == {part for part in stands if part[0] in both}


def test_two_people_who_each_add_a_link_both_keep_it() -> None:
    there = with_changes("company/1; company/2", "company/1; company/3 (main)", "company/1")
    assert there == "company/1; company/2; company/3 (main)"
