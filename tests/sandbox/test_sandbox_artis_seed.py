"""What artis.net holds at its beginning: a share of the French companies, in every state an organisation can be in."""

from collections import Counter
from typing import Any

import pytest
from stdnum.fr import siret, tva

from passerelle.sandbox.artis.seed import records_of
from passerelle.sandbox.corporama.seed import sheets_of
from passerelle.sandbox.data.french import french_firms
from tests.sandbox_fixture import Sandbox

COMPANIES, SEED = 60, 7
STREAMS = ("organisation", "site", "interlocuteur")
Held = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture
def held(sandbox: Sandbox) -> Held:
    return {stream: sandbox.state("artis", stream) for stream in STREAMS}


def test_every_state_of_an_organisation_is_there(held: Held) -> None:
    organisations = list(held["organisation"].values())
    kinds = Counter(relation["type"] for one in organisations for relation in one["relations"])
    assert kinds.keys() == {"Client", "Prospect", "Suspect", "Ancien client", "Hors cible"}
    assert {len(one["relations"]) for one in organisations} == {1, 2}
    assert [one for one in organisations if one["siret"] is None]
    assert [one for one in organisations if not one["actif"]]


def test_some_are_known_by_their_siren_only(held: Held) -> None:
    firms = {firm.siren: firm for firm in french_firms(COMPANIES, SEED)}
    sheets = sheets_of(COMPANIES, SEED)
    numbers = [str(one["siret"]) for one in held["organisation"].values() if one["siret"]]
    assert all(siret.is_valid(number) and number[:9] in firms for number in numbers)
    elsewhere = [number for number in numbers if number not in sheets]
    assert elsewhere
    assert all(number not in [site.siret for site in firms[number[:9]].sites] for number in elsewhere)


def test_numbers_are_valid_and_refer_to_nobody_elsewhere(held: Held) -> None:
    for one in held["organisation"].values():
        assert tva.is_valid(one["identifiants"]["TVA INTRACOMMUNAUTAIRE"])
    assert {one["autreCode"] for stream in held.values() for one in stream.values()} == {None}
    ids = {one["id"] for one in held["organisation"].values()}
    assert {one["organisationId"] for one in held["site"].values()} <= ids
    assert held["interlocuteur"]


def test_five_hundred_companies_leave_as_many_to_import() -> None:
    known = {str(one["siret"])[:9] for one in records_of(500, 1)["organisation"]}
    sheets = sheets_of(500, 1)
    free = [key for key, sheet in sheets.items() if siret.is_valid(key) and sheet["siret"] == key]
    assert len([key for key in free if key[:9] not in known]) > 500
    assert 80 < len(known) < 120


def test_the_same_seed_makes_the_same_records() -> None:
    first = records_of(COMPANIES, SEED)
    records_of.cache_clear()
    assert records_of(COMPANIES, SEED) == first
    assert records_of(COMPANIES, SEED + 1) != first
