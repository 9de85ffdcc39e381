"""artis.net over HTTP: relations with internal organisations, and the sites of an organisation."""

import httpx
import pytest

from tests.sandbox.artis_records import PLACE, SIRET, new_organisation
from tests.sandbox.french_calls import changed, fields_at_fault, found, made
from tests.sandbox_fixture import Sandbox


def related(kind: str, code: str = "NORD") -> list[dict[str, str]]:
    return [{"organisationInterne": code, "type": kind}]


@pytest.mark.parametrize("kind", ["Suspect", "Prospect", "Client"])
def test_types_that_can_be_chosen_at_creation(artis: httpx.Client, kind: str) -> None:
    assert made(artis, "/organisations", new_organisation(relations=related(kind)))["relations"] == related(kind)


@pytest.mark.parametrize("kind", ["Ancien client", "Hors cible"])
def test_types_that_cannot(artis: httpx.Client, kind: str) -> None:
    assert fields_at_fault(artis.post("/organisations", json=new_organisation(relations=related(kind)))) == {"type"}


def test_a_former_client_was_one_before(artis: httpx.Client) -> None:
    path = f"/organisations/{made(artis, '/organisations', new_organisation())['id']}/relations/NORD"
    assert fields_at_fault(artis.put(path, json={"type": "Ancien client"})) == {"type"}
    for kind in ("Hors cible", "Client", "Ancien client", "Prospect"):
        assert changed(artis, path, type=kind)["relations"] == related(kind)


def test_a_relation_with_another_internal_organisation_is_added(sandbox: Sandbox, artis: httpx.Client) -> None:
    made_id = made(artis, "/organisations", new_organisation(relations=related("Client")))["id"]
    path = f"/organisations/{made_id}/relations"
    after = changed(artis, f"{path}/SUD", type="Prospect")
    assert after["relations"] == [*related("Client"), *related("Prospect", "SUD")]
    assert sandbox.record("artis", "organisation", made_id) == after
    assert artis.put(f"{path}/EST", json={"type": "Prospect"}).status_code == 404
    twice = new_organisation(relations=related("Client") * 2)
    assert fields_at_fault(artis.post("/organisations", json=twice)) == {"relations"}


def test_with_one_internal_organisation_a_relation_is_added_by_itself(sandbox: Sandbox, artis: httpx.Client) -> None:
    sandbox.delete("artis", "organisationinterne", 2)
    assert made(artis, "/organisations", new_organisation(relations=[]))["relations"] == related("Prospect")


def test_a_site_is_an_address_of_its_own(sandbox: Sandbox, artis: httpx.Client) -> None:
    before = sandbox.record("artis", "organisation", 1)
    sent = {"organisationId": 1, "nom": "Atelier", "siret": SIRET, "siege": True, **PLACE, "pays": "RE"}
    stored = made(artis, "/sites", sent)
    assert stored | sent == stored
    assert stored["regimeFiscal"] == "DOM-TOM-CT"
    assert stored.keys() == sandbox.record("artis", "site", 1).keys()
    assert found(artis, "/sites", organisationId=1, siret=SIRET) == [stored["id"]]
    assert changed(artis, f"/sites/{stored['id']}", telephone1="01 99 00 00 01")["telephone1"] == "01 99 00 00 01"
    assert sandbox.record("artis", "organisation", 1) == before


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"organisationId": 999}, "organisationId"),
        ({"nom": " "}, "nom"),
        ({"adresse1": None}, "adresse1"),
        ({"siret": "73282932000075"}, "siret"),
        ({"siege": 1}, "siege"),
        ({"formeJuridique": "SAS"}, "formeJuridique"),
    ],
)
def test_sites_that_are_refused(artis: httpx.Client, other: dict[str, object], field: str) -> None:
    sent = {"organisationId": 1, "nom": "Atelier", **PLACE} | other
    assert fields_at_fault(artis.post("/sites", json=sent)) == {field}


def test_a_site_stays_with_its_organisation(artis: httpx.Client) -> None:
    stored = made(artis, "/sites", {"organisationId": 1, "nom": "Atelier", **PLACE})
    assert fields_at_fault(artis.put(f"/sites/{stored['id']}", json={"organisationId": 2})) == {"organisationId"}
    assert changed(artis, f"/sites/{stored['id']}", organisationId=1, actif=False)["actif"] is False
