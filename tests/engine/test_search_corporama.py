"""Searching Corporama: establishments with what artis.net has of them, narrowed, free, and without a trace."""

from pathlib import Path
from typing import Any

import pytest

from passerelle.engine.search import Candidate, search
from passerelle.errors import ConfigurationError, RecordRejected
from passerelle.quality.checks import is_siret
from passerelle.settings import Settings
from tests.sandbox_fixture import Sandbox

COMPANIES = "corporama-companies-artis"


@pytest.fixture
def asked(town: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings that point both clients at a sandbox at its seed."""
    town.reset()
    for system in ("corporama", "artis"):
        monkeypatch.setenv(f"PASSERELLE_{system.upper()}_BASE_URL", f"{town.base_url}/{system}")
        monkeypatch.setenv(f"PASSERELLE_{system.upper()}_API_KEY", "sandbox")
    return Settings(home=tmp_path, time_scale=1000)


def looked(settings: Settings, text: str = "", **narrowed: str) -> list[Candidate]:
    """What a search finds."""
    return search(COMPANIES, text, "fr", settings, narrowed)


def sheets(town: Sandbox) -> list[dict[str, Any]]:
    """Sheets that hold whole numbers."""
    return [one for siret, one in town.state("corporama", "establishment").items() if one["siret"] == siret]


def third_party(town: Sandbox, siren: str) -> dict[str, Any] | None:
    """The third party of artis.net with a SIREN."""
    parties = town.state("artis", "organisation").values()
    return next((one for one in parties if (one["siret"] or "").startswith(siren)), None)


def elsewhere(siren: str) -> str:
    """The SIRET of an establishment of a company of which nobody has heard."""
    return next(siret for nic in range(90_000, 90_100) if is_siret(siret := f"{siren}{nic}"))


def test_a_company_artis_lacks_is_found_by_name_siren_and_siret_with_its_page(asked: Settings, town: Sandbox) -> None:
    sheet = next(one for one in sheets(town) if third_party(town, one["siren"]) is None)
    spaced = f"{sheet['siret'][:3]} {sheet['siret'][3:6]} {sheet['siret'][6:]}"
    for typed in (sheet["raisonSociale"], sheet["siren"], spaced):
        found = [one for one in looked(asked, typed) if one.siret == sheet["siret"]]
        (one,) = found
        assert (one.number, one.naf, one.postcode) == (sheet["siren"], sheet["naf"], sheet["codePostal"])
        assert one.page == f"https://corporama.com/societe/{sheet['siret']}"
        assert (one.held, one.is_there) == ([], False)


def test_an_establishment_artis_has_is_marked_and_another_of_the_same_company_is_not(
    asked: Settings, town: Sandbox
) -> None:
    sheet = next(one for one in sheets(town) if third_party(town, one["siren"]) is None)
    party = next(iter(town.state("artis", "organisation").values()))
    town.edit("artis", "organisation", party["id"], siret=sheet["siret"])
    (there,) = (one for one in looked(asked, sheet["siren"]) if one.siret == sheet["siret"])
    assert [held.id for held in there.held] == [str(party["id"])]
    assert there.held[0].page.endswith(f"/tiers/{party['id']}")
    assert there.is_there
    town.edit("artis", "organisation", party["id"], siret=elsewhere(sheet["siren"]))
    (another,) = (one for one in looked(asked, sheet["siren"]) if one.siret == sheet["siret"])
    assert [held.id for held in another.held] == [str(party["id"])]
    assert not another.is_there


def test_an_establishment_that_is_a_site_in_artis_is_there(asked: Settings, town: Sandbox) -> None:
    sheet = next(one for one in sheets(town) if third_party(town, one["siren"]) is None)
    id_, site = next(iter(town.state("artis", "site").items()))
    town.edit("artis", "organisation", site["organisationId"], siret=elsewhere(sheet["siren"]))
    town.edit("artis", "site", id_, siret=sheet["siret"])
    (one,) = (one for one in looked(asked, sheet["siren"]) if one.siret == sheet["siret"])
    assert one.is_there
    assert [held.id for held in one.held] == [str(site["organisationId"])]


def test_postcode_and_activity_narrow_a_search_or_do_without_a_text(asked: Settings, town: Sandbox) -> None:
    sheet = sheets(town)[0]
    here = {one["siret"] for one in sheets(town) if one["codePostal"] == sheet["codePostal"]}
    assert {one.siret for one in looked(asked, postcode=sheet["codePostal"])} == here
    both = looked(asked, sheet["raisonSociale"], postcode=sheet["codePostal"], naf=sheet["naf"])
    assert sheet["siret"] in [one.siret for one in both]
    assert looked(asked, sheet["raisonSociale"], postcode="00001") == []
    with pytest.raises(RecordRejected, match="codePostal"):
        looked(asked, postcode="6900")
    with pytest.raises(ConfigurationError, match="too short"):
        looked(asked, " ")


def test_looking_costs_nothing_and_writes_nothing(asked: Settings, town: Sandbox) -> None:
    before = town.state("corporama", "account"), town.state("artis", "organisation")
    assert looked(asked, sheets(town)[0]["raisonSociale"])
    assert (town.state("corporama", "account"), town.state("artis", "organisation")) == before
