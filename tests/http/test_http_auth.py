"""How calls prove who they are, and how a token is got, shared and renewed."""

from __future__ import annotations

import json
import time
import traceback
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

import pytest

from passerelle.errors import ConfigurationError, NotAllowed, NotAuthorised, SystemUnavailable, UnreadableAnswer
from passerelle.http import HttpClient
from tests.http.conftest import FORBIDDEN, SECRET, UNAUTHORISED
from tests.http.scripted import Asked, Reply, Script, Server

Make = Callable[..., HttpClient]
OAUTH = {
    "style": "oauth2_client_credentials",
    "credentials": {"client_id": "the id", "client_secret": "the secret"},
    "token_path": "/oauth/token",
    "token_body": "json",
    "token_extra": {"audience": "https://vendor.example/api"},
}
CREDENTIALS = {"client_id": "us", "client_secret": SECRET}


def _headers_of_one_call(client: HttpClient, server: Server) -> dict[str, str]:
    client.read("/x", "list things")
    return server.asked[-1].headers


def test_bearer(client: Make, server: Server) -> None:
    assert _headers_of_one_call(client(), server)["authorization"] == f"Bearer {SECRET}"


def test_basic_with_user_and_password(client: Make, server: Server) -> None:
    auth = {"style": "basic", "credentials": {"user": "the user", "password": "the password"}}
    made = client({"user": "us", "password": SECRET}, auth=auth)
    expected = b64encode(f"us:{SECRET}".encode()).decode()
    assert _headers_of_one_call(made, server)["authorization"] == f"Basic {expected}"


def test_basic_with_a_key_alone(client: Make, server: Server) -> None:
    made = client(auth={"style": "basic", "credentials": {"api_key": "the key"}})
    expected = b64encode(f"{SECRET}:X".encode()).decode()
    assert _headers_of_one_call(made, server)["authorization"] == f"Basic {expected}"


def test_named_headers(client: Make, server: Server) -> None:
    names = {"X-App": "app", "X-Grant": "grant"}
    auth = {"style": "headers", "credentials": {"app": "the app", "grant": "the grant"}, "headers": names}
    headers = _headers_of_one_call(client({"app": "us", "grant": SECRET}, auth=auth), server)
    assert (headers["x-app"], headers["x-grant"]) == ("us", SECRET)


def test_a_secret_with_a_line_break_is_named_and_not_shown(client: Make) -> None:
    with pytest.raises(ConfigurationError, match="the setting api_key") as told:
        client({"api_key": f"{SECRET}\n"})
    assert SECRET not in str(told.value)


def token_script(**token: Any) -> Script:
    """Give tokens t1, t2, …, and accept only the last one given."""
    given = [0]

    def answer(asked: Asked) -> Reply:
        if asked.path == "/oauth/token":
            given[0] += 1
            return Reply(body={"access_token": f"t{given[0]}", "token_type": "Bearer", **token})
        return Reply() if asked.headers["authorization"] == f"Bearer t{given[0]}" else Reply(401)

    return answer


def _asked_for_tokens(server: Server) -> list[Asked]:
    return [asked for asked in server.asked if asked.path == "/oauth/token"]


def test_a_token_is_asked_for_in_json_once_and_not_counted(client: Make, server: Server, sent: list[str]) -> None:
    server.script = token_script(expires_in=86400)
    made = client(CREDENTIALS, auth=OAUTH)
    made.read("/x", "list things")
    made.create("/x", {}, "create a thing")
    (asked,) = _asked_for_tokens(server)
    assert json.loads(asked.body) == {
        "grant_type": "client_credentials",
        "client_id": "us",
        "client_secret": SECRET,
        "audience": "https://vendor.example/api",
    }
    assert sent == ["GET", "POST"]


def test_a_token_is_asked_for_by_form(client: Make, server: Server) -> None:
    server.script = token_script()
    client(CREDENTIALS, auth={**OAUTH, "token_body": "form", "token_extra": {}}).read("/x", "list things")
    (asked,) = _asked_for_tokens(server)
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.body.decode())["client_secret"] == [SECRET]


def test_threads_share_one_token(client: Make, server: Server) -> None:
    server.script = token_script(expires_in=86400)
    made = client(CREDENTIALS, auth=OAUTH)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: made.read("/x", "list things"), range(24)))
    assert len(_asked_for_tokens(server)) == 1


def test_a_token_is_renewed_before_its_end(client: Make, server: Server) -> None:
    server.script = token_script(expires_in=1)
    made = client(CREDENTIALS, auth=OAUTH)
    made.read("/x", "list things")
    time.sleep(1.1)
    made.read("/x", "list things")
    assert len(_asked_for_tokens(server)) == 2
    assert not [asked for asked in server.asked if asked.headers.get("authorization") == "Bearer t1"][1:]


def test_a_token_revoked_early_is_renewed_once_even_for_a_create(client: Make, server: Server) -> None:
    script = token_script(expires_in=86400)
    server.script = script
    made = client(CREDENTIALS, auth=OAUTH)
    made.read("/x", "list things")
    script(Asked("POST", "/oauth/token", {}, {}, b"", 0.0))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: made.create("/x", {}, "create a thing"), range(4)))
    assert len(_asked_for_tokens(server)) == 2


def test_a_token_refused_again_is_told(client: Make, server: Server) -> None:
    tokens = token_script(expires_in=86400)
    server.script = lambda asked: tokens(asked) if asked.path == "/oauth/token" else Reply(401)
    with pytest.raises(NotAuthorised, match=UNAUTHORISED):
        client(CREDENTIALS, auth=OAUTH).read("/x", "list things")
    assert len(server.asked) == 4


@pytest.mark.parametrize("status", [400, 401])
def test_refused_credentials_bring_the_advice(client: Make, server: Server, status: int) -> None:
    server.answers(Reply(status, body={"error": "access_denied", "error_description": f"No {SECRET}"}))
    with pytest.raises(NotAuthorised, match=UNAUTHORISED) as told:
        client(CREDENTIALS, auth=OAUTH).create("/x", {}, "create a thing")
    assert SECRET not in "".join(traceback.format_exception(told.value))
    assert len(server.asked) == 1


def test_no_token_for_this_audience_brings_the_advice(client: Make, server: Server) -> None:
    server.answers(Reply(403))
    with pytest.raises(NotAllowed, match=FORBIDDEN):
        client(CREDENTIALS, auth=OAUTH).read("/x", "list things")


@pytest.mark.parametrize(
    "bad", [Reply(body={}), Reply(body={"access_token": "t", "expires_in": "soon"}), Reply(body="<")]
)
def test_an_answer_without_a_usable_token_is_told(client: Make, server: Server, bad: Reply) -> None:
    server.answers(bad)
    with pytest.raises(UnreadableAnswer, match="give an access token"):
        client(CREDENTIALS, auth=OAUTH).read("/x", "list things")


def test_threads_that_wait_for_a_token_share_its_failure(client: Make, server: Server) -> None:
    server.answers(Reply(500, delay_s=0.05))
    made = client(CREDENTIALS, auth=OAUTH)
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(made.read, "/x", "list things") for _ in range(4)]
    assert all(isinstance(each.exception(), SystemUnavailable) for each in waiting)
    assert len(server.asked) == 3


def test_a_token_that_dies_after_few_calls_serves_many_threads(client: Make, server: Server) -> None:
    tokens, used = token_script(expires_in=86400), [0]

    def answer(asked: Asked) -> Reply:
        used[0] = 0 if asked.path == "/oauth/token" else used[0] + 1
        return Reply(401) if used[0] > 4 else tokens(asked)

    server.script = answer
    made = client(CREDENTIALS, auth=OAUTH)
    with ThreadPoolExecutor(4) as pool:
        assert len(list(pool.map(lambda _: made.read("/x", "list things"), range(300)))) == 300


def test_no_token_means_that_nothing_was_created(client: Make, server: Server) -> None:
    server.answers(Reply(500))
    with pytest.raises(SystemUnavailable, match="give an access token"):
        client(CREDENTIALS, auth=OAUTH).create("/x", {}, "create a thing")
    assert {asked.path for asked in server.asked} == {"/oauth/token"}
