"""Who is who: numbers make records of the hub one company, other numbers keep them apart, and nothing is guessed."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.parties.who import APART, Who, who_is_who

ORDER = ["siret", "enterprise_number", "tax_code", "siren", "vat_number"]
COLUMNS = ["hub_id", "created_at", "sites", "known", *dict.fromkeys([*ORDER, *APART])]
SIREN, OTHER_SIREN = "552100554", "303265045"
SITE, SECOND_SITE = "55210055400013", "55210055400021"
VAT = "FR40303265045"
BELGIAN = "0403449823"


def rows(*given: dict[str, Any]) -> pd.DataFrame:
    """Members as the hub tells them: `id`, numbers, and how many days ago each came."""
    made = [
        {
            "hub_id": one["id"],
            "created_at": datetime(2026, 1, 1, tzinfo=UTC) - timedelta(days=one.get("days", 0)),
            "sites": one.get("sites", False),
            "known": one.get("known", False),
            **{name: one.get(name) for name in COLUMNS[4:]},
        }
        for one in given
    ]
    return pd.DataFrame(made, columns=COLUMNS)


def told(*given: dict[str, Any]) -> Who:
    """What is said of them, which is the same in whatever order they come."""
    found = [who_is_who(rows(*order), ORDER) for order in permutations(given)]
    for one in found[1:]:
        assert (one.party, one.doubt.keys()) == (found[0].party, found[0].doubt.keys())
    return found[0]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"siret": SITE}, {"siret": SITE}),
        ({"siren": SIREN}, {"siren": SIREN}),
        ({"siren": SIREN, "siret": SITE, "sites": True}, {"siren": SIREN}),
        ({"enterprise_number": BELGIAN}, {"enterprise_number": BELGIAN}),
        ({"enterprise_number": BELGIAN}, {"vat_number": f"BE{BELGIAN}"}),
        ({"vat_number": VAT}, {"vat_number": VAT, "siren": OTHER_SIREN}),
        ({"tax_code": "00743110157"}, {"tax_code": "00743110157", "vat_number": "IT00743110157"}),
        ({"siren": SIREN, "siret": SITE}, {"siren": SIREN, "siret": SECOND_SITE}),
    ],
)
def test_the_same_number_makes_them_one(left: dict[str, Any], right: dict[str, Any]) -> None:
    who = told({"id": "a", "days": 1, **left}, {"id": "b", **right})
    assert (who.party, who.doubt) == ({"a": "a", "b": "a"}, {})


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"siren": SIREN}, {"siren": OTHER_SIREN}),
        ({"siren": "123456789"}, {"siren": "123456789"}),
        ({"vat_number": VAT, "siren": SIREN}, {"vat_number": VAT, "siren": OTHER_SIREN}),
        (
            {"vat_number": "IT00743110157", "tax_code": "00743110157"},
            {"vat_number": "IT00743110157", "tax_code": "12345670017"},
        ),
        (
            {"siren": SIREN, "siret": SITE, "sites": True},
            {"siren": SIREN, "siret": SECOND_SITE, "sites": True},
        ),
        ({"siren": SIREN, "siret": SITE}, {"siren": SIREN, "siret": SECOND_SITE, "sites": True}),
        ({}, {}),
    ],
)
def test_other_numbers_and_wrong_ones_keep_them_apart(left: dict[str, Any], right: dict[str, Any]) -> None:
    who = told({"id": "a", **left}, {"id": "b", **right})
    assert (who.party, who.doubt) == ({"a": "a", "b": "b"}, {})


def test_who_could_be_either_of_two_is_in_doubt_and_these_are_not() -> None:
    group = {"vat_number": VAT}
    who = told({"id": "a", "siren": SIREN, **group}, {"id": "b", "siren": OTHER_SIREN, **group}, {"id": "c", **group})
    assert who.party == {"a": "a", "b": "b", "c": "c"}
    assert who.doubt == {"c": f"same VAT number {VAT} as a, b, which differ in SIREN"}


def test_a_number_found_on_one_tells_the_next() -> None:
    who = told(
        {"id": "a", "siret": SITE}, {"id": "b", "siret": SITE, "vat_number": VAT}, {"id": "c", "vat_number": VAT}
    )
    assert set(who.party.values()) == {"a"}


def test_a_party_keeps_its_name_when_an_older_record_joins_it() -> None:
    who = told({"id": "b", "siren": SIREN, "known": True}, {"id": "a", "siren": SIREN, "days": 9})
    assert who.party == {"a": "b", "b": "b"}


NUMBERS = {
    "siren": st.sampled_from([None, SIREN, OTHER_SIREN]),
    "siret": st.sampled_from([None, SITE, SECOND_SITE]),
    "vat_number": st.sampled_from([None, VAT, "BE0403449823"]),
    "enterprise_number": st.sampled_from([None, BELGIAN, "0873724035"]),
    "sites": st.booleans(),
}


@settings(max_examples=40)
@given(st.lists(st.fixed_dictionaries(NUMBERS), min_size=1, max_size=7), st.randoms())
def test_nobody_is_one_with_whom_a_number_speaks_against(given: list[dict[str, Any]], random: Any) -> None:
    made = [{"id": f"{place}", "days": -place, **one} for place, one in enumerate(given)]
    who = who_is_who(rows(*made), ORDER)
    for left in made:
        for right in made:
            if who.party[left["id"]] != who.party[right["id"]]:
                continue
            for name in ("siren", "enterprise_number"):
                assert not (left[name] and right[name]) or left[name] == right[name]
            both = left["siret"] and right["siret"] and left["siret"] != right["siret"]
            assert not both or not (left["sites"] and right["sites"])
    assert set(who.party.values()) <= who.party.keys()
    shuffled = random.sample(made, len(made))
    again = who_is_who(rows(*shuffled), ORDER)
    assert again.party == who.party
