"""What people at Altior do, through the controls: under the same rules as a call, and seen by the next call."""

from typing import Any

import httpx
import pytest

from tests.sandbox.altior_records import new_third_party
from tests.sandbox.french_calls import found, made
from tests.sandbox_fixture import Sandbox


def test_an_edit_by_hand_is_normalised_and_moves_the_moment_of_change(sandbox: Sandbox, erp: httpx.Client) -> None:
    before = erp.get("/thirdparties/1").json()
    typed = {
        "name": " Brun ",
        "siret": "732 829 320 00074",
        "phones": [{"type": "Fixe", "value": "+33123456789"}],
        "addresses": [{"type": "Facturation", "city": "Paris"}],
    }
    after = sandbox.edit("altior", "thirdparty", 1, **typed)
    assert after == erp.get("/thirdparties/1").json()
    assert (after["name"], after["siret"]) == ("Brun", "73282932000074")
    assert after["phones"] == [{"type": "Fixe", "value": "01 23 45 67 89"}]
    assert after["addresses"][0]["city"] == "PARIS"
    assert after["modifiedAt"] > before["modifiedAt"]
    assert found(erp, "/thirdparties", modifiedSince=after["modifiedAt"]) == [1]
    assert found(erp, "/thirdparties", siret="73282932000074") == [1]


def test_records_are_added_and_deleted_by_hand(sandbox: Sandbox, erp: httpx.Client) -> None:
    company = sandbox.add("altior", "thirdparty", name="Brun", title="SARL")
    assert (company["nature"], company["type"], company["establishment"]) == ("MORAL", "CLIENT", "Siège")
    anne = sandbox.add("altior", "contact", lastName="Blanc", links=[{"thirdPartyId": company["id"]}])
    affaire = sandbox.add("altior", "affaire", name="Rénovation", thirdPartyId=company["id"])
    assert found(erp, "/contacts", thirdPartyId=company["id"]) == [anne["id"]]
    assert found(erp, "/affaires", thirdPartyId=company["id"]) == [affaire["id"]]
    sandbox.delete("altior", "contact", anne["id"])
    assert erp.get(f"/contacts/{anne['id']}").status_code == 404


def test_the_lists_are_the_customers_own(sandbox: Sandbox, erp: httpx.Client) -> None:
    label = sandbox.add("altior", "type", list="phone", label="Bureau")
    assert label in erp.get("/types").json()
    sandbox.add("altior", "customfield", name="Secteur", object="thirdparty", type="text")
    sandbox.edit("altior", "user", 2, name="Karim Benali")
    sent = {"phones": [{"type": "Bureau", "value": "0123456789"}], "customFields": {"Secteur": "Bois"}}
    stored = made(erp, "/thirdparties", new_third_party(**sent, user="Karim Benali"))
    assert (stored["customFields"], stored["user"]) == ({"Secteur": "Bois"}, "Karim Benali")
    assert erp.put("/thirdparties/1", json={"user": "Karim Haddad"}).status_code == 400


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("thirdparty/1", {"nmae": "typo"}),
        ("thirdparty/1", {"modifiedAt": "2026-01-05T10:00:00Z"}),
        ("thirdparty/1", {"user": "Nobody"}),
        ("thirdparty/1", {"name": None}),
        ("contact/1", {"links": [{"thirdPartyId": 999999}]}),
        ("affaire/1", {"customFields": {"Pipeline": "x"}}),
        ("quote/1", {"affaireId": 999999}),
        ("establishment/1", {"nmae": "typo"}),
        ("type/1", {"id": 4}),
    ],
)
def test_edits_that_make_no_sense_are_refused(sandbox: Sandbox, path: str, values: dict[str, Any]) -> None:
    before = sandbox.http.get(f"/_sandbox/state/altior/{path}").json()
    answer = sandbox.http.put(f"/_sandbox/state/altior/{path}", json=values)
    assert answer.status_code == 400
    assert next(iter(values)) in answer.json()["message"]
    assert sandbox.http.get(f"/_sandbox/state/altior/{path}").json() == before


@pytest.mark.parametrize("stream", ["thirdparty", "contact", "affaire", "quote", "order"])
def test_what_is_mandatory_is_asked_of_people_too(sandbox: Sandbox, stream: str) -> None:
    answer = sandbox.http.post(f"/_sandbox/state/altior/{stream}", json={})
    assert (answer.status_code, "Champ obligatoire" in answer.json()["message"]) == (400, True)


def test_a_fault_rejects_names_and_rewrites_what_is_stored(sandbox: Sandbox, erp: httpx.Client) -> None:
    sandbox.fault("rejects", contains="Brun", message="Nom refusé")
    answer = erp.post("/thirdparties", json=new_third_party())
    assert (answer.status_code, answer.json()) == (400, {"message": "Nom refusé"})
    sandbox.fault("rewrites")
    assert made(erp, "/thirdparties", new_third_party())["name"] == "Atelier  Brun "
