"""Sellsy's webhooks: what a call tells, who is believed, and how they are registered."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from passerelle.errors import ConfigurationError
from passerelle.mapping.loader import load_system
from passerelle.systems.hooks import Call, Hooks, MalformedCall, hooks_of
from passerelle.systems.rest import RestSystem
from tests.http.scripted import Asked, Reply, Server
from tests.systems.conftest import ROOT, Open, with_token

KEY = SecretStr("a key of ours")
URL = "https://hooks.firm.example/hooks/sellsy"
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}


@pytest.fixture(scope="module")
def hooks() -> Hooks:
    found = hooks_of(load_system(ROOT, "sellsy"))
    assert found is not None
    return found


def told(**values: str) -> bytes:
    return json.dumps(
        {"eventType": "client", "event": "updated", "relatedtype": "client", "relatedid": "7"} | values
    ).encode()


@pytest.mark.parametrize(
    ("entity", "related", "hints"),
    [
        ("client", "client", ["thirdparty company/7", "thirdparty individual/7"]),
        ("prospect", "prospect", ["thirdparty company/7", "thirdparty individual/7"]),
        ("client", "company", ["thirdparty company/7"]),
        ("client", "individual", ["thirdparty individual/7"]),
        ("people", "people", ["contact contact/7"]),
        ("opportunity", "opportunity", ["opportunity opportunity/7"]),
        ("third_party_contact", "client", ["thirdparty company/7", "thirdparty individual/7"]),
        ("third_party_contact", "people", ["contact contact/7"]),
        ("third_party_contact", "link", []),
        ("item", "client", []),
    ],
)
@pytest.mark.parametrize("event", ["updated", "deleted", "an event of tomorrow"])
def test_a_call_hints_at_the_record_it_names(
    hooks: Hooks, entity: str, related: str, hints: list[str], event: str
) -> None:
    body = told(eventType=entity, relatedtype=related, event=event)
    for call in (Call(JSON, body), Call(FORM, urlencode({"notif": body}).encode())):
        found = hooks.read(call)
        assert found.event == f"{entity}.{event}"
        assert [f"{hint.stream} {hint.external_id}" for hint in found.hints] == hints


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[{}]", told(event=""), told(relatedid="7/../8"), told(relatedid="0")]
)
def test_what_is_no_call_of_sellsy_is_told(hooks: Hooks, body: bytes) -> None:
    with pytest.raises(MalformedCall):
        hooks.read(Call(JSON, body))


def test_a_signature_is_of_the_key_and_every_byte(hooks: Hooks) -> None:
    body, key = told(), KEY.get_secret_value().encode()
    right = hashlib.sha1(key + body).hexdigest()
    assert hooks.is_genuine(Call({"x-webhook-signature": right}, body), KEY)
    assert hooks.is_genuine(Call({"x-webhook-signature": right.upper()}, body), KEY)
    assert not hooks.is_genuine(Call({"x-webhook-signature": right}, body + b" "), KEY)
    assert not hooks.is_genuine(Call({"x-webhook-signature": right}, body), SecretStr("another"))
    for wrong in ("", "é", hashlib.sha1(body).hexdigest(), hmac.new(key, body, "sha1").hexdigest()):
        assert not hooks.is_genuine(Call({"x-webhook-signature": wrong}, body), KEY)
    assert not hooks.is_genuine(Call({}, body), KEY)


def test_another_way_to_sign_is_one_word_in_the_profile() -> None:
    profile = load_system(ROOT, "sellsy")
    assert profile.webhooks is not None
    signature = profile.webhooks.signature.model_copy(update={"style": "hmac_sha1", "header": "X-Other"})
    webhooks = profile.webhooks.model_copy(update={"signature": signature})
    hooks = hooks_of(profile.model_copy(update={"webhooks": webhooks}))
    assert hooks is not None
    right = hmac.new(KEY.get_secret_value().encode(), told(), "sha1").hexdigest()
    assert hooks.is_genuine(Call({"x-other": right}, told()), KEY)


def test_a_system_without_webhooks_has_none() -> None:
    assert hooks_of(load_system(ROOT, "altior")) is None


class Account:
    """Sellsy's calls of webhooks, answered as the vendor's specification says."""

    def __init__(self, *held: dict[str, Any], events: list[Any] | None = None) -> None:
        self.held = list(held)
        both = {"updated": "…", "client.created": "…"}
        self.events = [{"id": "client", "events": both}, {"id": "item", "events": {"item.created": "…"}}]
        self.events = self.events if events is None else events

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/oauth2/access-tokens":
            return Reply(body={"access_token": "t"})
        if asked.path == "/webhooks/events":
            return Reply(body=self.events)
        if asked.method == "GET":
            page = {"data": self.held, "pagination": {"limit": 100, "count": len(self.held), "offset": "x"}}
            return Reply(body=page)
        return Reply(body={"id": 3} | json.loads(asked.body or b"{}"))


def opened_on(account: Account, opened: Open, server: Server, monkeypatch: pytest.MonkeyPatch) -> RestSystem:
    monkeypatch.setenv("PASSERELLE_SELLSY_TOKEN_URL", f"{server.url}/oauth2/access-tokens")
    server.script = with_token(account.answer)
    return opened("sellsy")


def writes(server: Server) -> list[tuple[str, str]]:
    """What was called that changes something."""
    return [(one.method, one.path) for one in server.asked if one.method != "GET" and "oauth2" not in one.path]


def test_a_webhook_is_created_for_the_events_that_are_read(
    hooks: Hooks, opened: Open, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {"id": 9, "name": "Passerelle", "endpoint": "https://old.firm.example/hooks/sellsy"}
    foreign = {"id": 8, "name": "ERP", "endpoint": "https://erp.example"}
    done = hooks.register(opened_on(Account(other, foreign), opened, server, monkeypatch), URL, KEY)
    assert (done.done, done.id, done.url) == ("created", "3", URL)
    assert sorted(done.events) == ["client.created", "client.updated"]
    assert done.notes == ("Webhook 9 of the same name calls https://old.firm.example/hooks/sellsy.",)
    assert writes(server) == [("POST", "/webhooks")]
    sent = json.loads(server.asked[-1].body)
    assert (sent["json_content_type"], sent["object_in_payload"], sent["is_enabled"]) == (True, False, True)
    assert (sent["endpoint"], sent["sign_key"]) == (URL, KEY.get_secret_value())


def held(**other: Any) -> dict[str, Any]:
    """A webhook as it should be, but for this."""
    events = [{"id": "client.updated", "is_enabled": True}, {"id": "client.created", "is_enabled": True}]
    right = {"type": "http", "is_enabled": True, "object_in_payload": False, "json_content_type": True}
    kept = {"id": 3, "name": "Passerelle", "endpoint": URL, "sign_key": KEY.get_secret_value()}
    return kept | right | {"configuration": events, "nb_failures": 4} | other


def test_one_that_is_as_it_should_be_is_left_alone(
    hooks: Hooks, opened: Open, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = [*held()["configuration"], {"id": "item.created", "is_enabled": False}]
    for account in (Account(held()), Account(held(configuration=off))):
        done = hooks.register(opened_on(account, opened, server, monkeypatch), URL, KEY)
        assert (done.done, done.id) == ("unchanged", "3")
    assert writes(server) == []


@pytest.mark.parametrize(
    "wrong", [{"is_enabled": False}, {"sign_key": None}, {"sign_key": "old"}, {"configuration": []}]
)
def test_one_that_differs_is_brought_to_what_is_wanted(
    hooks: Hooks, opened: Open, server: Server, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]
) -> None:
    done = hooks.register(opened_on(Account(held(**wrong)), opened, server, monkeypatch), URL, KEY)
    assert (done.done, done.id) == ("updated", "3")
    assert writes(server) == [("PUT", "/webhooks/3")]


def test_an_account_that_offers_nothing_we_read_gets_no_webhook(
    hooks: Hooks, opened: Open, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = opened_on(Account(events=[{"id": "item", "events": {"item.created": "…"}}]), opened, server, monkeypatch)
    with pytest.raises(ConfigurationError, match="offers no event of client"):
        hooks.register(system, URL, KEY)
    assert writes(server) == []
