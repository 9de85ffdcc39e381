"""Reviso's stand-in calls the web hooks that somebody set up there."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.http.scripted import Asked, Reply, Server, dawdling, scripted_server
from tests.sandbox.reviso_records import ROSSI, made, with_contact
from tests.sandbox_fixture import Sandbox

PATIENCE_S = 60.0
SECRET = "s3cr3t-k3y"


@pytest.fixture
def listener() -> Iterator[Server]:
    with scripted_server() as server:
        yield server


def hooked(sandbox: Sandbox, listener: Server, **other: Any) -> int:
    """The number of a new web hook, with the data that the vendor's own connector asks for."""
    url = f"{listener.url}/told?apiKey={SECRET}"
    number: int = sandbox.add("reviso", "webhook", **{"name": "CRM", "url": url, **other})["id"]
    return number


def calls(listener: Server, many: int) -> list[Asked]:
    """The calls that came, once there are so many."""
    deadline = time.monotonic() + PATIENCE_S
    while len(listener.asked) < many:
        assert time.monotonic() < deadline, [one.body for one in listener.asked]
        time.sleep(0.02)
    return listener.asked


def told(listener: Server, many: int) -> list[tuple[str | None, str | None]]:
    """Old and new number of so many calls; None for one that is missing."""
    found = [json.loads(call.body) for call in calls(listener, many)]
    return [(one.get("oldNumber"), one.get("newNumber")) for one in found]


def kept(sandbox: Sandbox, many: int) -> list[dict[str, Any]]:
    """What the sandbox noted of its calls, once there are so many."""
    deadline = time.monotonic() + PATIENCE_S
    while len(found := list(sandbox.state("reviso", "hookcall").values())) < many:
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
    return found


def test_every_kind_of_change_is_told_once_whoever_made_it(
    sandbox: Sandbox, books: httpx.Client, listener: Server
) -> None:
    hooked(sandbox, listener)
    number = made(books)["customerNumber"]
    books.put(f"/customers/{number}", json={**ROSSI, "zip": "40121"}).raise_for_status()
    books.put(f"/customers/{number}", json={**ROSSI, "zip": "40121"}).raise_for_status()
    sandbox.edit("reviso", "customer", number, zip="40122")
    sandbox.edit("reviso", "customer", number, customerNumber=42)
    books.delete("/customers/42").raise_for_status()
    sandbox.add("reviso", "customer", name="B", customerNumber=43)
    sandbox.delete("reviso", "customer", 43)
    n = str(number)
    assert told(listener, 8) == [
        ("", n), (n, n), (n, n), (n, n), (n, "42"), ("42", ""), ("", "43"), ("43", ""),
    ]  # fmt: skip
    first = listener.asked[0]
    assert (first.method, first.path, first.query) == ("POST", "/told", {"apiKey": SECRET})
    assert first.headers["content-type"] == "application/json"
    assert first.body == json.dumps({"oldNumber": "", "newNumber": n}).encode()
    time.sleep(0.2)
    assert len(listener.asked) == 8


def test_reading_and_what_is_refused_tells_nothing(sandbox: Sandbox, books: httpx.Client, listener: Server) -> None:
    hooked(sandbox, listener)
    books.get("/customers/1002")
    books.put("/customers/1002", json={})
    books.delete("/customers/1001")
    sandbox.edit("reviso", "customer", 1003, zip="1")
    assert told(listener, 1) == [("1003", "1003")]


@pytest.mark.parametrize(
    ("way", "shown"), [("empty", ""), ("zero", "0"), ("literal", "[OLDNUMBER]"), ("left out", None)]
)
def test_what_comes_for_no_number_is_a_switch(
    sandbox: Sandbox, books: httpx.Client, listener: Server, way: str, shown: str | None
) -> None:
    hooked(sandbox, listener)
    sandbox.edit("reviso", "setting", 1, hookOnCreate=way, hookOnDelete=way)
    made(books, customerNumber=7)
    books.delete("/customers/7")
    gone = shown.replace("OLD", "NEW") if shown else shown
    assert told(listener, 2) == [(shown, "7"), ("7", gone)]


def test_addresses_have_merge_fields_too(sandbox: Sandbox, books: httpx.Client, listener: Server) -> None:
    url = f"{listener.url}/told/[NEWNUMBER]?secret=x&old=[OLDNUMBER]&new=[NEWNUMBER]"
    hooked(sandbox, listener, url=url, method="GET")
    sandbox.edit("reviso", "setting", 1, hookOnCreate="left out")
    made(books, customerNumber=7)
    sandbox.edit("reviso", "customer", 7, customerNumber=8)
    first, second = calls(listener, 2)
    assert (first.method, first.path, first.query) == ("GET", "/told/7", {"secret": "x", "new": "7"})
    assert (second.path, second.query) == ("/told/8", {"secret": "x", "old": "7", "new": "8"})
    assert first.body == b""


def test_data_may_be_a_form(sandbox: Sandbox, books: httpx.Client, listener: Server) -> None:
    kind = "application/x-www-form-urlencoded"
    hooked(sandbox, listener, body="o=[OLDNUMBER]&n=[NEWNUMBER]", contentType=kind)
    sandbox.edit("reviso", "setting", 1, hookOnCreate="left out")
    made(books, customerNumber=7)
    (call,) = calls(listener, 1)
    assert (call.body, call.headers["content-type"]) == (b"n=7", kind)


@pytest.mark.parametrize("tells", [False, True])
def test_whether_a_contact_is_told_is_a_switch(
    sandbox: Sandbox, books: httpx.Client, listener: Server, tells: bool
) -> None:
    contact = with_contact(sandbox)
    number, whose = contact["customerContactNumber"], contact["customer"]["customerNumber"]
    hooked(sandbox, listener)
    sandbox.edit("reviso", "setting", 1, contactEditsTell=tells)
    sandbox.edit("reviso", "contact", number, phone="1")
    books.delete(f"/customers/{whose}/contacts/{number}").raise_for_status()
    sandbox.edit("reviso", "customer", 1060, zip="1")
    expected = [(str(whose),) * 2] * (2 if tells else 0) + [("1060", "1060")]
    assert told(listener, len(expected)) == expected


def test_calls_come_twice_or_not_at_all(sandbox: Sandbox, listener: Server) -> None:
    hooked(sandbox, listener, duplicates=True, dropEvery=2)
    for number in (1001, 1002, 1003):
        sandbox.edit("reviso", "customer", number, zip="1")
    assert told(listener, 4) == [("1001", "1001")] * 2 + [("1003", "1003")] * 2
    outcomes = [(one["newNumber"], one["outcome"]) for one in kept(sandbox, 5)]
    assert outcomes == [(1001, 200), (1001, 200), (1002, "dropped"), (1003, 200), (1003, 200)]


def test_calls_come_late_and_in_another_order(sandbox: Sandbox, listener: Server) -> None:
    hooked(sandbox, listener, delayMs=1500, shuffled=True)
    began = time.monotonic()
    for number in (1001, 1002, 1003):
        sandbox.edit("reviso", "customer", number, zip="1")
    assert time.monotonic() - began < 1.5
    assert told(listener, 3) == [(str(number),) * 2 for number in (1003, 1002, 1001)]
    assert time.monotonic() - began >= 1.5


def test_what_is_late_for_one_is_not_for_another(sandbox: Sandbox, listener: Server) -> None:
    hooked(sandbox, listener, delayMs=1500, url=f"{listener.url}/late")
    hooked(sandbox, listener, url=f"{listener.url}/soon")
    sandbox.edit("reviso", "customer", 1001, zip="1")
    assert [call.path for call in calls(listener, 2)] == ["/soon", "/late"]


def test_what_fails_is_kept_without_the_secret_and_not_tried_again(
    sandbox: Sandbox, books: httpx.Client, listener: Server
) -> None:
    listener.answers(Reply(status=500), Reply())
    number = hooked(sandbox, listener)
    made(books, customerNumber=7)
    books.delete("/customers/7")
    first, second = kept(sandbox, 2)
    assert (first["outcome"], second["outcome"]) == (500, 200)
    assert (first["address"], first["method"], first["webhook"]) == (f"{listener.url}/told", "POST", number)
    assert (first["oldNumber"], first["newNumber"], second["oldNumber"]) == (None, 7, 7)
    hook = sandbox.record("reviso", "webhook", number)
    assert (hook["calls"], hook["succeeded"], hook["failed"]) == (2, 1, 1)
    assert len(listener.asked) == 2
    assert SECRET not in sandbox.http.get("/_sandbox/state/reviso/hookcall").text


def test_an_answer_does_not_wait_for_who_is_called(sandbox: Sandbox, books: httpx.Client, listener: Server) -> None:
    hooked(sandbox, listener)
    with dawdling(listener) as answered:
        made(books, customerNumber=7)
        assert books.get("/customers/7").status_code == 200
        assert not answered
    assert kept(sandbox, 1)[0]["outcome"] == 200


def test_a_call_that_is_being_made_and_those_behind_it_are_forgotten_by_a_reset(
    sandbox: Sandbox, books: httpx.Client, listener: Server
) -> None:
    hooked(sandbox, listener)
    with dawdling(listener):
        made(books, customerNumber=7)
        made(books, customerNumber=9)
        assert told(listener, 1) == [("", "7")]
        sandbox.reset()
    hooked(sandbox, listener)
    made(books, customerNumber=8)
    assert told(listener, 2) == [("", "7"), ("", "8")]
    assert [one["newNumber"] for one in kept(sandbox, 1)] == [8]


def test_nobody_but_this_machine_is_called(sandbox: Sandbox, listener: Server) -> None:
    hooked(sandbox, listener, url="http://crm.invalid/told")
    sandbox.edit("reviso", "customer", 1001, zip="1")
    (noted,) = kept(sandbox, 1)
    assert noted["outcome"] == "not on this machine"


def test_calls_can_be_lost_and_doubled_by_a_fault(sandbox: Sandbox, listener: Server) -> None:
    hooked(sandbox, listener)
    sandbox.fault("hooks-lost", system="reviso")
    sandbox.edit("reviso", "customer", 1001, zip="1")
    assert kept(sandbox, 1)[0]["outcome"] == "lost"
    sandbox.fault("hooks-twice", count=1)
    sandbox.edit("reviso", "customer", 1002, zip="1")
    sandbox.edit("reviso", "customer", 1003, zip="1")
    assert told(listener, 3) == [("1002", "1002"), ("1002", "1002"), ("1003", "1003")]


def test_who_is_switched_off_is_not_called(sandbox: Sandbox, listener: Server) -> None:
    number = hooked(sandbox, listener, enabled=False)
    hooked(sandbox, listener, url=f"{listener.url}/other")
    sandbox.edit("reviso", "customer", 1001, zip="1")
    calls(listener, 1)
    sandbox.edit("reviso", "webhook", number, enabled=True)
    sandbox.edit("reviso", "customer", 1001, zip="2")
    assert sorted(call.path for call in calls(listener, 3)) == ["/other", "/other", "/told"]


@pytest.mark.parametrize(
    "values", [{"url": "ftp://x"}, {"method": "PUT"}, {"type": "Invoice booked"}, {"delayMs": -1}, {"nmae": "x"}]
)
def test_web_hooks_that_make_no_sense_are_refused(sandbox: Sandbox, values: dict[str, Any]) -> None:
    body = {"name": "CRM", "url": "http://127.0.0.1:1/x", **values}
    answer = sandbox.http.post("/_sandbox/state/reviso/webhook", json=body)
    assert (answer.status_code, next(iter(values)) in answer.json()["message"]) == (400, True)
    assert sandbox.state("reviso", "webhook") == {}
