"""Putting back: whatever an update changed, the record is afterwards what it was, to the letter."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.mapping.loader import load_system
from passerelle.mapping.restorer import places_of, put_back
from passerelle.mapping.writer import to_body
from tests.mapping.mapping_examples import RELATION
from tests.office_fixture import ROOT

PROFILE = load_system(ROOT, "adminpulse")
STREAM = PROFILE.streams["relation"]
NEW = {
    "name": "Boulangerie Peeters",
    "vat_number": "BE0417497106",
    "phone": "+3225129988",
    "website": "www.nouveau.be",
    "street": "Rue Neuve",
    "house_number": "7",
    "postcode": "1000",
    "town": "Bruxelles",
    "country": "BE",
    "year_end": "--06-30",
    "incorporation_date": None,
}
CHANNELS: list[dict[str, Any]] = RELATION["channels"]


@settings(deadline=None)
@given(
    channels=st.permutations(CHANNELS).flatmap(lambda all_: st.integers(0, len(all_)).map(lambda n: all_[:n])),
    favourites=st.booleans(),
    changed=st.lists(st.sampled_from(sorted(NEW)), min_size=1, unique=True),
    blank=st.booleans(),
)
def test_any_update_can_be_taken_back(
    channels: list[dict[str, Any]], favourites: bool, changed: list[str], blank: bool
) -> None:
    entries = [entry | {"favourite": favourites and entry["favourite"]} for entry in channels]
    before = {**copy.deepcopy(RELATION), "financialYearEnd": None, "channels": entries}
    news = {field: None if blank and field in ("phone", "website") else NEW[field] for field in changed}
    body = to_body(PROFILE, "relation", news, before)
    places = places_of(STREAM, changed, before, body)
    after = before | body
    assert after | put_back(STREAM, places, after) == before


def test_what_was_changed_beside_it_since_stays() -> None:
    before = {**copy.deepcopy(RELATION), "financialYearEnd": None}
    sent = to_body(PROFILE, "relation", {"phone": "+3225129988"}, before)
    places = places_of(STREAM, ["phone"], before, sent)
    after = before | sent
    mail = {"type": "Email", "favourite": False, "value": "nieuw@voorbeeld.be"}
    after["channels"].append(mail)
    body = put_back(STREAM, places, after)
    assert body == {"channels": [*before["channels"], mail]}
