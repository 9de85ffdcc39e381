"""Sellsy over HTTP: opportunities, documents, webhooks, and the account's settings."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.sellsy_calls import details_of, ids, searched, sellsy_client
from tests.sandbox_fixture import Sandbox


@pytest.fixture
def sellsy(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sellsy_client(sandbox) as client:
        yield client


def new_opportunity(**other: Any) -> dict[str, Any]:
    related = [{"type": "company", "id": 1001}]
    return {"name": "Site web", "pipeline": 1, "step": 11, "related": related} | other


@pytest.fixture
def opportunity(sellsy: httpx.Client) -> dict[str, Any]:
    answer: dict[str, Any] = sellsy.post("/opportunities", json=new_opportunity()).raise_for_status().json()
    return answer


def test_a_new_opportunity_ignores_what_it_does_not_know(sellsy: httpx.Client) -> None:
    answer = sellsy.post("/opportunities", json=new_opportunity(amount="72000.99", estimated_amount="5", source=1))
    made = answer.json()
    assert (answer.status_code, made["amount"]) == (201, {"value": "72000.99", "currency": "EUR"})
    assert (made["pipeline"], made["step"]) == ({"id": 1, "name": "Ventes"}, {"id": 11, "name": "Qualification"})
    assert (made["status"], made["company_id"], made["individual_id"]) == ("open", 1001, None)
    assert (made["number"], made["source"]["id"], made["related"]) == (
        f"OPP-{made['id']}",
        1,
        [{"id": 1001, "type": "company"}],
    )
    assert {"updated", "updated_at", "estimated_amount", "pipeline_id"}.isdisjoint(made)
    assert made.keys() == sellsy.get("/opportunities/701").json().keys()


def test_opportunities_are_checked(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    person = int(next(iter(sandbox.state("sellsy", "individual"))))
    stranger = sandbox.add("sellsy", "contact", last_name="Blanc")["id"]
    company, individual = {"type": "company", "id": 1001}, {"type": "individual", "id": person}
    assert set(details_of(sellsy.post("/opportunities", json={}))) == {"name", "pipeline", "step", "related"}
    for other, field in (
        ({"related": [company, individual]}, "related"),
        ({"related": []}, "related"),
        ({"related": [{"type": "company", "id": 999_999}]}, "related"),
        ({"related": [company, {"type": "contact", "id": stranger}]}, "contact_ids"),
        ({"step": 21}, "step"),
        ({"pipeline": 9}, "pipeline"),
        ({"amount": 5}, "amount"),
        ({"status": "new"}, "status"),
        ({"source": 99}, "source"),
    ):
        assert set(details_of(sellsy.post("/opportunities", json=new_opportunity(**other)))) == {field}, other
    assert sellsy.post("/opportunities", json=new_opportunity(related=[individual])).json()["individual_id"] == person


def test_an_opportunity_is_put_and_patched(sellsy: httpx.Client, opportunity: dict[str, Any]) -> None:
    path = f"/opportunities/{opportunity['id']}"
    put = sellsy.put(path, json={"note": "Vu", "step": 12, "amount": "10"}).json()
    assert (put["note"], put["step"]["id"], put["amount"]["value"], put["name"]) == ("Vu", 12, "10", "Site web")
    assert put["updated_status"] == opportunity["updated_status"]
    assert set(details_of(sellsy.patch(path, json={"amount": "10"}))) == {"amount"}
    patched = sellsy.patch(f"{path}?only[]=status", json={"status": "won", "note": "Gagné"}).json()
    assert (patched["status"], patched["note"]) == ("won", "Vu")
    assert patched["updated_status"] > opportunity["updated_status"]
    assert sellsy.patch(path, json={"amount": 12.5}).json()["amount"]["value"] == "12.5"
    assert (sellsy.delete(path).status_code, sellsy.get(path).status_code) == (204, 404)


def test_opportunities_are_found_but_not_by_their_last_change(
    sellsy: httpx.Client, opportunity: dict[str, Any]
) -> None:
    key = opportunity["id"]
    sellsy.put(f"/opportunities/{key}", json={"amount": "99000", "due_date": "2026-03-01", "assigned_staff_ids": [2]})
    for wanted in (
        {"created": {"start": opportunity["created"]}},
        {"updated_status": {"start": opportunity["updated_status"]}},
        {"amount": {"min": 90_000}},
        {"due_date": {"start": "2026-03-01", "end": "2026-03-01"}},
        {"assigned_staffs": [2]},
        {"name": "Site web", "step": [11], "pipeline": [1], "statuses": ["open", "late"], "amount": {"min": 90_000}},
    ):
        assert searched(sellsy, "/opportunities", **wanted) == [key], wanted
    assert key in searched(sellsy, "/opportunities", related_objects=[{"type": "company", "id": 1001}])
    for unknown in ("updated", "updated_at"):
        assert list(details_of(sellsy.post("/opportunities/search", json={"filters": {unknown: {}}}))) == [unknown]
    assert ids(sellsy.get("/opportunities?order=created&direction=desc"))[0] == key


def test_pipelines_have_five_steps_each(sellsy: httpx.Client) -> None:
    pipelines = sellsy.get("/opportunities/pipelines").json()["data"]
    assert [(one["name"], one["step"], one["is_default"]) for one in pipelines] == [
        ("Ventes", 5, True),
        ("Services", 5, False),
    ]
    steps = sellsy.get("/opportunities/pipelines/1/steps").json()["data"]
    assert [step["name"] for step in steps] == ["Qualification", "Proposition", "Négociation", "Gagnée", "Perdue"]
    assert all(step.keys() == {"id", "name", "probability", "rank"} for step in steps)
    assert sellsy.get("/opportunities/pipelines/9/steps").status_code == 404
    assert sellsy.get("/opportunities/sources").json()["data"][0]["name"] == "Interne"


def test_documents_are_found_by_what_they_belong_to(sellsy: httpx.Client) -> None:
    for path in ("/estimates", "/orders"):
        document = sellsy.get(path).json()["data"][0]
        (related,) = [one for one in document["related"] if one["type"] == "opportunity"]
        assert searched(sellsy, path, related_objects=[related]) == [document["id"]]
        assert searched(sellsy, path, related_objects=[{"type": "opportunity", "id": 999_999}]) == []
        assert sellsy.get(f"{path}/{document['id']}").json() == document
        assert isinstance(document["amounts"]["total"], str)
        assert list(details_of(sellsy.post(f"{path}/search", json={"filters": {"updated": {}}}))) == ["updated"]


def test_webhooks_are_kept(sellsy: httpx.Client) -> None:
    events = {name for entity in sellsy.get("/webhooks/events").json() for name in entity["events"]}
    assert {"client.updated", "people.updated", "third_party_contact.created"} <= events
    sent = {"name": "ERP", "endpoint": "https://erp.test/hook", "configuration": [{"id": "client.updated"}]}
    answer = sellsy.post("/webhooks", json=sent)
    made = answer.json()
    assert (answer.status_code, made["configuration"]) == (201, [{"id": "client.updated", "is_enabled": True}])
    assert (made["nb_failures"], made["last_failed"], made["type"]) == (0, None, "http")
    path = f"/webhooks/{made['id']}"
    assert sellsy.put(path, json={"is_enabled": False}).json()["is_enabled"] is False
    assert sellsy.get("/webhooks").json()["data"] == [sellsy.get(path).json()]
    wrong = {**sent, "configuration": [{"id": "client.sneezed"}]}
    assert list(details_of(sellsy.post("/webhooks", json=wrong))) == ["configuration"]
    assert (sellsy.delete(path).status_code, sellsy.get(path).status_code) == (204, 404)


def test_the_staff_can_be_read(sellsy: httpx.Client) -> None:
    first = sellsy.get("/staffs?limit=1").json()["data"][0]
    assert first.keys() == {"id", "firstname", "lastname", "email", "status", "position"}
    assert sellsy.get(f"/staffs/{first['id']}").json() == first


def test_the_search_by_text_answers_ids_as_texts(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    company = sandbox.add("sellsy", "company", name="Zéphyr Industrie")["id"]
    contact = sandbox.add("sellsy", "contact", last_name="Zéphyrin")["id"]
    found = sellsy.get("/search?q=zéphyr").json()["data"]
    assert found == [
        {"id": str(company), "type": "company", "name": "Zéphyr Industrie"},
        {"id": str(contact), "type": "contact", "name": "Zéphyrin"},
    ]
    assert [one["type"] for one in sellsy.get("/search?q=zéphyr&type[]=contact").json()["data"]] == ["contact"]
    assert list(details_of(sellsy.get("/search"))) == ["q"]
