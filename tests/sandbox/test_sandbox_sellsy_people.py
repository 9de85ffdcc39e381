"""Sellsy over HTTP: contacts and individuals."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.sandbox.sellsy_calls import FIELD, details_of, ids, new_address, new_company, searched, sellsy_client
from tests.sandbox_fixture import Sandbox

STAFF = "Cette adresse email est déjà utilisée sur l'un de vos collaborateurs"


@pytest.fixture
def sellsy(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sellsy_client(sandbox) as client:
        yield client


def made(client: httpx.Client, path: str, **sent: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(path, json=sent).raise_for_status().json()
    return answer


def test_a_contact_is_kept_and_tells_its_last_change_in_its_own_way(sellsy: httpx.Client) -> None:
    contact = made(sellsy, "/contacts", last_name="Blanc", first_name="Anne", civility="ms", position="Acheteuse")
    assert {"updated_at", "company_id", "companies", "type"}.isdisjoint(contact)
    assert (contact["civility"], contact["social"]["linkedin"], contact["rgpd_consent"]["email"]) == ("ms", None, True)
    after = sellsy.put(f"/contacts/{contact['id']}", json={"civility": None, "birth_date": "1980-02-29"}).json()
    changed = {"civility": None, "birth_date": "1980-02-29", "updated": after["updated"]}
    assert after == contact | changed
    assert datetime.fromisoformat(after["updated"]) > datetime.fromisoformat(contact["updated"])
    for sent, field in (
        ({"civility": "m"}, "civility"),
        ({"birth_date": "29/02/1980"}, "birth_date"),
        ({"last_name": None}, "last_name"),
        ({"company_id": 5}, "company_id"),
        ({"position": "x" * 201}, "position"),
    ):
        assert list(details_of(sellsy.put(f"/contacts/{contact['id']}", json=sent))) == [field]


def test_contacts_are_found_by_what_they_hold(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    contact = made(sellsy, "/contacts", last_name="Blanchet", email="a.blanchet@b.test", mobile_number="+33612345678")
    key, company = contact["id"], made(sellsy, "/companies", **new_company())["id"]
    assert key not in searched(sellsy, "/contacts", is_linked=True)
    assert key in searched(sellsy, "/contacts", is_linked=False)
    sellsy.post(f"/companies/{company}/contacts/{key}", json={"roles": None})
    for wanted in (
        {"companies": [company]},
        {"email": "a.blanchet@b.test"},
        {"id": [key]},
        {"last_name": "Blanchet"},
        {"mobile_number": "+33612345678"},
        {"updated": {"start": contact["updated"]}},
        {"is_linked": True, "id": [key]},
    ):
        assert searched(sellsy, "/contacts", **wanted) == [key], wanted
    assert list(details_of(sellsy.post("/contacts/search", json={"filters": {"updated_at": {}}}))) == ["updated_at"]


def test_a_deleted_contact_is_linked_to_nothing(sellsy: httpx.Client) -> None:
    key, company = made(sellsy, "/contacts", last_name="Blanc")["id"], made(sellsy, "/companies", **new_company())["id"]
    sellsy.post(f"/companies/{company}/contacts/{key}", json={"roles": None})
    assert sellsy.get(f"/companies/{company}").json()["main_contact_id"] == key
    assert sellsy.delete(f"/contacts/{key}").status_code == 204
    assert sellsy.get(f"/companies/{company}").json()["main_contact_id"] is None
    assert ids(sellsy.get(f"/companies/{company}/contacts")) == []


def test_contacts_have_the_custom_field_too(sellsy: httpx.Client) -> None:
    key = made(sellsy, "/contacts", last_name="Blanc")["id"]
    answer = sellsy.put(f"/contacts/{key}/custom-fields", json=[{"id": FIELD, "value": False}])
    assert [field["value"] for field in answer.json()["data"]] == [False]
    embedded = sellsy.get(f"/contacts/{key}?embed[]=cf.{FIELD}").json()["_embed"]["custom_fields"]
    assert embedded == answer.json()["data"]


def test_an_individual_has_the_calls_of_a_company(sellsy: httpx.Client) -> None:
    sent = {"type": "prospect", "last_name": "Monnier", "first_name": "Éric", "civility": "mr", "reference": "P-1"}
    person = made(sellsy, "/individuals", **sent)
    path = f"/individuals/{person['id']}"
    assert person.items() >= sent.items()
    assert {"name", "legal_france", "capital", "updated"}.isdisjoint(person)
    assert sellsy.put(path, json={"note": "Vu"}).json()["updated_at"] > person["updated_at"]
    address = made(sellsy, f"{path}/addresses", **new_address())
    assert sellsy.get(path).json()["invoicing_address_id"] == address["id"]
    assert sellsy.put(f"{path}/custom-fields", json=[{"id": FIELD, "value": True}]).status_code == 200
    assert searched(sellsy, "/individuals", name="Monnier", reference=["p-1"]) == [person["id"]]
    assert list(details_of(sellsy.post("/individuals/search", json={"filters": {"siret": "x"}}))) == ["siret"]
    assert sellsy.post(f"{path}/convert", json={"target": "client"}).json()["type"] == "client"
    assert list(details_of(sellsy.put(path, json={"type": "client"}))) == ["type"]
    assert set(details_of(sellsy.post("/individuals", json={}))) == {"type", "last_name"}
    assert sellsy.delete(path).status_code == 204


def test_contacts_of_an_individual_are_only_listed(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    contact = int(next(iter(sandbox.state("sellsy", "contact"))))
    person = next(iter(sandbox.state("sellsy", "individual")))
    sandbox.edit("sellsy", "individual", person, _contacts=[{"contactId": contact, "roles": ["main"]}])
    assert ids(sellsy.get(f"/individuals/{person}/contacts")) == [contact]
    assert searched(sellsy, "/contacts", individuals=[int(person)]) == [contact]
    assert sellsy.post(f"/individuals/{person}/contacts/{contact}", json={"roles": None}).status_code == 404


def test_the_address_of_a_member_of_staff_is_refused(sellsy: httpx.Client) -> None:
    taken = sellsy.get("/staffs").json()["data"][0]["email"]
    person = {"type": "client", "last_name": "Morel", "email": taken.upper()}
    assert details_of(sellsy.post("/individuals", json=person)) == {"email": STAFF}
    key = made(sellsy, "/individuals", type="client", last_name="Morel")["id"]
    assert details_of(sellsy.put(f"/individuals/{key}", json={"email": taken})) == {"email": STAFF}
    assert sellsy.post("/contacts", json={"last_name": "Morel", "email": taken}).status_code == 201
