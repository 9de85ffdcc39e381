"""Altior over HTTP: contacts and the third parties they belong to."""

from typing import Any

import httpx
import pytest

from tests.sandbox.altior_records import REFERENCE
from tests.sandbox.french_calls import fields_at_fault, found, made
from tests.sandbox_fixture import Sandbox

ANNE = {"title": "Mme", "firstName": "Anne", "lastName": "Blanc", "position": "Acheteuse"}
LINK = {"thirdPartyId": 1, "roles": ["Principal", "Relance"]}


def test_a_created_contact_is_answered_as_stored(sandbox: Sandbox, erp: httpx.Client) -> None:
    stored = made(erp, "/contacts", {**ANNE, "links": [LINK]})
    assert stored | ANNE | {"links": [LINK], "active": True, "phones": [], "references": []} == stored
    assert stored == sandbox.record("altior", "contact", stored["id"]) == erp.get(f"/contacts/{stored['id']}").json()
    assert stored.keys() == sandbox.record("altior", "contact", 1).keys()


def test_only_the_last_name_is_mandatory(erp: httpx.Client) -> None:
    assert fields_at_fault(erp.post("/contacts", json={"firstName": "Anne"})) == {"lastName"}
    assert made(erp, "/contacts", {"lastName": "Blanc"})["title"] is None


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"id": 1}, "id"),
        ({"modifiedAt": "2026-01-05T10:00:00Z"}, "modifiedAt"),
        ({"name": "Blanc"}, "name"),
        ({"lastName": None}, "lastName"),
        ({"title": "SARL"}, "title"),
        ({"phones": [{"type": "Bureau", "value": "0123456789"}]}, "phones.0.type"),
        ({"links": [{"thirdPartyId": 999999, "roles": []}]}, "links.0.thirdPartyId"),
        ({"links": [{"thirdPartyId": 1, "roles": ["Achats"]}]}, "links.0.roles.0"),
        ({"links": [LINK, LINK]}, "links"),
        ({"urls": []}, "urls"),
        ({"customFields": {}}, "customFields"),
    ],
)
def test_bad_data_is_refused_on_creation_and_on_update(erp: httpx.Client, other: dict[str, Any], field: str) -> None:
    assert fields_at_fault(erp.post("/contacts", json={**ANNE, **other})) == {field}
    assert fields_at_fault(erp.put("/contacts/1", json=other)) == {field}


def test_an_update_replaces_the_links_and_keeps_the_rest(sandbox: Sandbox, erp: httpx.Client) -> None:
    stored = made(erp, "/contacts", {**ANNE, "links": [LINK]})
    company = sandbox.record("altior", "thirdparty", 2)
    links = [{"thirdPartyId": 2, "roles": ["Facturation"]}, {"thirdPartyId": 3, "roles": []}]
    changed = erp.put(f"/contacts/{stored['id']}", json={"links": links, "position": None}).json()
    assert changed == stored | {"links": links, "position": None, "modifiedAt": changed["modifiedAt"]}
    assert sandbox.record("altior", "thirdparty", 2) == company
    assert erp.put(f"/contacts/{stored['id']}", json={"links": []}).json()["links"] == []


def test_contacts_are_filtered_by_third_party_ids_and_reference(erp: httpx.Client) -> None:
    stored = made(erp, "/contacts", {**ANNE, "links": [LINK], "references": [REFERENCE]})["id"]
    listed = erp.get("/contacts?thirdPartyId=1").json()["items"]
    assert stored in [contact["id"] for contact in listed]
    assert all(1 in [link["thirdPartyId"] for link in contact["links"]] for contact in listed)
    assert found(erp, "/contacts", ids=f"{stored},2") == [2, stored]
    asked = {"externalKey": REFERENCE["key"], "externalValue": REFERENCE["value"]}
    assert found(erp, "/contacts", **asked) == [stored]
    assert found(erp, "/contacts", thirdPartyId=2, **asked) == []
