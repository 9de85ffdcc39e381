"""Sellsy's stand-in calls the webhooks that were registered with it."""

import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tests.http.scripted import Asked, Reply, Server, dawdling, scripted_server
from tests.sandbox.sellsy_calls import new_address, new_company, sellsy_client
from tests.sandbox_fixture import Sandbox

KEY = "k3y"
PATIENCE_S = 60.0


@pytest.fixture
def sellsy(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sellsy_client(sandbox) as client:
        yield client


@pytest.fixture
def listener() -> Iterator[Server]:
    with scripted_server() as server:
        yield server


def registered(sellsy: httpx.Client, endpoint: str, *events: str, **other: Any) -> str:
    """The path of a new webhook for these events, or for all that are offered."""
    offered = [name for entity in sellsy.get("/webhooks/events").json() for name in entity["events"]]
    wanted = [{"id": event} for event in events or offered]
    body = {"name": "ERP", "endpoint": f"{endpoint}/told", "sign_key": KEY, "json_content_type": True}
    made = sellsy.post("/webhooks", json=body | {"configuration": wanted} | other).raise_for_status().json()
    return f"/webhooks/{made['id']}"


def calls(listener: Server, many: int) -> list[Asked]:
    """The calls that came, once there are so many."""
    deadline = time.monotonic() + PATIENCE_S
    while len(listener.asked) < many:
        assert time.monotonic() < deadline, [one.body for one in listener.asked]
        time.sleep(0.02)
    return listener.asked


def told(call: Asked) -> dict[str, Any]:
    """What a call tells, however it was sent."""
    form = call.headers["content-type"] == "application/x-www-form-urlencoded"
    found: dict[str, Any] = json.loads(parse_qs(call.body.decode())["notif"][0] if form else call.body)
    return found


def events(listener: Server, many: int) -> list[tuple[str, str, str]]:
    """Event, type of the record and its id, of so many calls."""
    found = [told(call) for call in calls(listener, many)]
    return [(f"{one['eventType']}.{one['event']}", one["relatedtype"], one["relatedid"]) for one in found]


def settled(sandbox: Sandbox, path: str, name: str) -> dict[str, Any]:
    """The webhook once it says when it was last called so."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := sandbox.record("sellsy", "webhook", path.split("/")[-1]))[name]:
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
    return found


@pytest.mark.parametrize("as_json", [True, False])
def test_a_change_is_told_signed_in_texts_alone(
    sandbox: Sandbox, sellsy: httpx.Client, listener: Server, as_json: bool
) -> None:
    path = registered(sellsy, listener.url, "client.updated", "prospect.updated", json_content_type=as_json)
    kind = sandbox.edit("sellsy", "company", 1001, note="Main")["type"]
    (call,) = calls(listener, 1)
    assert (call.method, call.path) == ("POST", "/told")
    assert call.headers["x-webhook-signature"] == hashlib.sha1(KEY.encode() + call.body).hexdigest()
    assert call.headers["user-agent"].startswith("Sellsy")
    assert call.body.startswith(b"{" if as_json else b"notif=")
    known = told(call)
    assert all(isinstance(value, str) for value in known.values())
    assert known.keys() == {
        "eventType", "event", "timestamp", "ownerid", "ownertype", "relatedtype", "relatedid", "corpid",
    }  # fmt: skip
    assert (known["eventType"], known["event"], known["relatedtype"], known["relatedid"]) == (
        kind, "updated", kind, "1001",
    )  # fmt: skip
    after = settled(sandbox, path, "last_succeeded")
    assert (after["last_failed"], after["nb_failures"]) == (None, 0)


def test_each_kind_of_change_tells_its_events(sandbox: Sandbox, sellsy: httpx.Client, listener: Server) -> None:
    registered(sellsy, listener.url)
    id_ = str(sellsy.post("/companies", json=new_company(type="prospect")).json()["id"])
    sellsy.post(f"/companies/{id_}/addresses", json=new_address()).raise_for_status()
    sellsy.post(f"/companies/{id_}/contacts/301", json={"roles": []})
    sellsy.delete(f"/companies/{id_}/contacts/301")
    sellsy.post(f"/companies/{id_}/convert", json={"target": "client"})
    sandbox.edit("sellsy", "company", id_, is_archived=True)
    sellsy.delete(f"/companies/{id_}")
    sandbox.edit("sellsy", "contact", 301, position="Gérante")
    related = [{"type": "company", "id": 1001}]
    sold = sellsy.post("/opportunities", json={"name": "Vente", "pipeline": 1, "step": 11, "related": related}).json()
    assert events(listener, 12) == [
        ("prospect.created", "prospect", id_),
        # An address of a prospect has no event of its own.
        ("prospect.updated", "prospect", id_),
        ("prospect.updated", "prospect", id_),
        ("third_party_contact.created", "prospect", id_),
        ("prospect.updated", "prospect", id_),
        ("third_party_contact.deleted", "prospect", id_),
        ("client.transform", "client", id_),
        ("client.archived", "client", id_),
        ("client.addressremoved", "client", id_),
        ("client.deleted", "client", id_),
        ("people.updated", "people", "301"),
        ("opportunity.created", "opportunity", str(sold["id"])),
    ]


def test_the_record_comes_along_only_if_asked_for(sandbox: Sandbox, sellsy: httpx.Client, listener: Server) -> None:
    registered(sellsy, listener.url, "people.updated", object_in_payload=True)
    sandbox.edit("sellsy", "contact", 301, position="Gérante")
    assert told(calls(listener, 1)[0])["relatedobject"]["position"] == "Gérante"


def test_who_is_switched_off_or_asked_for_something_else_is_not_called(
    sandbox: Sandbox, sellsy: httpx.Client, listener: Server
) -> None:
    off = [{"id": "people.updated", "is_enabled": False}]
    registered(sellsy, f"{listener.url}/off", is_enabled=False)
    registered(sellsy, f"{listener.url}/event-off", configuration=off)
    registered(sellsy, f"{listener.url}/other", "people.deleted")
    registered(sellsy, f"{listener.url}/asked", "people.updated")
    sandbox.edit("sellsy", "contact", 301, position="Gérante")
    sandbox.edit("sellsy", "contact", 302, position="Gérante")
    assert [call.path for call in calls(listener, 2)] == ["/asked/told"] * 2


def test_a_call_that_fails_is_counted_and_not_made_again(
    sandbox: Sandbox, sellsy: httpx.Client, listener: Server
) -> None:
    listener.answers(Reply(status=500), Reply())
    path = registered(sellsy, listener.url, "people.updated")
    sandbox.edit("sellsy", "contact", 301, position="Gérante")
    assert settled(sandbox, path, "last_failed")["nb_failures"] == 1
    sandbox.edit("sellsy", "contact", 302, position="Gérante")
    assert settled(sandbox, path, "last_succeeded")["nb_failures"] == 1
    assert [told(call)["relatedid"] for call in listener.asked] == ["301", "302"]


def test_nobody_but_this_machine_is_called(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    path = registered(sellsy, "http://erp.invalid", "people.updated")
    sandbox.edit("sellsy", "contact", 301, position="Gérante")
    assert settled(sandbox, path, "last_failed")["last_succeeded"] is None


def test_an_answer_does_not_wait_for_who_is_called(sandbox: Sandbox, sellsy: httpx.Client, listener: Server) -> None:
    registered(sellsy, listener.url, "people.updated")
    with dawdling(listener) as answered:
        sandbox.edit("sellsy", "contact", 301, position="Gérante")
        assert sellsy.get("/contacts/301").json()["position"] == "Gérante"
        assert not answered
    calls(listener, 1)


def test_calls_can_be_lost_forged_and_doubled(sandbox: Sandbox, sellsy: httpx.Client, listener: Server) -> None:
    path = registered(sellsy, listener.url, "people.updated")
    sandbox.fault("hooks-lost", system="sellsy")
    sandbox.edit("sellsy", "contact", 301, position="1")
    assert settled(sandbox, path, "last_failed")["nb_failures"] == 1
    sandbox.fault("hooks-twice", count=1)
    sandbox.edit("sellsy", "contact", 302, position="2")
    twice = calls(listener, 2)
    assert twice[0].body == twice[1].body
    settled(sandbox, path, "last_succeeded")
    sandbox.fault("hooks-forged")
    sandbox.edit("sellsy", "contact", 303, position="3")
    forged = calls(listener, 3)[2]
    assert forged.headers["x-webhook-signature"] != hashlib.sha1(KEY.encode() + forged.body).hexdigest()


def test_without_a_key_nothing_is_signed_and_the_key_is_no_part_of_what_was_called(
    sandbox: Sandbox, sellsy: httpx.Client, listener: Server
) -> None:
    registered(sellsy, listener.url, "people.updated")
    (made,) = sandbox.requests("sellsy", "POST")[-1:]
    assert made["body"]["sign_key"] == "***"
    assert KEY not in json.dumps(sandbox.requests())
    registered(sellsy, f"{listener.url}/plain", "people.deleted", sign_key=None)
    sandbox.delete("sellsy", "contact", 301)
    assert "x-webhook-signature" not in calls(listener, 1)[0].headers
