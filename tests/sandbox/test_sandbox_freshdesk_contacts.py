"""Contacts of Freshdesk: what may be filled in, what has to be unique, how lists show and find them."""

from typing import Any

import httpx
import pytest

from tests.sandbox.freshdesk_calls import changed, company, contact, faults, ids, nothing, read, switched
from tests.sandbox_fixture import Sandbox

EMAIL = "anna@voorbeeld.example"
VIEW = {
    "id", "active", "name", "email", "phone", "mobile", "company_id", "view_all_tickets", "other_companies",
    "other_emails", "address", "description", "job_title", "language", "time_zone", "twitter_id", "unique_external_id",
    "tags", "custom_fields", "avatar", "contact_type", "social_handler", "devices", "created_at", "updated_at",
}  # fmt: skip
EVERYTHING: dict[str, Any] = {
    "name": "Anna Peeters",
    "email": "Anna@Voorbeeld.example",
    "phone": "02 315 13 51",
    "mobile": "+32470000001",
    "address": "Eikstraat 1\n1000 Brussel",
    "description": "CFO",
    "job_title": "CFO",
    "language": "nl",
    "time_zone": "Paris",
    "twitter_id": "annap",
    "unique_external_id": "sellsy:c:77",
    "tags": ["vip", "vip"],
    "other_emails": ["A.Peeters@voorbeeld.example"],
    "social_handler": ["fb:anna"],
    "custom_fields": {"service": "Direction"},
}


def test_a_contact_is_stored_whole(portal: httpx.Client) -> None:
    record = contact(portal, **EVERYTHING)
    assert record.keys() == VIEW
    kept = {"email": EMAIL, "other_emails": ["a.peeters@voorbeeld.example"], "tags": ["vip"]}
    assert {name: record[name] for name in EVERYTHING} == EVERYTHING | kept
    assert (record["active"], record["avatar"], record["contact_type"], record["devices"]) == (
        False, None, "contact", [],
    )  # fmt: skip
    assert read(portal, f"/contacts/{record['id']}") == record


def test_what_is_left_alone_takes_the_accounts_defaults(sandbox: Sandbox, portal: httpx.Client) -> None:
    switched(sandbox, time_zone="Amsterdam")
    record = contact(portal, phone="1")
    assert (record["language"], record["time_zone"], record["view_all_tickets"]) == ("en", "Amsterdam", False)
    assert (record["email"], record["tags"], record["custom_fields"]) == (None, [], {"service": None})


@pytest.mark.parametrize("reached", ["phone", "mobile", "twitter_id", "unique_external_id", "email", "social_handler"])
def test_one_way_to_reach_a_contact_is_enough(portal: httpx.Client, reached: str) -> None:
    value, none = ([EMAIL], []) if reached == "social_handler" else (EMAIL, "")
    answer = portal.post("/contacts", json={"name": "Anna", reached: value})
    assert answer.status_code == 201
    path = f"/contacts/{answer.json()['id']}"
    assert faults(portal.put(path, json={reached: none})) == [("email", "missing_field")]
    assert read(portal, path)[reached] == value
    assert faults(portal.post("/contacts", json={"name": "Anna"})) == [("email", "missing_field")]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"name": None}, ("name", "missing_field")),
        ({"name": " "}, ("name", "missing_field")),
        ({"name": 5}, ("name", "datatype_mismatch")),
        ({"name": "x" * 256}, ("name", "invalid_value")),
        ({"nmae": "x"}, ("nmae", "invalid_field")),
        ({"id": 5}, ("id", "invalid_field")),
        ({"active": True}, ("active", "invalid_field")),
        ({"updated_at": "2026-01-01T00:00:00Z"}, ("updated_at", "invalid_field")),
        ({"email": "no mail"}, ("email", "invalid_value")),
        ({"other_emails": ["x"]}, ("other_emails", "invalid_value")),
        ({"tags": "vip"}, ("tags", "datatype_mismatch")),
        ({"language": "klingon"}, ("language", "invalid_value")),
        ({"time_zone": "Europe/Brussels"}, ("time_zone", "invalid_value")),
        ({"company_id": 1}, ("company_id", "invalid_value")),
        ({"company_id": "501"}, ("company_id", "datatype_mismatch")),
        ({"view_all_tickets": True}, ("view_all_tickets", "incompatible_field")),
        ({"view_all_tickets": None}, ("view_all_tickets", "datatype_mismatch")),
        ({"other_companies": [{"company_id": 501}]}, ("other_companies", "incompatible_field")),
        ({"company_id": 501, "other_companies": [501]}, ("other_companies", "datatype_mismatch")),
        ({"company_id": 501, "other_companies": [{"company_id": 501}]}, ("other_companies", "invalid_value")),
        ({"company_id": 501, "other_companies": [{"company_id": 1}]}, ("other_companies", "invalid_value")),
        ({"social_handler": [str(at) for at in range(11)]}, ("social_handler", "invalid_value")),
        ({"custom_fields": {"cf_service": "Achats"}}, ("cf_service", "invalid_field")),
        ({"custom_fields": {"service": "Vente"}}, ("service", "invalid_value")),
        ({"custom_fields": {"service": 1}}, ("service", "datatype_mismatch")),
        ({"custom_fields": []}, ("custom_fields", "datatype_mismatch")),
    ],
)
def test_what_is_wrong_is_named(portal: httpx.Client, sent: dict[str, Any], fault: tuple[str, str]) -> None:
    assert fault in faults(portal.post("/contacts", json={"name": "Anna", "email": EMAIL, **sent}))
    before = read(portal, "/contacts/9001")
    assert fault in faults(portal.put("/contacts/9001", json={"company_id": None, **sent}))
    assert read(portal, "/contacts/9001") == before
    assert read(portal, "/contacts", email=EMAIL) == []


def test_what_is_read_cannot_be_sent_back(portal: httpx.Client) -> None:
    refused = faults(portal.put("/contacts/9001", json=read(portal, "/contacts/9001")))
    assert {field for field, _ in refused} == {
        "id", "active", "avatar", "contact_type", "devices", "created_at", "updated_at",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ({"email": EMAIL}, {"email": EMAIL.upper()}, "email"),
        ({"email": EMAIL}, {"phone": "1", "other_emails": [EMAIL]}, "other_emails"),
        ({"phone": "1", "other_emails": [EMAIL]}, {"email": EMAIL}, "email"),
        ({"twitter_id": "a"}, {"twitter_id": "a"}, "twitter_id"),
        ({"unique_external_id": "a"}, {"unique_external_id": "a"}, "unique_external_id"),
        ({"phone": "1", "social_handler": ["a"]}, {"phone": "2", "social_handler": ["a"]}, "social_handler"),
    ],
)
def test_what_another_contact_has_is_a_conflict(
    sandbox: Sandbox, portal: httpx.Client, first: dict[str, Any], second: dict[str, Any], field: str
) -> None:
    holder = portal.post("/contacts", json={"name": "Anna", **first}).json()
    answer = portal.post("/contacts", json={"name": "Other", **second})
    assert faults(answer, 409) == [(field, "duplicate_value")]
    assert answer.json()["errors"][0]["additional_info"] == {"user_id": holder["id"]}
    assert faults(portal.put("/contacts/9001", json=second), 409)
    switched(sandbox, duplicate_info=False)
    assert "additional_info" not in portal.post("/contacts", json={"name": "Other", **second}).json()["errors"][0]
    # What a contact has itself is no conflict, and what it gives up is free for others.
    changed(portal, f"/contacts/{holder['id']}", **first)
    changed(portal, f"/contacts/{holder['id']}", **(dict.fromkeys(first) | {"mobile": "3"}))
    assert portal.post("/contacts", json={"name": "Other", **second}).status_code == 201


def test_telephones_are_unique_where_an_administrator_wants_it(portal: httpx.Client) -> None:
    for name in ("Anna", "Bert"):
        contact(portal, name=name, phone="02 1")
    (field,) = (one["id"] for one in read(portal, "/contact_fields") if one["name"] == "phone")
    changed(portal, f"/contact_fields/{field}", unique=True)
    assert faults(portal.post("/contacts", json={"name": "Carl", "phone": "02 1"}), 409) == [
        ("phone", "duplicate_value")
    ]
    contact(portal, name="Carl", phone="02 2")


def test_an_agents_mail_is_taken(portal: httpx.Client) -> None:
    answer = portal.post("/contacts", json={"name": "Karim", "email": "karim.haddad@support.example"})
    assert faults(answer, 409) == [("email", "duplicate_value")]
    nothing(portal.get(f"/contacts/{answer.json()['errors'][0]['additional_info']['user_id']}"), 404)


def test_a_change_touches_what_was_sent(portal: httpx.Client) -> None:
    before = contact(portal, **EVERYTHING)
    after = changed(portal, f"/contacts/{before['id']}", tags=[], custom_fields={}, job_title=None)
    assert {name for name in VIEW if before[name] != after[name]} <= {"tags", "job_title", "updated_at"}
    assert (after["tags"], after["job_title"], after["custom_fields"]) == ([], None, {"service": "Direction"})
    assert changed(portal, f"/contacts/{before['id']}", custom_fields={"service": ""})["custom_fields"] == {
        "service": None
    }


def test_each_company_has_a_switch_of_its_own(portal: httpx.Client) -> None:
    main, other = (company(portal, name=name)["id"] for name in ("A", "B"))
    sent = {"company_id": main, "other_companies": [{"company_id": other, "view_all_tickets": True}]}
    record = contact(portal, **sent)
    assert {name: record[name] for name in ("view_all_tickets", *sent)} == {"view_all_tickets": False, **sent}
    assert (
        changed(portal, f"/contacts/{record['id']}", view_all_tickets=True)["other_companies"]
        == (sent["other_companies"])
    )
    assert ids(portal, "/contacts", company_id=other) == ids(portal, "/contacts", company_id=main) == [record["id"]]
    alone = changed(portal, f"/contacts/{record['id']}", company_id=None)
    assert (alone["company_id"], alone["view_all_tickets"], alone["other_companies"]) == (None, False, [])


def test_a_list_is_thinner_and_by_name(portal: httpx.Client) -> None:
    main, other = (company(portal, name=name)["id"] for name in ("A", "B"))
    record = contact(portal, **EVERYTHING, company_id=main, other_companies=[{"company_id": other}])
    (row,) = read(portal, "/contacts", email=EMAIL)
    assert row.keys() == VIEW - {"other_emails", "tags", "avatar"}
    assert row == {name: record[name] for name in row} | {"other_companies": [other]}
    names = [one["name"].casefold() for one in read(portal, "/contacts", per_page=100)]
    assert names == sorted(names)


def test_a_list_is_filtered(sandbox: Sandbox, portal: httpx.Client) -> None:
    key = contact(portal, **EVERYTHING)["id"]
    for asked in (
        {"email": EMAIL.upper()},
        {"email": "a.peeters@voorbeeld.example"},
        {"phone": "02 315 13 51"},
        {"mobile": "+32470000001", "state": "unverified", "contact_type": "contact"},
    ):
        assert ids(portal, "/contacts", **asked) == [key]
    for asked in ({"phone": "023151351"}, {"email": EMAIL, "state": "verified"}, {"email": EMAIL, "company_id": 501}):
        assert ids(portal, "/contacts", **asked) == []
    assert faults(portal.get("/contacts?state=gone")) == [("state", "invalid_value")]
    assert faults(portal.get("/contacts?unique_external_id=x")) == [("unique_external_id", "invalid_field")]
    sandbox.edit("freshdesk", "contact", key, active=True)
    assert key in ids(portal, "/contacts", state="verified")
    assert key not in ids(portal, "/contacts", state="unverified")


def test_a_list_tells_what_was_changed_since(sandbox: Sandbox, portal: httpx.Client) -> None:
    stamp = contact(portal)["updated_at"]
    for name in ("updated_since", "_updated_since"):
        for moment in (stamp, f"{stamp[:-1]}+00:00", stamp[:-1]):
            assert len(ids(portal, "/contacts", **{name: moment})) == 1
        assert faults(portal.get("/contacts", params={name: "yesterday"})) == [(name, "invalid_value")]
    assert len(ids(portal, "/contacts", _updated_since="2020-01-01")) > 30
    switched(sandbox, since="_updated_since")
    assert faults(portal.get("/contacts", params={"updated_since": stamp})) == [("updated_since", "invalid_field")]
    assert len(ids(portal, "/contacts", _updated_since=stamp)) == 1


def test_names_are_completed(portal: httpx.Client) -> None:
    key = contact(portal, name="Anna-Lise van Zwyndregt")["id"]
    for term in ("zwyn", "ZWYNDREGT", "anna-lise van z"):
        assert read(portal, "/contacts/autocomplete", term=term) == [{"id": key, "name": "Anna-Lise van Zwyndregt"}]
    assert read(portal, "/contacts/autocomplete", term="yndregt") == []
    assert faults(portal.get("/contacts/autocomplete")) == [("term", "missing_field")]
