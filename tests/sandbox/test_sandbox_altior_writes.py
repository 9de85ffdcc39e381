"""Altior over HTTP, writing third parties: what is mandatory, normalised, kept, replaced, refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.sandbox.altior_records import REFERENCE, new_third_party
from tests.sandbox.french_calls import fields_at_fault, made
from tests.sandbox_fixture import Sandbox

PHONE = {"type": "Fixe", "value": "01 23 45 67 89"}
ADDRESS = {"type": "Facturation", "line1": "12 rue des Lilas", "postalCode": "75011", "city": "PARIS", "country": "FR"}
WHOLE_ADDRESS = ADDRESS | {"line2": None, "line3": None}
URL = {"type": "Site web", "value": "https://atelier-brun.test"}
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def test_a_created_third_party_is_answered_as_stored(sandbox: Sandbox, erp: httpx.Client) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    sent = new_third_party(title="SAS", addresses=[ADDRESS], phones=[PHONE], urls=[URL], references=[REFERENCE])
    stored = made(erp, "/thirdparties", sent)
    assert stored["code"] == f"T{stored['id']:05d}"
    assert stored | sent | {"addresses": [WHOLE_ADDRESS]} == stored
    assert (stored["active"], stored["emails"], stored["customFields"], stored["siret"]) == (True, [], {}, None)
    assert before <= datetime.strptime(stored["createdAt"], MOMENT).replace(tzinfo=UTC) <= datetime.now(UTC)
    assert stored["modifiedAt"] == stored["createdAt"]
    assert stored == sandbox.record("altior", "thirdparty", stored["id"])
    assert stored == erp.get(f"/thirdparties/{stored['id']}").json()
    assert stored.keys() == sandbox.record("altior", "thirdparty", 1).keys()


def test_a_second_third_party_with_the_same_siret_is_not_refused(erp: httpx.Client) -> None:
    first, second = (made(erp, "/thirdparties", new_third_party(siret="73282932000074")) for _ in range(2))
    assert second["id"] == first["id"] + 1


@pytest.mark.parametrize("name", ["nature", "type", "name", "establishment", "user"])
def test_what_is_mandatory_is_asked_for(erp: httpx.Client, name: str) -> None:
    sent = new_third_party()
    del sent[name]
    answer = erp.post("/thirdparties", json=sent)
    assert fields_at_fault(answer) == {name}
    assert answer.json()["errors"] == [{"field": name, "message": "Champ obligatoire"}]
    for empty in (None, "", "  "):
        assert fields_at_fault(erp.post("/thirdparties", json=sent | {name: empty})) == {name}
        assert fields_at_fault(erp.put("/thirdparties/1", json={name: empty})) == {name}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0123456789", "01 23 45 67 89"),
        ("01.23.45.67.89", "01 23 45 67 89"),
        (" +33 1 23 45 67 89 ", "01 23 45 67 89"),
        ("+33 (0)1 23 45 67 89", "01 23 45 67 89"),
        ("0033612345678", "06 12 34 56 78"),
        ("+32 2 315 13 51", "+32 2 315 13 51"),
        ("poste 12", "poste 12"),
    ],
)
def test_french_phones_are_kept_in_pairs(erp: httpx.Client, typed: str, stored: str) -> None:
    phones = [{"type": "Fixe", "value": typed}]
    answer = erp.put("/thirdparties/1", json={"phones": phones})
    assert answer.json()["phones"] == [{"type": "Fixe", "value": stored}]
    assert made(erp, "/contacts", {"lastName": "Blanc", "phones": phones})["phones"][0]["value"] == stored


def test_numbers_towns_and_texts_are_kept_in_altiors_own_spelling(erp: httpx.Client) -> None:
    spelt = {"siret": "732 829 320 00074", "siren": "732\u00a0829\u00a0320", "vatNumber": " FR 44 732829320"}
    sent = spelt | {"name": " Brun ", "comment": " ", "rcs": "", "addresses": [ADDRESS | {"city": "Évry", "line1": ""}]}
    for stored in (
        made(erp, "/thirdparties", new_third_party(**sent)),
        erp.put("/thirdparties/1", json=sent).json(),
    ):
        assert (stored["siret"], stored["siren"]) == ("73282932000074", "732829320")
        assert (stored["vatNumber"], stored["name"]) == ("FR44732829320", "Brun")
        assert (stored["comment"], stored["rcs"]) == (None, None)
        assert stored["addresses"] == [WHOLE_ADDRESS | {"city": "ÉVRY", "line1": None}]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"id": 5}, "id"),
        ({"code": "T00005"}, "code"),
        ({"createdAt": "2026-01-05T10:00:00Z"}, "createdAt"),
        ({"modifiedAt": "2026-01-05T10:00:00Z"}, "modifiedAt"),
        ({"vat": "FR44732829320"}, "vat"),
        ({"type": "Client"}, "type"),
        ({"active": "no"}, "active"),
        ({"active": None}, "active"),
        ({"title": "Sarl"}, "title"),
        ({"title": "Mme"}, "title"),
        ({"establishment": "Atelier Lille"}, "establishment"),
        ({"user": "camille.morel@altior.test"}, "user"),
        ({"siret": "732829320"}, "siret"),
        ({"siren": "73282932X"}, "siren"),
        ({"capital": "4000"}, "capital"),
        ({"workforce": 1.5}, "workforce"),
        ({"phones": None}, "phones"),
        ({"phones": [PHONE, PHONE | {"type": "Bureau"}]}, "phones.1.type"),
        ({"phones": [PHONE | {"label": "x"}]}, "phones.0.label"),
        ({"emails": [{"type": "Fixe", "value": "a@b.test"}]}, "emails.0.type"),
        ({"urls": [{"type": "Site web"}]}, "urls.0.value"),
        ({"addresses": [ADDRESS | {"country": "France"}]}, "addresses.0.country"),
        ({"addresses": [ADDRESS | {"type": "Siège"}]}, "addresses.0.type"),
        ({"addresses": [ADDRESS, ADDRESS]}, "addresses"),
        ({"references": [REFERENCE, REFERENCE]}, "references"),
        ({"references": [{"key": "SELLSY", "type": "EXTERNAL", "name": "Sellsy"}]}, "references.0.value"),
        ({"customFields": {"Workflow": "Ventes"}}, "customFields.Workflow"),
    ],
)
def test_bad_data_is_refused_on_creation_and_on_update(erp: httpx.Client, other: dict[str, Any], field: str) -> None:
    legal_person = made(erp, "/thirdparties", new_third_party())
    assert fields_at_fault(erp.post("/thirdparties", json=new_third_party(**other))) == {field}
    assert fields_at_fault(erp.put(f"/thirdparties/{legal_person['id']}", json=other)) == {field}
    assert erp.get(f"/thirdparties/{legal_person['id']}").json() == legal_person


@pytest.mark.parametrize("content", [b"{not json", b"[]", b"", b'{"capital": NaN}'])
def test_what_is_no_record_is_refused(sandbox: Sandbox, erp: httpx.Client, content: bytes) -> None:
    before = sandbox.state("altior", "thirdparty")
    headers = {"Content-Type": "application/json"}
    assert fields_at_fault(erp.post("/thirdparties", content=content, headers=headers))
    assert fields_at_fault(erp.put("/thirdparties/1", content=content, headers=headers))
    assert sandbox.state("altior", "thirdparty") == before


def test_the_nature_cannot_be_changed(erp: httpx.Client) -> None:
    stored = made(erp, "/thirdparties", new_third_party(nature="PHYSIQUE", title="Mme", firstName="Anne"))
    path = f"/thirdparties/{stored['id']}"
    assert fields_at_fault(erp.put(path, json={"nature": "MORAL"})) == {"nature"}
    assert fields_at_fault(erp.put(path, json={"title": "SARL"})) == {"title"}
    assert erp.put(path, json={"nature": "PHYSIQUE", "title": "M"}).json()["title"] == "M"


def test_an_update_changes_what_was_sent_and_null_empties(sandbox: Sandbox, erp: httpx.Client) -> None:
    stored = made(erp, "/thirdparties", new_third_party(title="SAS", comment="x", capital=4000, phones=[PHONE]))
    answer = erp.put(f"/thirdparties/{stored['id']}", json={"name": "Brun", "comment": None, "active": False})
    assert answer.status_code == 200
    changed = {"name": "Brun", "comment": None, "active": False, "modifiedAt": answer.json()["modifiedAt"]}
    assert answer.json() == stored | changed == sandbox.record("altior", "thirdparty", stored["id"])


def test_lists_are_replaced_as_a_whole(erp: httpx.Client) -> None:
    stored = made(erp, "/thirdparties", new_third_party(phones=[PHONE], addresses=[ADDRESS], references=[REFERENCE]))
    path = f"/thirdparties/{stored['id']}"
    mobile = {"type": "Portable", "value": "06 12 34 56 78"}
    delivery = WHOLE_ADDRESS | {"type": "Livraison"}
    changed = erp.put(path, json={"phones": [mobile], "addresses": [delivery], "references": []}).json()
    assert (changed["phones"], changed["addresses"], changed["references"]) == ([mobile], [delivery], [])


def test_the_moment_of_change_is_the_clocks_even_when_nothing_changes(erp: httpx.Client) -> None:
    before = erp.get("/thirdparties/1").json()
    earliest = datetime.now(UTC).strftime(MOMENT)
    stamps = [erp.put("/thirdparties/1", json={}).json()["modifiedAt"] for _ in range(5)]
    assert before["modifiedAt"] < earliest
    assert earliest <= stamps[0] <= stamps[-1] <= datetime.now(UTC).strftime(MOMENT)
    assert erp.get("/thirdparties/1").json() == before | {"modifiedAt": stamps[-1]}


def test_an_update_of_nothing_that_exists_is_not_found(erp: httpx.Client) -> None:
    assert erp.put("/thirdparties/999999", json={"name": "Brun"}).json() == {"message": "Introuvable"}
