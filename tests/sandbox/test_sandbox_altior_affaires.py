"""Altior over HTTP: affaires, and the quotes and orders that people there make for them."""

from typing import Any

import httpx
import pytest

from tests.sandbox.altior_records import REFERENCE, new_affaire
from tests.sandbox.french_calls import fields_at_fault, found, made
from tests.sandbox_fixture import Sandbox

PIPELINE = {"Workflow": "Ventes", "Etape": "Devis envoyé"}


def test_a_created_affaire_is_answered_as_stored(sandbox: Sandbox, erp: httpx.Client) -> None:
    sent = new_affaire(amount=1200.5, dueDate="2026-12-31", customFields=PIPELINE, references=[REFERENCE])
    stored = made(erp, "/affaires", sent)
    assert stored | sent | {"status": "EN_COURS", "number": f"AF{stored['id']:05d}", "comment": None} == stored
    assert stored == sandbox.record("altior", "affaire", stored["id"]) == erp.get(f"/affaires/{stored['id']}").json()
    assert stored.keys() == sandbox.record("altior", "affaire", 1).keys()


def test_an_affaire_is_closed_and_opened_again(erp: httpx.Client) -> None:
    stored = made(erp, "/affaires", new_affaire(customFields=PIPELINE))
    path = f"/affaires/{stored['id']}"
    closed = erp.put(path, json={"status": "CLOTUREE"}).json()
    assert closed == stored | {"status": "CLOTUREE", "modifiedAt": closed["modifiedAt"]}
    opened = erp.put(path, json={"status": "EN_COURS", "customFields": {"Etape": "Gagnée"}}).json()
    assert (opened["status"], opened["customFields"]) == ("EN_COURS", {"Etape": "Gagnée"})


@pytest.mark.parametrize("name", ["name", "thirdPartyId", "establishment", "user"])
def test_what_is_mandatory_is_asked_for(erp: httpx.Client, name: str) -> None:
    sent = new_affaire()
    del sent[name]
    assert fields_at_fault(erp.post("/affaires", json=sent)) == {name}
    assert fields_at_fault(erp.put("/affaires/1", json={name: None})) == {name}


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"id": 1}, "id"),
        ({"number": "AF00001"}, "number"),
        ({"createdAt": "2026-01-05T10:00:00Z"}, "createdAt"),
        ({"thirdPartyId": 999999}, "thirdPartyId"),
        ({"thirdPartyId": "1"}, "thirdPartyId"),
        ({"establishment": "Atelier Lille"}, "establishment"),
        ({"user": "Nobody"}, "user"),
        ({"status": "PERDUE"}, "status"),
        ({"amount": "12"}, "amount"),
        ({"dueDate": "31/12/2026"}, "dueDate"),
        ({"dueDate": "2026-02-30"}, "dueDate"),
        ({"customFields": {"Pipeline": "Ventes"}}, "customFields.Pipeline"),
        ({"references": [REFERENCE, REFERENCE]}, "references"),
        ({"title": "SAS"}, "title"),
    ],
)
def test_bad_data_is_refused_on_creation_and_on_update(erp: httpx.Client, other: dict[str, Any], field: str) -> None:
    assert fields_at_fault(erp.post("/affaires", json=new_affaire(**other))) == {field}
    assert fields_at_fault(erp.put("/affaires/1", json=other)) == {field}


def test_affaires_are_filtered_by_third_party_and_reference(erp: httpx.Client) -> None:
    stored = made(erp, "/affaires", new_affaire(thirdPartyId=2, references=[REFERENCE]))["id"]
    asked = {"externalKey": REFERENCE["key"], "externalValue": REFERENCE["value"]}
    assert found(erp, "/affaires", **asked) == [stored]
    assert found(erp, "/affaires", thirdPartyId=1, **asked) == []
    assert stored in found(erp, "/affaires", thirdPartyId=2)


@pytest.mark.parametrize(("stream", "letters"), [("quote", "DV"), ("order", "CD")])
def test_a_quote_or_order_made_by_hand_is_listed(
    sandbox: Sandbox, erp: httpx.Client, stream: str, letters: str
) -> None:
    affaire = erp.get("/affaires/2").json()
    stored = sandbox.add("altior", stream, affaireId=2, date="2026-11-20", amount=99)
    assert (stored["number"], stored["amount"]) == (f"{letters}{stored['id']:05d}", 99.0)
    listed = erp.get(f"/{stream}s", params={"affaireId": 2, "modifiedSince": stored["modifiedAt"]}).json()
    assert (listed["items"], listed["total"]) == ([stored], 1)
    assert found(erp, f"/{stream}s", affaireId=999999) == []
    assert erp.get("/affaires/2").json() == affaire
    assert sandbox.edit("altior", stream, stored["id"], amount=None)["amount"] is None
