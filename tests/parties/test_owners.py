"""Owners: of a field that several systems hold the owner's value stands, then the next one's; nothing never wins."""

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.mapping.models import Merging
from passerelle.parties.owners import HOLD, merged, told_of
from passerelle.records import groups_of

PLACES = ["books.customer", "crm.company", "portal.company"]
FIELDS = ["name", "phone", "street", "town", "postcode", "third_parties"]
MERGING = Merging.model_validate(
    {
        "members": [dict(zip(("connection", "stream"), place.split("."), strict=True)) for place in PLACES],
        "same_by": ["siren"],
        "owners": {"phone": ["crm.company"], "address": ["portal.company", "crm.company"]},
        "joins": ["third_parties"],
    }
)
GROUPS = {
    name: [one for one in fields if one in FIELDS]
    for name, fields in {**groups_of("company"), "third_parties": ["third_parties"]}.items()
    if set(fields) & set(FIELDS)
}
ORDER = {"phone": ["crm.company", "books.customer", "portal.company"], "name": PLACES}
CELL = st.sampled_from([None, None, "one", "two", "three"])
MEMBER = st.fixed_dictionaries(
    {"party": st.sampled_from("ab"), "place": st.sampled_from(PLACES), **dict.fromkeys(FIELDS, CELL)}
)


def frame(members: list[dict[str, Any]]) -> pd.DataFrame:
    """Members as the hub tells them, each with a name of its own."""
    rows = [one | {"since": place, "record": f"record-{place}"} for place, one in enumerate(members)]
    made = pd.DataFrame(rows, columns=[*HOLD, *FIELDS]).astype(object)
    return made.where(made.notna(), None)


@settings(max_examples=40)
@given(st.lists(MEMBER, min_size=1, max_size=8), st.randoms())
def test_the_first_owner_that_says_anything_stands_in_whatever_order_they_come(
    members: list[dict[str, Any]], random: Any
) -> None:
    rows = frame(members)
    found = merged(rows, MERGING, GROUPS)
    values, origins = told_of(found.values), told_of(found.origins)
    for party in {one["party"] for one in members}:
        own = rows[rows["party"] == party]
        for name, order in ORDER.items():
            said = own[own[name].notna()]
            if said.empty:
                assert name not in values[party]
                continue
            best = min(said.index, key=lambda at: (order.index(rows.at[at, "place"]), rows.at[at, "since"]))
            assert (values[party][name], origins[party][name]) == (rows.at[best, name], rows.at[best, "record"])
    shuffled = merged(rows.sample(frac=1, random_state=random.randrange(1000)), MERGING, GROUPS)
    assert (told_of(shuffled.values), told_of(shuffled.origins)) == (values, origins)


@settings(max_examples=40)
@given(st.lists(MEMBER, min_size=1, max_size=8))
def test_an_address_is_one_record_s_and_never_put_together(members: list[dict[str, Any]]) -> None:
    rows = frame(members)
    for party, fields in told_of(merged(rows, MERGING, GROUPS).values).items():
        made = [fields.get(name) for name in GROUPS["address"]]
        own = rows[rows["party"] == party][GROUPS["address"]]
        assert not any(made) or made in own.to_numpy().tolist()


@settings(max_examples=40)
@given(st.lists(MEMBER, min_size=1, max_size=8))
def test_what_is_merged_once_stays_when_it_is_merged_again(members: list[dict[str, Any]]) -> None:
    once = merged(frame(members), MERGING, GROUPS).values
    again = once.reset_index(names="party").assign(place=PLACES[0], since=0, record="once")
    assert told_of(merged(again, MERGING, GROUPS).values) == told_of(once)


def test_every_member_adds_to_a_list_that_is_joined() -> None:
    both = [
        {"party": "a", "place": PLACES[0], "third_parties": "x; y"},
        {"party": "a", "place": PLACES[1], "third_parties": "z; y"},
    ]
    found = merged(frame(both), MERGING, GROUPS)
    assert found.values.at["a", "third_parties"] == "x; y; z"
    assert found.origins.at["a", "third_parties"] == "record-0, record-1"
