"""Companies of Freshdesk: their domains, what a plan lacks, what becomes of their contacts."""

from typing import Any

import httpx
import pytest

from tests.sandbox.freshdesk_calls import changed, company, contact, faults, ids, nothing, read, switched
from tests.sandbox_fixture import Sandbox

MAIL = "anna@voorbeeld.example"
PREMIUM: dict[str, Any] = {
    "health_score": "Happy", "account_tier": "Basic", "renewal_date": "2026-12-31", "industry": "Software",
}  # fmt: skip


def test_a_company_is_stored_whole(portal: httpx.Client) -> None:
    sent = {
        "name": "Voorbeeld BV",
        "description": "d",
        "note": "n",
        **PREMIUM,
        "custom_fields": {"numero_client": "C1"},
    }
    record = company(portal, **sent, domains=["Voorbeeld.example", "voorbeeld.example", "b.example"])
    assert record.keys() == {"id", "domains", "created_at", "updated_at", *sent}
    assert record["domains"] == ["voorbeeld.example", "b.example"]
    assert {name: record[name] for name in sent} == sent | {"renewal_date": "2026-12-31T00:00:00Z"}
    assert read(portal, f"/companies/{record['id']}") == record
    assert record in read(portal, "/companies", updated_since=record["updated_at"])


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"name": ""}, ("name", "missing_field")),
        ({"phone": "1"}, ("phone", "invalid_field")),
        ({"created_at": "2026-01-01T00:00:00Z"}, ("created_at", "invalid_field")),
        ({"domains": "voorbeeld.example"}, ("domains", "datatype_mismatch")),
        ({"domains": ["info@voorbeeld.example"]}, ("domains", "invalid_value")),
        ({"domains": ["a.example,b.example"]}, ("domains", "invalid_value")),
        ({"health_score": "satisfait"}, ("health_score", "invalid_value")),
        ({"account_tier": "basic"}, ("account_tier", "invalid_value")),
        ({"industry": "Bakery"}, ("industry", "invalid_value")),
        ({"renewal_date": "31/12/2026"}, ("renewal_date", "invalid_value")),
        ({"custom_fields": {"vat": "BE0403449823"}}, ("vat", "invalid_field")),
    ],
)
def test_what_is_wrong_is_named(portal: httpx.Client, sent: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(portal.post("/companies", json={"name": "Voorbeeld", **sent})) == [fault]
    assert faults(portal.put("/companies/501", json=sent)) == [fault]
    assert read(portal, "/companies/autocomplete", name="Voorbeeld") == {"companies": []}


def test_a_name_stands_once_but_for_another_spelling(sandbox: Sandbox, portal: httpx.Client) -> None:
    key = company(portal)["id"]
    for same in ("Voorbeeld BV", " voorbeeld bv "):
        answer = portal.post("/companies", json={"name": same})
        assert faults(answer, 409) == [("name", "duplicate_value")]
        assert answer.json()["errors"][0]["additional_info"] == {"company_id": key}
        assert faults(portal.put("/companies/501", json={"name": same}), 409)
    for other in ("Voorbeeld", "Voorbeeld B.V.", "Vóórbeeld BV"):
        company(portal, name=other)
    assert changed(portal, f"/companies/{key}", name="VOORBEELD BV")["name"] == "VOORBEELD BV"
    assert [one["name"] for one in read(portal, "/companies/autocomplete", name="VOOR")["companies"]] == [
        "Voorbeeld", "Voorbeeld B.V.", "VOORBEELD BV",
    ]  # fmt: skip
    switched(sandbox, duplicate_info=False)
    assert "additional_info" not in portal.post("/companies", json={"name": "Voorbeeld"}).json()["errors"][0]


@pytest.mark.parametrize(("policy", "status"), [("409", 409), ("400", 400)])
def test_a_domain_of_another_company_is_refused(
    sandbox: Sandbox, portal: httpx.Client, policy: str, status: int
) -> None:
    switched(sandbox, domain_twice=policy)
    key = company(portal, domains=["voorbeeld.example"])["id"]
    answer = portal.post("/companies", json={"name": "Other", "domains": ["x.example", "VOORBEELD.example"]})
    assert faults(answer, status) == [("domains", "duplicate_value")]
    assert faults(portal.put("/companies/501", json={"domains": ["voorbeeld.example"]}), status)
    changed(portal, f"/companies/{key}", domains=["voorbeeld.example", "y.example"])
    assert changed(portal, f"/companies/{key}", domains=[])["domains"] == []
    company(portal, name="Other", domains=["voorbeeld.example"])


def test_or_nothing_is_said_of_it(sandbox: Sandbox, portal: httpx.Client) -> None:
    switched(sandbox, domain_twice="accepted")
    for name in ("A", "B"):
        assert company(portal, name=name, domains=["voorbeeld.example"])["domains"] == ["voorbeeld.example"]


def test_contacts_are_attached_by_their_mail(portal: httpx.Client) -> None:
    other = company(portal, name="Other")["id"]
    early = contact(portal, email=MAIL)
    elsewhere = contact(portal, email="b@voorbeeld.example", company_id=other)
    key = company(portal, domains=["voorbeeld.example"])["id"]
    late = contact(portal, email="c@voorbeeld.example")
    moved = contact(portal, email="d@elsewhere.example")
    assert moved["company_id"] is None
    moved = changed(portal, f"/contacts/{moved['id']}", email="d@voorbeeld.example")
    assert (late["company_id"], moved["company_id"]) == (key, key)
    assert read(portal, f"/contacts/{early['id']}")["company_id"] == key
    assert read(portal, f"/contacts/{elsewhere['id']}")["company_id"] == other
    assert len(ids(portal, "/contacts", company_id=key)) == 3
    alone = f"/contacts/{late['id']}"
    assert changed(portal, alone, company_id=None)["company_id"] is None
    assert changed(portal, alone, phone="1")["company_id"] is None
    changed(portal, f"/companies/{key}", domains=["voorbeeld.example", "x.example"])
    assert read(portal, alone)["company_id"] is None


def test_a_free_mailbox_as_a_domain_attaches_strangers(sandbox: Sandbox, portal: httpx.Client) -> None:
    strangers = [
        one for one in sandbox.state("freshdesk", "contact").values() if (one["email"] or "").endswith("@gmail.com")
    ]
    assert strangers and {one["company_id"] for one in strangers} == {None}
    key = company(portal, domains=["gmail.com"])["id"]
    assert set(ids(portal, "/contacts", company_id=key)) == {one["id"] for one in strangers}
    assert min(read(portal, f"/contacts/{one['id']}")["updated_at"] > one["updated_at"] for one in strangers)


def test_a_deleted_company_leaves_its_contacts(portal: httpx.Client) -> None:
    main, other = (company(portal, name=name)["id"] for name in ("A", "B"))
    both = contact(portal, company_id=main, other_companies=[{"company_id": other, "view_all_tickets": True}])
    one = contact(portal, email="b@c.example", company_id=main, view_all_tickets=True)
    nothing(portal.delete(f"/companies/{main}"))
    nothing(portal.get(f"/companies/{main}"), 404)
    nothing(portal.delete(f"/companies/{main}"), 404)
    moved, alone = (read(portal, f"/contacts/{each['id']}") for each in (both, one))
    assert (moved["company_id"], moved["view_all_tickets"], moved["other_companies"]) == (other, True, [])
    assert (alone["company_id"], alone["view_all_tickets"]) == (None, False)
    nothing(portal.delete(f"/companies/{other}"))
    assert read(portal, f"/contacts/{both['id']}")["company_id"] is None


@pytest.mark.parametrize("sent", [{name: value} for name, value in PREMIUM.items()])
def test_growth_lacks_fields_of_companies(sandbox: Sandbox, portal: httpx.Client, sent: dict[str, str]) -> None:
    key = company(portal, **PREMIUM)["id"]
    switched(sandbox, plan="growth")
    answer = portal.post("/companies", json={"name": "Other", **sent})
    assert (answer.status_code, answer.json().keys()) == (403, {"code", "message"})
    assert answer.json()["code"] == "require_feature"
    switched(sandbox, lacking="400")
    assert faults(portal.put("/companies/501", json=sent)) == [(next(iter(sent)), "require_feature")]
    record = company(portal, name="Other")
    assert {record[name] for name in PREMIUM} == {None}
    assert {read(portal, f"/companies/{key}")[name] for name in PREMIUM} == {None}
    listed = {one["name"] for one in read(portal, "/company_fields")}
    assert listed == {"name", "description", "note", "domains", "numero_client"}
    switched(sandbox, plan="enterprise")
    assert read(portal, f"/companies/{key}")["health_score"] == "Happy"


@pytest.mark.parametrize(
    "sent",
    [
        {"language": "nl"},
        {"time_zone": "Paris"},
        {"company_id": 501, "other_companies": [{"company_id": 502}]},
    ],
)
def test_growth_lacks_fields_of_contacts(sandbox: Sandbox, portal: httpx.Client, sent: dict[str, Any]) -> None:
    rich = contact(portal, language="nl", company_id=501, other_companies=[{"company_id": 502}])
    switched(sandbox, plan="growth")
    answer = portal.post("/contacts", json={"name": "Bert", "phone": "1", **sent})
    assert (answer.status_code, answer.json()["code"]) == (403, "require_feature")
    assert read(portal, "/contacts", phone="1") == []
    assert contact(portal, email="b@c.example")["time_zone"] == "Brussels"
    seen = read(portal, f"/contacts/{rich['id']}")
    assert (seen["language"], seen["company_id"], seen["other_companies"]) == ("en", 501, [])
    assert not {"language", "time_zone"} & {one["name"] for one in read(portal, "/contact_fields")}
