"""What people do in the portal through the controls, and what the portal holds at its beginning."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest

from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.config import SandboxConfig
from passerelle.sandbox.data.french import french_parties
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT
from passerelle.sandbox.freshdesk.seed import records_of
from passerelle.sandbox.registry import SYSTEMS
from tests.sandbox.freshdesk_calls import (
    READ_ONLY,
    company,
    contact,
    faults,
    ids,
    nothing,
    portal_client,
    read,
    switched,
)
from tests.sandbox_fixture import Record, Sandbox, running_sandbox

STATE = "/_sandbox/state/freshdesk"


def test_edits_by_hand_are_seen_by_the_next_call(sandbox: Sandbox, portal: httpx.Client) -> None:
    before = read(portal, "/contacts/9001")
    sandbox.edit("freshdesk", "contact", 9001, job_title="CFO", custom_fields={"service": "Achats"}, active=True)
    after = read(portal, "/contacts/9001")
    assert (after["job_title"], after["custom_fields"]["service"], after["active"]) == ("CFO", "Achats", True)
    assert ids(portal, "/contacts", _updated_since=after["updated_at"]) == [9001]
    assert after["created_at"] == before["created_at"]
    assert "_blocked" in sandbox.record("freshdesk", "contact", 9001) and "_blocked" not in after


def test_a_contact_made_in_the_portal_is_invited(sandbox: Sandbox, portal: httpx.Client) -> None:
    key = sandbox.add("freshdesk", "contact", name="Anna", email="anna@voorbeeld.example")["id"]
    sandbox.add("freshdesk", "contact", name="Bert", phone="1")
    assert [one["contact_id"] for one in sandbox.state("freshdesk", "invite").values()] == [key]
    switched(sandbox, lost_invites=True)
    sandbox.add("freshdesk", "contact", name="Carl", email="carl@voorbeeld.example")
    assert len(sandbox.state("freshdesk", "invite")) == 1
    assert read(portal, f"/contacts/{key}")["name"] == "Anna"


def test_contacts_are_put_away_and_brought_back_by_hand(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.edit("freshdesk", "contact", 9001, deleted=True)
    assert ids(portal, "/contacts", state="deleted") == [9001]
    assert sandbox.http.put(f"{STATE}/contact/9001", json={"phone": "1"}).status_code == 400
    sandbox.edit("freshdesk", "contact", 9001, deleted=False, phone="1")
    assert read(portal, "/contacts/9001")["phone"] == "1"
    sandbox.delete("freshdesk", "contact", 9001)
    nothing(portal.get("/contacts/9001"), 404)


def test_companies_by_hand_have_their_contacts(sandbox: Sandbox, portal: httpx.Client) -> None:
    anna = contact(portal)
    made = sandbox.add("freshdesk", "company", name="Voorbeeld", domains=["voorbeeld.example"])
    assert read(portal, f"/contacts/{anna['id']}")["company_id"] == made["id"]
    sandbox.delete("freshdesk", "company", made["id"])
    assert read(portal, f"/contacts/{anna['id']}")["company_id"] is None
    assert company(portal, name="Voorbeeld", domains=["voorbeeld.example"])["id"] > made["id"]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("contact/9001", {"nmae": "typo"}),
        ("contact/9001", {"id": 5}),
        ("contact/9001", {"active": "yes"}),
        ("contact/9001", {"email": "karim.haddad@support.example"}),
        ("contact/9001", {"custom_fields": {"service": "Vente"}}),
        ("company/501", {"name": None}),
        ("company/501", {"deleted": True}),
        ("agent/101", {"email": "NOT AN ADDRESS"}),
        ("setting/1", {"plan": "forest"}),
    ],
)
def test_edits_that_make_no_sense_are_refused(sandbox: Sandbox, path: str, values: dict[str, Any]) -> None:
    before = sandbox.http.get(f"{STATE}/{path}").json()
    answer = sandbox.http.put(f"{STATE}/{path}", json=values)
    named = next(iter(values["custom_fields"])) if "custom_fields" in values else next(iter(values))
    assert (answer.status_code, named in answer.json()["message"]) == (400, True)
    assert sandbox.http.get(f"{STATE}/{path}").json() == before


def test_invitations_are_not_made_up(sandbox: Sandbox) -> None:
    assert sandbox.http.post(f"{STATE}/invite", json={"email": "a@b.example"}).status_code == 400
    assert sandbox.http.post(f"{STATE}/setting", json={}).status_code == 400


def test_back_at_a_mark_nothing_is_taken_that_came_later(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.mark()
    contact(portal)
    assert portal.post("/contacts", json={"name": "x", "email": "anna@voorbeeld.example"}).status_code == 409
    sandbox.reset("mark")
    assert read(portal, "/contacts", email="anna@voorbeeld.example") == []
    contact(portal)


@pytest.fixture(scope="module")
def held() -> dict[str, list[Record]]:
    """What the portal of a larger firm holds at its beginning, and the offices' records."""
    beginnings = Beginnings(SandboxConfig(companies=400, seed=3))
    streams = (("freshdesk", "company"), ("freshdesk", "contact"), ("sellsy", "contact"), ("openthebox", "company"))
    return {f"{system}/{name}": list(SYSTEMS[system].seed(beginnings)[name].values()) for system, name in streams}


def test_the_portal_knows_companies_of_both_offices_and_its_own(held: dict[str, list[Record]]) -> None:
    names = {one["name"] for one in held["freshdesk/company"]}
    french = {party.name for party in french_parties(400, 3)}
    belgian = {name["value"] for one in held["openthebox/company"] for name in one["names"]}
    assert len(names) == len(held["freshdesk/company"]) > 200
    assert len(names & french) > 40 and len(names & belgian) > 60
    assert len(names - french - belgian) > 40


def test_people_are_those_of_sellsy_and_strangers(held: dict[str, list[Record]]) -> None:
    people, companies = held["freshdesk/contact"], {one["id"] for one in held["freshdesk/company"]}
    mails = {one["email"].lower() for one in held["sellsy/contact"] if one["email"]}
    shared = [one for one in people if one["email"] in mails]
    assert len(shared) > 50
    assert {one["company_id"] for one in people} <= {None, *companies}
    strangers = [one for one in people if one["company_id"] is None]
    assert {(one["email"] or "@").rpartition("@")[2] for one in strangers} >= {"gmail.com", "orange.fr", ""}
    assert any(one["email"] is None and one["company_id"] for one in people)
    assert any(one["name"].isupper() for one in people) and {one["active"] for one in people} == {True, False}


def test_the_beginning_keeps_the_portals_own_rules(held: dict[str, list[Record]]) -> None:
    domains = [domain for one in held["freshdesk/company"] for domain in one["domains"]]
    mails = [one["email"] for one in held["freshdesk/contact"] if one["email"]]
    assert len(domains) == len(set(domains)) > 100
    assert len(mails) == len(set(mails)) > 200


def test_what_was_seeded_could_have_been_sent(portal: httpx.Client) -> None:
    for what in ("contacts", "companies"):
        for row in read(portal, f"/{what}", per_page=20):
            shown = read(portal, f"/{what}/{row['id']}")
            sent = {name: value for name, value in shown.items() if name not in READ_ONLY}
            assert portal.put(f"/{what}/{row['id']}", json=sent).json() == shown | {
                "updated_at": read(portal, f"/{what}/{row['id']}")["updated_at"]
            }


def test_the_beginning_depends_on_the_seed_alone(held: dict[str, list[Record]]) -> None:
    assert list(records_of.__wrapped__(400, 3)["contact"].values()) == held["freshdesk/contact"]
    assert list(records_of(400, 4)["contact"].values()) != held["freshdesk/contact"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a portal that holds ten thousand contacts of three hundred and one companies."""
    stamps = {"created_at": "2026-01-05T10:00:00Z", "updated_at": "2026-01-05T10:00:00Z"}
    file = tmp_path_factory.mktemp("large") / "records.json"
    companies = {str(at): {**COMPANY.blank, "id": at, "name": f"C {at}", **stamps} for at in range(1, 302)}
    contacts = {
        str(at): {**CONTACT.blank, "id": at, "name": f"N {at}", "email": f"n{at}@x.example", **stamps}
        for at in range(1, 10_001)
    }
    file.write_bytes(orjson.dumps({"freshdesk/company": companies, "freshdesk/contact": contacts}))
    with running_sandbox(from_path=file) as sandbox, portal_client(sandbox) as portal:
        yield portal


def test_a_search_shows_three_hundred_rows(large: httpx.Client) -> None:
    query = "\"created_at:>'2020-01-01'\""
    pages = [read(large, "/search/companies", query=query, page=page) for page in range(1, 11)]
    assert {page["total"] for page in pages} == {301}
    assert len({one["id"] for page in pages for one in page["results"]}) == 300
    assert faults(large.get("/search/companies", params={"query": query, "page": 11})) == [("page", "invalid_value")]


def test_among_thousands_of_contacts_each_call_is_fast(large: httpx.Client) -> None:
    began = time.process_time()
    for at in range(50):
        contact(large, name=f"New {at}", email=f"new{at}@x.example", unique_external_id=str(at))
        assert len(read(large, "/contacts", email=f"n{at + 1}@x.example")) == 1
    assert [len(read(large, "/contacts", per_page=100, page=page)) for page in (1, 101)] == [100, 50]
    assert time.process_time() - began < 5
