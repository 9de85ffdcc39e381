"""What is repeated, what is not, and what a person is told in the end."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from passerelle.errors import (
    NotAllowed,
    NotAuthorised,
    RecordRejected,
    SystemFailure,
    SystemUnavailable,
    UnclearAnswer,
    UnreadableAnswer,
)
from passerelle.http import HttpClient
from passerelle.http.shapes import words_of
from passerelle.mapping.models import ErrorShape
from tests.http.conftest import FORBIDDEN, SECRET, UNAUTHORISED
from tests.http.scripted import Reply, Server

Make = Callable[..., HttpClient]
GOOD = Reply(body={"id": 1})
CUT = Reply(body={"id": 1}, cut=3)
HTML = Reply(body="<html>Down for maintenance</html>", headers={"Content-Type": "text/html"})
PASSING = {
    "429": Reply(429, headers={"Retry-After": "0"}),
    "500": Reply(500),
    "502": Reply(502),
    "503": Reply(503),
    "504": Reply(504, body="<html>", headers={"Content-Type": "text/html"}),
    "dropped": Reply(drop=True),
    "slow": Reply(body={"id": 1}, delay_s=0.6),
    "cut": CUT,
    "html": HTML,
}


@pytest.mark.parametrize("bad", PASSING.values(), ids=PASSING)
def test_a_read_is_repeated_until_it_succeeds(client: Make, server: Server, sent: list[str], bad: Reply) -> None:
    server.answers(bad, GOOD)
    assert client().read("/x", "list things").data == {"id": 1}
    assert len(server.asked) == 2
    assert sent == ["GET", "GET"]


@pytest.mark.parametrize("bad", PASSING.values(), ids=PASSING)
def test_an_update_is_repeated_until_it_succeeds(client: Make, server: Server, sent: list[str], bad: Reply) -> None:
    server.answers(bad, GOOD)
    assert client().update("/x/1", {"a": 1}, "update thing 1").data == {"id": 1}
    assert [asked.body for asked in server.asked] == [b'{"a":1}'] * 2
    assert sent == ["PUT", "PUT"]


@pytest.mark.parametrize("bad", PASSING.values(), ids=PASSING)
def test_a_post_that_names_its_record_is_repeated_as_an_update_is(
    client: Make, server: Server, sent: list[str], bad: Reply
) -> None:
    server.answers(bad, Reply(body=1))
    assert client().upsert("/x", {"id": 1}, "update thing 1").data == 1
    assert [asked.body for asked in server.asked] == [b'{"id":1}'] * 2
    assert sent == ["POST", "POST"]


def test_a_post_that_names_a_record_that_is_gone_refuses_that_one(client: Make, server: Server) -> None:
    server.answers(Reply(404, body={"message": "No such thing"}))
    with pytest.raises(RecordRejected, match="no longer has that record"):
        client().upsert("/x", {"id": 1}, "update thing 1")


@pytest.mark.parametrize("body", [5, 0, True], ids=str)
def test_an_answer_may_be_a_bare_number(client: Make, server: Server, body: int) -> None:
    server.answers(Reply(body=body))
    assert client().read("/x", "count things").data == body


@pytest.mark.parametrize("bad", [PASSING["429"], Reply(503, headers={"Retry-After": "0"})], ids=["429", "503"])
def test_a_create_is_repeated_when_the_system_says_it_did_nothing(client: Make, server: Server, bad: Reply) -> None:
    server.answers(bad, GOOD)
    assert client().create("/x", {}, "create a thing").data == {"id": 1}
    assert len(server.asked) == 2


@pytest.mark.parametrize("name", ["500", "502", "503", "504", "dropped", "slow", "cut", "html"])
def test_a_create_that_may_have_been_processed_is_sent_once(client: Make, server: Server, name: str) -> None:
    server.answers(PASSING[name], GOOD)
    with pytest.raises(UnclearAnswer, match=r"^Vendor was asked to create a thing \(POST /x\), with unknown result: "):
        client().create("/x", {}, "create a thing")
    assert len(server.asked) == 1


def test_a_create_refused_by_the_network_is_repeated_and_not_counted(client: Make, sent: list[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SystemUnavailable) as told:
            client(base_url=f"http://{address}", account="my-crm").create("/x", {}, "create a thing")
    assert address in str(told.value)
    assert "PASSERELLE_MY_CRM_BASE_URL" in str(told.value)
    assert sent == []


@pytest.mark.parametrize("name", ["500", "dropped", "cut"])
def test_an_update_that_never_became_clear_is_unclear(client: Make, server: Server, name: str) -> None:
    server.answers(PASSING[name])
    with pytest.raises(UnclearAnswer, match=r"\(PUT /x/1\)"):
        client().update("/x/1", {}, "update thing 1")
    assert len(server.asked) == 3


def test_an_update_is_unclear_when_any_attempt_was(client: Make, server: Server) -> None:
    server.answers(PASSING["500"], PASSING["429"])
    with pytest.raises(UnclearAnswer):
        client().update("/x/1", {}, "update thing 1")


def test_an_update_never_let_in_is_not_unclear(client: Make, server: Server) -> None:
    server.answers(PASSING["429"])
    with pytest.raises(SystemUnavailable):
        client().update("/x/1", {}, "update thing 1")


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (
            Reply(500, body={"message": "Overslept"}),
            SystemUnavailable,
            'it answered 500 ("Overslept"); try again later',
        ),
        (PASSING["slow"], SystemUnavailable, "it did not answer within 0.3 seconds; try again later"),
        (PASSING["dropped"], SystemUnavailable, "the connection was lost before it answered"),
        (CUT, UnreadableAnswer, "its answer was cut short; try again"),
        (HTML, UnreadableAnswer, "not JSON; try again"),
    ],
)
def test_a_read_that_keeps_failing_is_told_in_one_sentence(
    client: Make, server: Server, reply: Reply, kind: type[SystemFailure], words: str
) -> None:
    server.answers(reply)
    with pytest.raises(kind) as told:
        client().read("/x", "list things", {"secretive": "value"})
    assert len(server.asked) == 3
    assert words in str(told.value)
    assert "list things (GET /x)" in str(told.value)
    assert "secretive" not in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_what_is_refused_is_not_repeated(client: Make, server: Server) -> None:
    for status in (400, 401, 403, 404, 409, 422):
        server.asked.clear()
        server.answers(Reply(status))
        with pytest.raises(SystemFailure):
            client().read("/x", "list things")
        assert len(server.asked) == 1


def test_wrong_credentials_bring_the_advice(client: Make, server: Server) -> None:
    server.answers(Reply(401, body={"message": f"Unknown key {SECRET}"}))
    with pytest.raises(NotAuthorised) as told:
        client().read("/x", "list things")
    assert str(told.value) == (
        f'Vendor refused the credentials when asked to list things (GET /x): "Unknown key ***"; {UNAUTHORISED}'
    )
    assert SECRET not in "".join(traceback.format_exception(told.value))


def test_what_is_not_activated_brings_the_advice(client: Make, server: Server) -> None:
    server.answers(Reply(403))
    with pytest.raises(NotAllowed, match=FORBIDDEN):
        client().create("/x", {}, "create a thing")


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_refused_record_is_told_in_the_systems_own_words(client: Make, server: Server, status: int) -> None:
    body = {
        "error": {"text": "Not valid"},
        "errors": [{"field": "language", "message": "is mandatory"}, {"message": "?"}],
    }
    server.answers(Reply(status, body=body))
    with pytest.raises(RecordRejected, match=r'"Not valid \(language: is mandatory; \?\)"; correct the record'):
        client().create("/x", {}, "create a thing")


CODED = ErrorShape(
    message=["message"], code="errorCode", details="errors", detail_field="details.property", detail_message="message"
)


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ({"zone": {"errors": [{"errorCode": "E1", "message": "is none"}]}}, "Bad [E0] (zone: is none [E1])"),
        ({"a": {"b": {"errors": [{"message": "x"}, {"message": "y"}]}}}, "Bad [E0] (a.b: x; a.b: y)"),
        ({"lines": [{"arrayIndex": 0, "price": {"errors": [{"message": "x"}]}}]}, "Bad [E0] (lines.price: x)"),
        ([{"errorCode": "E1", "message": "is none", "details": {"property": "zone"}}], "Bad [E0] (zone: is none [E1])"),
        ({"email": "is none"}, "Bad [E0] (email: is none)"),
        ({"email": {"value": "anna@rossi.example", "errors": None}}, "Bad [E0]"),
        ([None, 7], "Bad [E0]"),
        (None, "Bad [E0]"),
    ],
)
def test_details_are_a_list_or_a_tree_of_what_was_sent(errors: Any, told: str) -> None:
    answer = httpx.Response(400, json={"message": "Bad", "errorCode": "E0", "errors": errors})
    assert words_of(answer, CODED) == told


def test_words_in_plain_text_are_heard(client: Make, server: Server) -> None:
    server.answers(Reply(400, body="Malformed number", headers={"Content-Type": "text/plain; charset=utf-8"}))
    with pytest.raises(RecordRejected, match='"Malformed number"'):
        client().read("/x", "read thing 1")


def test_an_updated_record_that_is_gone_is_a_rejected_record(client: Make, server: Server) -> None:
    server.answers(Reply(404))
    with pytest.raises(RecordRejected, match="no longer has that record"):
        client().update("/x/1", {}, "update thing 1")


def test_a_create_at_an_unknown_address_is_no_matter_of_the_record(client: Make, server: Server) -> None:
    server.answers(Reply(404))
    with pytest.raises(SystemFailure, match="BASE_URL") as told:
        client().create("/x", {}, "create a thing")
    assert not isinstance(told.value, RecordRejected)


def test_a_missing_record_is_none(client: Make, server: Server) -> None:
    server.answers(Reply(404, body="Not found", headers={"Content-Type": "text/plain"}))
    assert client().read_if_there("/x/1", "read thing 1") is None


def test_a_redirect_is_not_followed(client: Make, server: Server) -> None:
    server.answers(Reply(302, headers={"Location": f"{server.url}/elsewhere"}), GOOD)
    with pytest.raises(SystemFailure, match="it answered 302; check its address"):
        client().read("/x", "list things")
    assert len(server.asked) == 1


def _gap(server: Server) -> float:
    return server.asked[1].at - server.asked[0].at


def test_retry_after_in_seconds_is_waited_for(client: Make, server: Server) -> None:
    server.answers(Reply(429, headers={"Retry-After": "1"}), GOOD)
    client().create("/x", {}, "create a thing")
    assert 0.95 < _gap(server) < 2


def test_retry_after_as_a_date_is_counted_by_the_systems_clock(client: Make, server: Server) -> None:
    theirs = datetime(2020, 1, 1, tzinfo=UTC)
    dates = {"Date": format_datetime(theirs, usegmt=True)}
    until = {"Retry-After": format_datetime(theirs + timedelta(seconds=1), usegmt=True)}
    server.answers(Reply(503, headers=dates | until), GOOD)
    client().read("/x", "list things")
    assert 0.95 < _gap(server) < 2


def test_being_turned_away_uses_up_no_attempt(client: Make, server: Server) -> None:
    server.answers(*[PASSING["429"]] * 10, GOOD)
    assert client().read("/x", "list things").data == {"id": 1}


def test_being_turned_away_has_an_end(client: Make, server: Server) -> None:
    server.answers(PASSING["429"])
    with pytest.raises(SystemUnavailable, match="it answered 429; try again later"):
        client().read("/x", "list things")
    assert len(server.asked) == 20


def test_without_retry_after_the_profile_says_how_long(client: Make, server: Server) -> None:
    server.answers(Reply(429), GOOD)
    client().read("/x", "list things")
    assert 0.18 < _gap(server) < 0.9


def test_a_wait_without_end_is_told_of_and_not_waited_for(client: Make, server: Server) -> None:
    server.answers(Reply(429, headers={"Retry-After": "86400"}), GOOD)
    with pytest.raises(SystemUnavailable, match="asks to wait 86400 seconds"):
        client().read("/x", "list things")
    assert len(server.asked) == 1


def test_a_system_whose_clock_runs_fast_is_waited_for_by_its_clock(client: Make, server: Server) -> None:
    server.answers(Reply(429, headers={"Retry-After": "60"}), GOOD)
    client(time_scale=120).read("/x", "list things")
    assert 0.45 < _gap(server) < 2
