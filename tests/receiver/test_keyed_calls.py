"""Reviso's calls over real HTTP: only a key opens, what it opens is its user's, and no key is ever shown."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx
import pytest

from passerelle.hub import hints, receiver_keys
from passerelle.hub.database import open_hub
from passerelle.hub.hints import NewHint
from tests.receiver.standing import V1, V9, Receiver, receiving

REFRESH, NEWS = "refresh-customers/on-demand", "customers/news"


@pytest.fixture(scope="module")
def shared() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def key(shared: Receiver) -> str:
    return shared.key("anna")


@pytest.fixture
def receiver(shared: Receiver, key: str) -> Receiver:
    """The one receiver, once nothing of an earlier test waits."""
    shared.until(shared.is_quiet)
    shared.prefect.server.asked.clear()
    return shared


def named(*numbers: str, user: str = "anna") -> dict[str, Any]:
    return {"customers": list(numbers), "on_behalf": user}


def refused(receiver: Receiver, status: int, call: Callable[[], httpx.Response]) -> None:
    """The answer, counted, and nothing is kept of it."""
    before = receiver.health()
    answer, after = call(), receiver.health()
    assert answer.status_code == status
    assert (after["received"], after["refused"]) == (before["received"] + 1, before["refused"] + 1)
    assert after["waiting"] == after["under_way"] == 0
    assert kept(receiver) == []
    assert receiver.prefect.started == []


def kept(receiver: Receiver) -> list[NewHint]:
    """What is kept and not settled."""
    hub = open_hub(receiver.hub_url)
    with hub.read() as connection:
        left = hints.unsettled(connection)
    hub.close()
    return [one.told for one in left]


@pytest.mark.parametrize(
    ("path", "parameter", "asked"),
    [
        (V9, "TustenaWebApiKey", {"json": {"oldNumber": "42", "newNumber": "42"}}),
        (V1, "apiKey", {"json": {"oldNumber": "42", "newNumber": "42"}}),
        (
            V1,
            "apiKey",
            {"content": b'{"newNumber": 42}', "headers": {"Content-Type": "Application/JSON; charset=utf-8"}},
        ),
        (V9, "TustenaWebApiKey", {"method": "GET", "params": {"oldNumber": "42", "newNumber": "[NEWNUMBER]"}}),
        (V1, "apiKey", {"method": "GET", "params": {"old": "", "new": "42"}}),
    ],
)
def test_a_call_with_a_key_starts_a_run_on_behalf_of_its_user(
    receiver: Receiver, key: str, path: str, parameter: str, asked: dict[str, Any]
) -> None:
    assert receiver.hook(key, path, parameter, **asked).status_code == 200
    receiver.until(lambda: bool(receiver.prefect.started))
    assert receiver.prefect.started == [(REFRESH, named("42"))]


def test_a_new_number_is_told_with_the_old_one(receiver: Receiver, key: str) -> None:
    assert receiver.told("7", "8", key=key).status_code == 200
    receiver.until(lambda: bool(receiver.prefect.started))
    assert receiver.prefect.started == [(REFRESH, named("8", "7"))]
    hub = open_hub(receiver.hub_url)
    with hub.write("x") as connection:
        (told,) = hints.told_renumberings(connection, "reviso", "customer")
        hints.settle_renumberings(connection, [told.id], datetime.now(UTC))
    hub.close()
    assert (told.old, told.new) == ("7", "8")


def test_a_call_that_names_nobody_starts_a_run_over_the_news(receiver: Receiver, key: str) -> None:
    assert receiver.told("[OLDNUMBER]", "[NEWNUMBER]", key=key).status_code == 200
    receiver.until(lambda: bool(receiver.prefect.started))
    assert receiver.prefect.started == [(NEWS, {})]


def test_users_are_served_one_after_the_other_each_by_runs_of_their_own(receiver: Receiver, key: str) -> None:
    other = receiver.key("bruno")
    receiver.prefect.runs = {"customers": [{"id": "x", "state_type": "RUNNING", "tags": [], "parameters": {}}]}
    for number, whose in (("1", key), ("2", other), ("3", key)):
        assert receiver.told(number, number, key=whose).status_code == 200
    receiver.prefect.runs = {}
    receiver.until(lambda: len(receiver.prefect.started) == 2)
    assert receiver.prefect.started == [(REFRESH, named("1", "3")), (REFRESH, named("2", user="bruno"))]


@pytest.mark.parametrize("wrong", [None, "", "x", "é", "a" * 5000, "\x00"])
def test_without_a_key_nothing_is_read(receiver: Receiver, wrong: str | None) -> None:
    refused(receiver, 401, lambda: receiver.hook(wrong, content=b"x" * 100_000))


def test_a_key_almost_right_or_in_another_place_opens_nothing(receiver: Receiver, key: str) -> None:
    for wrong in (key[:-1], key + "x", key.swapcase(), key.partition("_")[2], key[::-1]):
        refused(receiver, 401, partial(receiver.told, "1", "1", key=wrong))
    body = {"oldNumber": "1", "newNumber": "1"}
    refused(receiver, 401, lambda: receiver.hook(key, V9, "apiKey", json=body))
    refused(receiver, 401, lambda: receiver.hook(None, json=body | {"TustenaWebApiKey": key}))
    refused(receiver, 401, lambda: receiver.hook(None, json=body, headers={"Authorization": key}))


def test_a_revoked_key_opens_nothing_within_a_second(receiver: Receiver) -> None:
    text = receiver.key("carla")
    hub = open_hub(receiver.hub_url)
    with hub.write("x") as connection:
        id_ = next(one.id for one in receiver_keys.listed(connection) if one.user == "carla")
        receiver_keys.revoke(connection, id_, datetime.now(UTC))
    hub.close()
    time.sleep(1.0)
    refused(receiver, 401, lambda: receiver.told("1", "1", key=text))


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (
            413,
            {"content": b'{"newNumber": "' + b" " * 65_536 + b'1"}', "headers": {"Content-Type": "application/json"}},
        ),
        (415, {"content": b'{"newNumber": "1"}'}),
        (415, {"content": b'{"newNumber": "1"}', "headers": {"Content-Type": "text/json"}}),
        (415, {"data": {"newNumber": "1"}}),
        (400, {"content": b"", "headers": {"Content-Type": "application/json"}}),
        (400, {"json": ["1"]}),
        (400, {"json": {"newNumber": "1; DROP"}}),
        (400, {"method": "GET", "params": {"newNumber": "-1"}}),
    ],
)
def test_what_cannot_be_read_is_refused(receiver: Receiver, key: str, status: int, asked: dict[str, Any]) -> None:
    refused(receiver, status, lambda: receiver.hook(key, **asked))


def test_a_body_as_long_as_may_be_is_read(receiver: Receiver, key: str) -> None:
    body = b'{"newNumber": "42"}'
    whole = body + b" " * (65_536 - len(body))
    assert receiver.hook(key, content=whole, headers={"Content-Type": "application/json"}).status_code == 200
    receiver.until(lambda: receiver.prefect.started == [(REFRESH, named("42"))])


@pytest.mark.parametrize("path", ["/api/v9/RevisoCustomer/", "/api/v2/RevisoCustomer", "/api/v9/RevisoProduct", "/"])
def test_other_paths_are_not_there(receiver: Receiver, key: str, path: str) -> None:
    answer = receiver.hook(key, path, json={"newNumber": "1"})
    assert answer.status_code == 404
    assert key not in answer.text + str(answer.headers)


def test_a_key_of_one_way_to_call_is_none_of_another(receiver: Receiver, key: str) -> None:
    assert httpx.post(f"{receiver.url}/hooks/reviso?apiKey={key}", json={"newNumber": "1"}).status_code == 404
    assert receiver.health()["accounts"]["reviso"] == "listening"


def test_when_a_key_was_used_is_known(receiver: Receiver, key: str) -> None:
    receiver.told("1", "1", key=key)
    hub = open_hub(receiver.hub_url)

    def seen() -> bool:
        with hub.read() as connection:
            return any(one.last_used_at for one in receiver_keys.listed(connection) if one.user == "anna")

    receiver.until(seen)
    hub.close()


def test_no_log_and_no_answer_ever_holds_a_key(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    # The calls of this test are logged as well, by those who make them.
    for theirs in ("httpx", "httpcore"):
        logging.getLogger(theirs).setLevel(logging.WARNING)
    answers = []
    with receiving() as receiver:
        key = receiver.key("anna")
        receiver.prefect.away = [503, 500]
        for call in (
            {"json": {"newNumber": "1"}},
            {"json": [1]},
            {"content": b"x"},
            {"method": "GET"},
            {"method": "PUT"},
        ):
            answers.append(receiver.hook(key, **call))
            answers.append(receiver.hook(f"{key}x", **call))
            answers.append(receiver.hook(key, "/api/v9/RevisoCustomer/", **call))
        receiver.until(receiver.is_quiet)
        asked = str([one.body for one in receiver.prefect.server.asked])
    assert {answer.status_code for answer in answers} == {200, 400, 401, 404, 405, 415}
    told = caplog.text + asked + "".join(answer.text + str(answer.headers) for answer in answers)
    assert "was refused" in told
    assert key not in told
    assert key.partition("_")[2] not in told
