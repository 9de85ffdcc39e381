"""Sellsy over HTTP: companies, their addresses, contacts and custom fields."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.sandbox.sellsy_calls import FIELD, details_of, ids, new_address, new_company, searched, sellsy_client
from tests.sandbox_fixture import Sandbox

UNKNOWN, WRONG = "Ce champ est inconnu", "Cette valeur n'est pas valide"
ROLES = ("main", "dunning", "invoicing")


@pytest.fixture
def sellsy(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sellsy_client(sandbox) as client:
        yield client


@pytest.fixture
def company(sellsy: httpx.Client) -> dict[str, Any]:
    """A new company without addresses and contacts."""
    made: dict[str, Any] = sellsy.post("/companies", json=new_company(type="prospect")).raise_for_status().json()
    return made


def read(client: httpx.Client, company: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/companies/{company['id']}").raise_for_status().json()
    return found


def test_what_is_read_is_named_otherwise_than_what_is_written(sellsy: httpx.Client) -> None:
    legal = {"siret": "73282932000074", "vat": "FR44732829320"}
    sent = {"legal_france": legal, "capital": "4000", "number_of_employees": 1, "business_segment": 3, "owner_id": 2}
    answer = sellsy.post("/companies", json=new_company(phone_number="+33123456789", **sent))
    made = answer.json()
    assert (answer.status_code, made["type"], made["capital"]) == (201, "client", "4000")
    assert made["number_of_employees"] == {"id": 1, "label": "De 1 à 5"}
    assert made["business_segment"] == {"id": 3, "label": "Services"}
    assert made["owner"] == {"id": 2, "type": "staff"}
    rest = {"siren": None, "ape_naf_code": None, "company_type": None, "rcs_immatriculation": None}
    assert made["legal_france"] == legal | rest
    assert {"owner_id", "updated", "_custom_fields", "_contacts"}.isdisjoint(made)
    assert made == read(sellsy, made)
    assert made.keys() == sellsy.get("/companies/1001").json().keys()


def test_moments_have_the_offset_of_the_account(sellsy: httpx.Client, company: dict[str, Any]) -> None:
    for name in ("created", "updated_at"):
        moment = datetime.fromisoformat(company[name])
        assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)
        assert company[name][-6:] in ("+01:00", "+02:00")
    made = sellsy.post("/companies", json=new_company(created="2024-05-29T09:22:03Z")).json()
    assert made["created"] == "2024-05-29T11:22:03+02:00"


def test_companies_are_checked(sellsy: httpx.Client, company: dict[str, Any]) -> None:
    assert set(details_of(sellsy.post("/companies", json={}))) == {"type", "name"}
    before = read(sellsy, company)
    for sent, field, message in (
        ({"type": "client"}, "type", UNKNOWN),
        ({"owner": {"id": 1}}, "owner", UNKNOWN),
        ({"addresses": []}, "addresses", UNKNOWN),
        ({"name": None}, "name", WRONG),
        ({"name": "x" * 251}, "name", WRONG),
        ({"capital": 4000}, "capital", WRONG),
        ({"number_of_employees": {"id": 1}}, "number_of_employees", WRONG),
        ({"number_of_employees": 99}, "number_of_employees", WRONG),
        ({"owner_id": 99}, "owner_id", WRONG),
        ({"phone_number": "01 23 45 67 89"}, "phone_number", WRONG),
        ({"email": "nobody"}, "email", WRONG),
        ({"legal_france": {"siret": "732 829 320 00074"}}, "legal_france.siret", WRONG),
        ({"legal_france": {"naf": "4711C"}}, "legal_france.naf", UNKNOWN),
    ):
        assert details_of(sellsy.put(f"/companies/{company['id']}", json=sent)) == {field: message}, sent
    assert read(sellsy, company) == before
    assert sellsy.patch(f"/companies/{company['id']}", json={}).status_code == 405


def test_a_put_changes_what_was_sent_and_nothing_else(sellsy: httpx.Client) -> None:
    legal = {"siret": "73282932000074", "vat": "FR44732829320"}
    made = sellsy.post("/companies", json=new_company(email="a@b.test", website="https://b.test", legal_france=legal))
    before = made.json()
    sent = {"email": None, "note": "Vu", "legal_france": {"siret": "40483304800022"}}
    answer = sellsy.put(f"/companies/{before['id']}", json=sent)
    after = answer.json()
    changed = {"email": None, "note": "Vu", "updated_at": after["updated_at"]}
    whole = dict.fromkeys(before["legal_france"]) | {"siret": "40483304800022"}
    assert (answer.status_code, after) == (200, before | changed | {"legal_france": whole})
    assert datetime.fromisoformat(after["updated_at"]) > datetime.fromisoformat(before["updated_at"])


def test_verify_looks_only(sandbox: Sandbox, sellsy: httpx.Client, company: dict[str, Any]) -> None:
    before = sandbox.state("sellsy", "company")
    path = f"/companies/{company['id']}"
    answers = [
        sellsy.post("/companies?verify=true", json=new_company()),
        sellsy.put(f"{path}?verify=true", json={"name": "Autre"}),
        sellsy.post(f"{path}/addresses?verify=true", json=new_address()),
        sellsy.put(f"{path}/custom-fields?verify=true", json=[{"id": FIELD, "value": True}]),
    ]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 4
    assert sellsy.post("/companies?verify=true", json={}).status_code == 400
    assert sandbox.state("sellsy", "company") == before
    assert sellsy.get(f"{path}/addresses").json()["data"] == []


def test_a_second_company_with_the_same_number_is_not_refused(sellsy: httpx.Client) -> None:
    made = new_company(legal_france={"siret": "73282932000074"})
    first, second = (sellsy.post("/companies", json=made).json()["id"] for _ in range(2))
    assert searched(sellsy, "/companies", siret="73282932000074") == [first, second]


def test_a_deleted_company_is_gone_with_its_addresses(
    sandbox: Sandbox, sellsy: httpx.Client, company: dict[str, Any]
) -> None:
    path = f"/companies/{company['id']}"
    address = sellsy.post(f"{path}/addresses", json=new_address()).json()["id"]
    assert sellsy.delete(path).status_code == 204
    assert (sellsy.get(path).status_code, sellsy.delete(path).status_code) == (404, 404)
    assert str(address) not in sandbox.state("sellsy", "address")
    assert sellsy.post("/companies", json=new_company()).json()["id"] == company["id"] + 1


def test_a_prospect_becomes_a_client_once(sandbox: Sandbox, sellsy: httpx.Client, company: dict[str, Any]) -> None:
    path = f"/companies/{company['id']}/convert"
    budget = sandbox.add("sellsy", "customfield", name="Budget", type="numeric", related_objects=["prospect"])
    assert set(details_of(sellsy.post(path, json={"target": "supplier"}))) == {"target"}
    body = {"target": "client", "also_enable_custom_fields_on_target": {"mode": "partial", "ids": [budget["id"]]}}
    answer = sellsy.post(path, json=body)
    assert (answer.status_code, answer.json()["type"]) == (200, "client")
    assert read(sellsy, company)["type"] == "client"
    assert sandbox.record("sellsy", "customfield", budget["id"])["related_objects"] == ["prospect", "client"]
    assert set(details_of(sellsy.post(path, json={"target": "client"}))) == {"target"}


def test_the_first_address_has_both_marks_and_each_mark_is_had_once(
    sellsy: httpx.Client, company: dict[str, Any]
) -> None:
    path = f"/companies/{company['id']}/addresses"
    answer = sellsy.post(path, json=new_address())
    first = answer.json()
    assert (answer.status_code, first["country"], first["geocode"]) == (201, "France", {"lat": None, "lng": None})
    assert (first["is_invoicing_address"], first["is_delivery_address"]) == (True, True)
    second = sellsy.post(path, json=new_address(name="Dépôt")).json()
    assert (second["is_invoicing_address"], second["is_delivery_address"]) == (False, False)
    third = sellsy.post(path, json=new_address(name="Quai", is_delivery_address=True)).json()
    listed = sellsy.get(path).json()["data"]
    assert [address["is_invoicing_address"] for address in listed] == [True, False, False]
    assert [address["is_delivery_address"] for address in listed] == [False, False, True]
    shown = read(sellsy, company)
    assert (shown["invoicing_address_id"], shown["delivery_address_id"]) == (first["id"], third["id"])
    assert shown["updated_at"] > company["updated_at"]


def test_addresses_are_changed_and_deleted(sellsy: httpx.Client, company: dict[str, Any]) -> None:
    path = f"/companies/{company['id']}/addresses"
    made = sellsy.post(path, json=new_address()).json()
    changed = sellsy.put(f"{path}/{made['id']}", json={"city": "Lyon", "is_delivery_address": False})
    assert (changed.status_code, changed.json()) == (200, made | {"city": "Lyon", "is_delivery_address": False})
    assert sellsy.get(f"{path}/{made['id']}").json() == changed.json()
    assert sellsy.get(f"/companies/1001/addresses/{made['id']}").status_code == 404
    assert sellsy.delete(f"{path}/{made['id']}").status_code == 204
    assert ids(sellsy.get(path)) == []
    missing = {"name", "address_line_1", "postal_code", "city", "country_code"}
    assert set(details_of(sellsy.post(path, json={}))) == missing
    assert set(details_of(sellsy.post(path, json=new_address(country_code="France")))) == {"country_code"}
    assert set(details_of(sellsy.post(path, json=new_address(state="x")))) == {"state"}


def test_contacts_are_linked_in_roles(sellsy: httpx.Client, company: dict[str, Any]) -> None:
    path = f"/companies/{company['id']}/contacts"
    first, second = (sellsy.post("/contacts", json={"last_name": name}).json()["id"] for name in ("Blanc", "Noir"))
    statuses = [
        sellsy.post(f"{path}/{first}", json={"roles": []}).status_code,
        sellsy.post(f"{path}/{second}", json={"roles": ["invoicing"]}).status_code,
        sellsy.put(f"{path}/{second}", json={"roles": ["invoicing", "main"]}).status_code,
    ]
    assert statuses == [201, 201, 200]
    shown = read(sellsy, company)
    assert [shown[f"{role}_contact_id"] for role in ROLES] == [second, first, second]
    assert shown["updated_at"] > company["updated_at"]
    assert ids(sellsy.get(path)) == [first, second]
    assert ids(sellsy.get(f"/contacts/{second}/companies")) == [company["id"]]
    assert set(details_of(sellsy.put(f"{path}/{second}", json={"roles": ["boss"]}))) == {"roles.0"}
    assert sellsy.delete(f"{path}/{second}").status_code == 204
    assert sellsy.delete(f"{path}/{second}").status_code == 404
    assert [read(sellsy, company)[f"{role}_contact_id"] for role in ROLES] == [None, first, None]
    assert sellsy.post(f"{path}/999999", json={"roles": None}).status_code == 404


def test_custom_fields_are_read_and_written(sandbox: Sandbox, sellsy: httpx.Client, company: dict[str, Any]) -> None:
    path = f"/companies/{company['id']}/custom-fields"
    items = {"items": [{"id": 7, "label": "Or"}, {"id": 8, "label": "Argent"}]}
    level = sandbox.add("sellsy", "customfield", name="Niveau", type="select", parameters=items)["id"]
    sandbox.edit("sellsy", "customfield", level, related_objects=["prospect"])
    (field, other) = sellsy.get(path).json()["data"]
    assert (field["code"], field["type"], field["value"]) == ("synchronisation-altior", "boolean", None)
    answer = sellsy.put(path, json=[{"id": FIELD, "value": True}])
    assert (answer.status_code, [one["value"] for one in answer.json()["data"]]) == (200, [True, None])
    sellsy.put(path, json=[{"id": level, "value": 8}])
    assert [one["value"] for one in sellsy.get(path).json()["data"]] == [True, 8]
    assert read(sellsy, company)["updated_at"] > company["updated_at"]
    for wrong in ([{"id": FIELD, "value": "oui"}], [{"id": level, "value": 9}], [{"id": 99, "value": 1}]):
        assert list(details_of(sellsy.put(path, json=wrong))) == [str(wrong[0]["id"])]
    assert sellsy.put(path, json={"custom_fields": []}).status_code == 400
    assert other["id"] == level
    stored = sandbox.record("sellsy", "company", company["id"])["_custom_fields"]
    assert stored == {"Synchronisation Altior": True, "Niveau": 8}


def test_the_definitions_say_what_they_are_for(sellsy: httpx.Client) -> None:
    (field,) = sellsy.get("/custom-fields").json()["data"]
    assert (field["id"], field["name"]) == (FIELD, "Synchronisation Altior")
    assert field["related_objects"] == ["client", "prospect", "supplier", "contact"]
    assert sellsy.get(f"/custom-fields/{FIELD}").json() == field
    assert searched(sellsy, "/custom-fields", related_object="contact") == [FIELD]
    assert searched(sellsy, "/custom-fields", related_object="opportunity") == []
    assert set(details_of(sellsy.post("/custom-fields/search", json={"filters": {"name": "x"}}))) == {"name"}
