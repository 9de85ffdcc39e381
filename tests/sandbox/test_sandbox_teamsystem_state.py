"""What people at the CRM do through the controls, and what the CRM holds at its beginning."""

import time
from typing import Any

import httpx
import pytest

from passerelle.sandbox.data.italian import italian_firms
from tests.sandbox.teamsystem_calls import FLAT, KEY, STATE, found, read
from tests.sandbox_fixture import Record, Sandbox, running_sandbox


def test_edits_by_hand_are_seen_by_the_next_call(sandbox: Sandbox, crm: httpx.Client) -> None:
    before = read(crm, 7001)
    sandbox.edit("teamsystem", "company", 7001, city="Roma", ff_valuta_reviso="USD", phones=[{"value": "06"}])
    after = read(crm, 7001)
    assert (after["city"], after["ff_valuta_reviso"], after["phones"][0]["value"]) == ("Roma", "USD", "06")
    assert found(crm, f"lastModifiedDate ge {after['lastModifiedDate']}") == [7001]
    assert after["createdDate"] == before["createdDate"]


def test_records_are_added_and_deleted_by_hand(sandbox: Sandbox, crm: httpx.Client) -> None:
    company = sandbox.add("teamsystem", "company", companyName="Rossi")
    anna = sandbox.add("teamsystem", "contact", surname="Bianchi", companyId=company["id"])
    lead = sandbox.add("teamsystem", "lead", surname="Verdi")
    assert found(crm, f"companyId eq {company['id']}", "Contact") == [anna["id"]]
    assert read(crm, lead["id"], "Lead")["surname"] == "Verdi"
    sandbox.delete("teamsystem", "company", company["id"])
    assert crm.get(f"/Company/{company['id']}").status_code == 404
    assert read(crm, anna["id"], "Contact")["companyId"] is None


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("company/7001", {"nmae": "typo"}),
        ("company/7001", {"companyName": None}),
        ("company/7001", {"lastModifiedDate": "2026-01-05T10:00:00Z"}),
        ("company/7001", {"id": 5}),
        ("company/7001", {"ff_valuta_reviso": "Lire"}),
        ("contact/30001", {"companyId": 1}),
        ("contact/30001", {"ff_valuta_reviso": "EUR"}),
    ],
)
def test_edits_that_make_no_sense_are_refused(sandbox: Sandbox, path: str, values: dict[str, Any]) -> None:
    before = sandbox.http.get(f"{STATE}/{path}").json()
    answer = sandbox.http.put(f"{STATE}/{path}", json=values)
    assert (answer.status_code, next(iter(values)) in answer.json()["message"]) == (400, True)
    assert sandbox.http.get(f"{STATE}/{path}").json() == before


def digits(record: Record) -> str:
    return "".join(sign for sign in record["vatId"] or "" if sign.isdigit())


@pytest.fixture(scope="module")
def held() -> dict[str, list[Record]]:
    """What the CRM of a larger firm holds at its beginning."""
    with running_sandbox(companies=400, seed=3) as sandbox:
        return {name: list(sandbox.state("teamsystem", name).values()) for name in ("company", "contact", "lead")}


def test_half_of_the_companies_are_firms_that_others_know(held: dict[str, list[Record]]) -> None:
    known = {"".join(filter(str.isdigit, firm.partita_iva or "")) for firm in italian_firms(3, 400)[200:]} - {""}
    shared = [one for one in held["company"] if digits(one) in known]
    assert len(held["company"]) == 400
    assert 150 < len(shared) <= 200


def test_companies_are_typed_in_many_ways(held: dict[str, list[Record]]) -> None:
    companies = held["company"]
    vats = [one["vatId"] or "" for one in companies]
    assert any(vat.startswith("IT ") for vat in vats) and any(vat.isdigit() for vat in vats) and "" in vats
    assert {one["companyType"] for one in companies} == {"Cliente", "Prospect", "Fornitore"}
    assert {one["state"] for one in companies} == {"IT", "FR", "DE", None}
    names = [one["companyName"] for one in companies]
    assert any(name.endswith("S.r.l.") for name in names) and any(name.upper().endswith("SRL") for name in names)
    assert any(name.isupper() for name in names) and any(name != name.strip() for name in names)
    assert any(one["naturalPerson"] and one["naturalPersonSurname"] for one in companies)
    filled = [sum(name.endswith("_reviso") for name in one if name.startswith("ff_")) for one in companies]
    assert {0, 3, 6} == set(filled)


def test_people_are_named_in_many_ways(held: dict[str, list[Record]]) -> None:
    people, companies = held["contact"], {one["id"] for one in held["company"]}
    assert {one["companyId"] for one in people} <= {None, *companies}
    assert any(one["companyId"] is None for one in people)
    assert any(one["surname"] == "-" and one["name"] for one in people)
    assert any(one["name"] is None for one in people)
    assert any(len(one["surname"].split()) > 1 for one in people)
    assert len(held["lead"]) == 10


def test_the_beginning_depends_on_the_seed_alone(held: dict[str, list[Record]]) -> None:
    with running_sandbox(companies=400, seed=3) as again, running_sandbox(companies=400, seed=4) as other:
        assert list(again.state("teamsystem", "company").values()) == held["company"]
        assert list(other.state("teamsystem", "company").values()) != held["company"]


def test_what_was_seeded_could_have_been_sent(crm: httpx.Client) -> None:
    for key in range(7001, 7021):
        shown = read(crm, key)
        assert crm.post("/Company/CreateOrUpdate", json=shown).json() == key
    assert read(crm, 7001).keys() >= {"ff_valuta_reviso"}


def test_thousands_of_companies_are_read_in_pages_fast() -> None:
    with running_sandbox(companies=3000, time_scale=10_000) as sandbox:
        path, headers = "/teamsystem/api/v9/Company/SearchByODataCriteria", {**KEY, **FLAT}
        began, seen = time.process_time(), []
        for skip in range(0, 3000, 500):
            asked = {"$filter": "lastModifiedDate ge 2023-01-01T00:00:00Z", "$top": 500, "$skip": skip}
            seen += [one["id"] for one in sandbox.http.get(path, params=asked, headers=headers).json()]
        took = time.process_time() - began
    assert seen == list(range(7001, 10_001))
    assert took < 3
