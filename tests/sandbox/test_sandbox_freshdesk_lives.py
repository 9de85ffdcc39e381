"""What becomes of Freshdesk's contacts: deleted and restored, invited, made agents, merged."""

from typing import Any

import httpx
import pytest

from tests.sandbox.freshdesk_calls import changed, company, contact, faults, ids, nothing, read, switched
from tests.sandbox_fixture import Record, Sandbox

EMAIL = "anna@voorbeeld.example"


def test_a_deleted_contact_is_kept_and_restored(portal: httpx.Client) -> None:
    before = contact(portal, tags=["vip"])
    path = f"/contacts/{before['id']}"
    nothing(portal.delete(path))
    gone = read(portal, path)
    assert gone["deleted"] is True
    assert (ids(portal, "/contacts", email=EMAIL), ids(portal, "/contacts", state="deleted")) == ([], [before["id"]])
    for answer in (portal.put(path, json={"phone": "1"}), portal.delete(path), portal.put(f"{path}/send_invite")):
        nothing(answer, 405)
    assert faults(portal.post("/contacts", json={"name": "Anna", "email": EMAIL}), 409) == [
        ("email", "duplicate_value")
    ]
    nothing(portal.put(f"{path}/restore"))
    assert read(portal, path) == before | {"updated_at": read(portal, path)["updated_at"]}
    nothing(portal.put(f"{path}/restore"), 404)


def test_a_deletion_and_a_restoration_are_changes(sandbox: Sandbox, portal: httpx.Client) -> None:
    key, old = 9001, sandbox.record("freshdesk", "contact", 9001)["updated_at"]
    nothing(portal.delete(f"/contacts/{key}"))
    assert ids(portal, "/contacts", state="deleted", _updated_since="2026-01-01") == [key]
    nothing(portal.put(f"/contacts/{key}/restore"))
    assert ids(portal, "/contacts", _updated_since="2026-01-01") == [key]
    assert read(portal, f"/contacts/{key}")["updated_at"] > old


def test_a_contact_is_deleted_for_good(portal: httpx.Client) -> None:
    path = f"/contacts/{contact(portal)['id']}"
    assert faults(portal.delete(f"{path}/hard_delete")) == [("force", "invalid_value")]
    nothing(portal.delete(path))
    nothing(portal.delete(f"{path}/hard_delete"))
    for answer in (portal.get(path), portal.delete(path), portal.put(f"{path}/restore")):
        nothing(answer, 404)
    path = f"/contacts/{contact(portal)['id']}"
    nothing(portal.delete(f"{path}/hard_delete?force=true"))
    nothing(portal.get(path), 404)


def test_a_blocked_contact_is_left_alone(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.edit("freshdesk", "contact", 9001, blocked=True)
    assert ids(portal, "/contacts", state="blocked") == [9001]
    assert 9001 not in [one["id"] for one in read(portal, "/contacts", per_page=100)]
    nothing(portal.put("/contacts/9001", json={"phone": "1"}), 405)
    assert "deleted" not in read(portal, "/contacts/9001")
    sandbox.edit("freshdesk", "contact", 9001, blocked=False)
    assert changed(portal, "/contacts/9001", phone="1")["phone"] == "1"


def test_an_invitation_is_sent_when_it_is_asked_for(sandbox: Sandbox, portal: httpx.Client) -> None:
    key = contact(portal)["id"]
    assert sandbox.state("freshdesk", "invite") == {}
    for _ in range(2):
        nothing(portal.put(f"/contacts/{key}/send_invite"))
    sent = list(sandbox.state("freshdesk", "invite").values())
    assert [(one["contact_id"], one["email"]) for one in sent] == [(key, EMAIL)] * 2
    switched(sandbox, lost_invites=True)
    nothing(portal.put(f"/contacts/{key}/send_invite"))
    assert len(sandbox.state("freshdesk", "invite")) == 2


def test_an_invitation_is_refused_where_it_makes_no_sense(sandbox: Sandbox, portal: httpx.Client) -> None:
    path = f"/contacts/{contact(portal, phone='1')['id']}"
    assert faults(portal.put(f"{path}/send_invite")) == [("email", "missing_field")]
    answer = portal.put(f"{path}/send_invite", json={"force": True})
    assert (answer.status_code, answer.json()["code"]) == (400, "no_content_required")
    sandbox.edit("freshdesk", "contact", 9001, active=True, email="x@y.example")
    assert faults(portal.put("/contacts/9001/send_invite")) == [("active", "inconsistent_state")]
    nothing(portal.put("/contacts/1/send_invite"), 404)
    assert sandbox.state("freshdesk", "invite") == {}


def test_an_invitation_that_fails_leaves_the_contact(sandbox: Sandbox, portal: httpx.Client) -> None:
    key = contact(portal)["id"]
    sandbox.fault("stores-then-500", system="freshdesk", path="/send_invite$", count=1)
    assert portal.put(f"/contacts/{key}/send_invite").status_code == 500
    assert len(sandbox.state("freshdesk", "invite")) == 1
    nothing(portal.put(f"/contacts/{key}/send_invite"))


def test_a_contact_becomes_an_agent_while_there_is_room(sandbox: Sandbox, portal: httpx.Client) -> None:
    path = f"/contacts/{contact(portal, other_emails=['b@voorbeeld.example'])['id']}"
    record = changed(portal, f"{path}/make_agent", occasional=True)
    assert (record["email"], record["other_emails"]) == (EMAIL, [])
    assert read(portal, f"/agents/{record['agent']['id']}")["contact"]["email"] == EMAIL
    nothing(portal.get(path), 404)
    assert faults(portal.post("/contacts", json={"name": "Anna", "email": EMAIL}), 409)
    another = f"/contacts/{contact(portal, email='c@voorbeeld.example')['id']}/make_agent"
    answer = portal.put(another)
    assert (answer.status_code, answer.json()["code"]) == (403, "max_agents_reached")
    switched(sandbox, paid_agents=9)
    assert portal.put(another).status_code == 200
    silent = contact(portal, phone="1")["id"]
    assert faults(portal.put(f"/contacts/{silent}/make_agent")) == [("email", "missing_field")]


@pytest.fixture
def pair(portal: httpx.Client) -> tuple[Record, Record]:
    """Two contacts of one person, each with what the other lacks, and both with a telephone."""
    first, second = (company(portal, name=name)["id"] for name in ("A", "B"))
    anna = contact(portal, phone="1", email=EMAIL, company_id=first, social_handler=["x"])
    other = {"phone": "2", "mobile": "3", "unique_external_id": "k", "email": "b@voorbeeld.example"}
    return anna, contact(portal, name="A. Peeters", **other, company_id=second, view_all_tickets=True)


def merged(portal: httpx.Client, pair: tuple[Record, Record], **kept: Any) -> httpx.Response:
    order = {"primary_contact_id": pair[0]["id"], "secondary_contact_ids": [pair[1]["id"]]}
    return portal.post("/contacts/merge", json={**order, "contact": kept})


def test_contacts_are_merged(portal: httpx.Client, pair: tuple[Record, Record]) -> None:
    nothing(merged(portal, pair, phone="2"))
    one, other = (read(portal, f"/contacts/{each['id']}") for each in pair)
    assert (one["phone"], one["mobile"], one["unique_external_id"]) == ("2", "3", "k")
    assert (one["email"], one["other_emails"]) == (EMAIL, ["b@voorbeeld.example"])
    assert one["company_id"] == pair[0]["company_id"]
    assert one["other_companies"] == [{"company_id": pair[1]["company_id"], "view_all_tickets": True}]
    assert (other["deleted"], other["email"], other["unique_external_id"]) == (True, None, None)
    nothing(portal.put(f"/contacts/{other['id']}/restore"), 405)
    assert ids(portal, "/contacts", email="b@voorbeeld.example") == [one["id"]]


def test_a_merge_has_to_say_what_is_kept(portal: httpx.Client, pair: tuple[Record, Record]) -> None:
    assert faults(merged(portal, pair)) == [("phone", "missing_field")]
    assert faults(merged(portal, pair, phone="4")) == [("phone", "invalid_value")]
    assert faults(merged(portal, pair, phone="1", email="c@d.example")) == [("email", "invalid_value")]
    assert faults(merged(portal, pair, phone="1", company_ids=[501])) == [("company_ids", "invalid_value")]
    assert faults(merged(portal, pair, phone="1", name="x")) == [("contact", "invalid_field")]
    assert faults(portal.post("/contacts/merge", json={"primary_contact_id": 9001})) == [
        ("secondary_contact_ids", "missing_field")
    ]
    assert faults(merged(portal, (pair[0], pair[0]), phone="1")) == [("secondary_contact_ids", "invalid_value")]
    assert [read(portal, f"/contacts/{each['id']}") for each in pair] == list(pair)
    nothing(merged(portal, pair, phone="1", email="b@voorbeeld.example", company_ids=[pair[1]["company_id"]]))
    one = read(portal, f"/contacts/{pair[0]['id']}")
    assert (one["email"], one["company_id"], one["other_companies"]) == (
        "b@voorbeeld.example", pair[1]["company_id"], [],
    )  # fmt: skip
