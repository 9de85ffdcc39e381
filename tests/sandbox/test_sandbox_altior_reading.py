"""Altior over HTTP, reading: keys, the limit, pages, filters, lists, French errors."""

import httpx
import pytest

from tests.sandbox.altior_records import REFERENCE, new_third_party
from tests.sandbox.french_calls import fields_at_fault, found, made
from tests.sandbox_fixture import Sandbox

LISTS = ["/thirdparties", "/contacts", "/affaires", "/quotes", "/orders"]
BARE = {
    "/establishments": {"id", "name"},
    "/users": {"id", "name", "email"},
    "/titles": {"id", "title", "abbreviation", "nature"},
    "/types": {"id", "list", "label"},
    "/customfields": {"id", "name", "object", "type"},
}
SIRET, SIREN, VAT = "73282932000074", "732829320", "FR44732829320"


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer other"}, {"Authorization": "sandbox"}])
def test_every_call_needs_the_key(sandbox: Sandbox, header: dict[str, str]) -> None:
    for path in (*LISTS, "/thirdparties/1", "/contacts/1", "/affaires/1", *BARE):
        answer = sandbox.http.get(f"/altior{path}", headers=header)
        assert (answer.status_code, answer.json()) == (401, {"message": "La clé d'API manque ou n'est pas valable"})


def test_600_calls_a_minute_are_answered_and_then_it_says_how_long_to_wait(erp: httpx.Client) -> None:
    statuses = [erp.get("/establishments").status_code for _ in range(601)]
    assert statuses == [200] * 600 + [429]
    refused = erp.get("/establishments")
    assert refused.json() == {"message": "Trop d'appels"}
    assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_the_pages_hold_every_third_party_once_and_oldest_first(sandbox: Sandbox, erp: httpx.Client) -> None:
    sandbox.edit("altior", "thirdparty", 2, active=False)
    first = erp.get("/thirdparties", params={"pageSize": 20}).json()
    pages = [erp.get("/thirdparties", params={"pageSize": 20, "page": at + 1}).json() for at in range(first["pages"])]
    read = [record["id"] for page in pages for record in page["items"]]
    assert read == sorted(read) == [record["id"] for record in sandbox.state("altior", "thirdparty").values()]
    assert {(page["pages"], page["total"]) for page in pages} == {(first["pages"], len(read))}
    assert [page["page"] for page in pages] == list(range(1, first["pages"] + 1))
    after = erp.get("/thirdparties", params={"pageSize": 20, "page": first["pages"] + 1}).json()
    assert (after["items"], after["total"]) == ([], len(read))


def test_an_empty_list_has_no_pages(erp: httpx.Client) -> None:
    answer = erp.get("/thirdparties?siret=00000000000000")
    assert answer.json() == {"items": [], "page": 1, "pages": 0, "total": 0}


def test_without_a_page_size_a_hundred_are_answered(sandbox: Sandbox, erp: httpx.Client) -> None:
    missing = 101 - len(sandbox.state("altior", "contact"))
    for _ in range(missing):
        sandbox.add("altior", "contact", lastName="Blanc")
    answer = erp.get("/contacts").json()
    assert (len(answer["items"]), answer["pages"], answer["total"]) == (100, 2, 101)


@pytest.mark.parametrize(
    "query", ["pageSize=201", "pageSize=0", "page=0", "page=x", "sort=name", "modifiedSince=2026-01-05"]
)
def test_parameters_that_are_not_understood_are_refused(erp: httpx.Client, query: str) -> None:
    assert [fields_at_fault(erp.get(f"{path}?{query}")) for path in LISTS] == [{query.split("=")[0]}] * len(LISTS)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("ids=1,x", "ids"),
        ("ids=" + ",".join(map(str, range(101))), "ids"),
        ("siret=732 829 320 00074", "siret"),
        ("externalKey=SELLSY", "query"),
        ("externalValue=company/1", "query"),
        ("modifiedSince=2026-02-30T10:00:00Z", "modifiedSince"),
        ("modifiedSince=2026-01-05T10:00:00", "modifiedSince"),
        ("active=true", "active"),
    ],
)
def test_filters_that_are_not_understood_are_refused(erp: httpx.Client, query: str, field: str) -> None:
    assert fields_at_fault(erp.get(f"/thirdparties?{query}")) == {field}


def test_third_parties_are_filtered_by_their_numbers(erp: httpx.Client) -> None:
    first = made(erp, "/thirdparties", new_third_party(siret=SIRET, siren=SIREN, vatNumber=VAT))["id"]
    second = made(erp, "/thirdparties", new_third_party(siret=SIRET, siren=SIREN))["id"]
    assert found(erp, "/thirdparties", siret=SIRET) == found(erp, "/thirdparties", siren=SIREN) == [first, second]
    assert found(erp, "/thirdparties", siret=SIRET, vatNumber=VAT) == [first]
    assert found(erp, "/thirdparties", vatNumber=VAT.lower()) == []
    erp.put(f"/thirdparties/{first}", json={"siret": None})
    assert found(erp, "/thirdparties", siret=SIRET) == [second]
    erp.put(f"/thirdparties/{first}", json={"siret": SIRET})
    assert found(erp, "/thirdparties", siret=SIRET) == [first, second]


def test_records_are_found_by_ids_and_by_the_reference_of_another_software(erp: httpx.Client) -> None:
    stored = made(erp, "/thirdparties", new_third_party(references=[REFERENCE]))
    assert found(erp, "/thirdparties", ids=f"{stored['id']},3,999999,1") == [1, 3, stored["id"]]
    key, value = REFERENCE["key"], REFERENCE["value"]
    assert found(erp, "/thirdparties", externalKey=key, externalValue=value) == [stored["id"]]
    assert found(erp, "/thirdparties", externalKey=key, externalValue="company/6") == []
    assert found(erp, "/thirdparties", externalKey="OTHER", externalValue=value) == []


@pytest.mark.parametrize("path", LISTS)
def test_a_moment_of_change_is_asked_for_inclusively(erp: httpx.Client, path: str) -> None:
    items = erp.get(path, params={"pageSize": 200}).json()["items"]
    since = sorted(record["modifiedAt"] for record in items)[len(items) // 2]
    assert found(erp, path, modifiedSince=since) == [one["id"] for one in items if one["modifiedAt"] >= since]
    assert found(erp, path, modifiedSince="2100-01-01T00:00:00Z") == []


def test_what_people_choose_from_are_bare_lists(erp: httpx.Client) -> None:
    for path, attributes in BARE.items():
        rows = erp.get(path).json()
        assert rows
        assert all(row.keys() == attributes for row in rows)
        assert fields_at_fault(erp.get(f"{path}?page=1")) == {"page"}


def test_what_altior_does_not_have_or_offer_is_refused_in_french(erp: httpx.Client) -> None:
    for path in ("/thirdparties/999999", "/thirdparties/T00001", "/contacts/0", "/affaires/0", "/orders/1", "/nothing"):
        answer = erp.get(path)
        assert (answer.status_code, answer.json()) == (404, {"message": "Introuvable"})
    for method, path in (("DELETE", "/thirdparties/1"), ("POST", "/quotes"), ("PUT", "/orders"), ("POST", "/users")):
        answer = erp.request(method, path)
        assert (answer.status_code, answer.json()) == (405, {"message": "Méthode non autorisée"})


def test_faults_speak_french_and_show_part_of_the_records(sandbox: Sandbox, erp: httpx.Client) -> None:
    everything = found(erp, "/thirdparties")
    sandbox.fault("not-activated")
    assert "module Sellsy" in erp.get("/users").json()["message"]
    sandbox.fault("stores-then-500")
    assert erp.post("/thirdparties", json=new_third_party()).json() == {"message": "Erreur interne"}
    sandbox.fault("shrunk")
    assert 0 < len(found(erp, "/thirdparties")) < len(everything) / 4
    sandbox.fault("empty")
    assert found(erp, "/contacts") == []
