"""A system that has a profile and no module of its own, and the registry that opens it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from passerelle.errors import ConfigurationError, UnclearAnswer, UnreadableAnswer
from passerelle.mapping.models import SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import System
from passerelle.systems.registry import open_system
from tests.http.scripted import Reply, Server

PROFILE: dict[str, Any] = {
    "system": "newcomer",
    "title": "Newcomer",
    "connection": {
        "base_url": "https://newcomer.example",
        "auth": {"style": "bearer", "credentials": {"api_key": "the key"}},
        "errors": {"message": ["message"]},
        "test": "/ping",
        "advice": {"unauthorised": "Make a new key.", "forbidden": "Ask them."},
    },
    "streams": {
        "client": {
            "kind": "company",
            "title": "clients",
            "id_path": "number",
            "calls": {"list": "/clients", "read": "/clients/{id}", "create": "/clients", "update": "/clients/{id}"},
            "fields": {"name": {"path": "name", "label": "Name"}},
        }
    },
}


@pytest.fixture
def newcomer(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    monkeypatch.setenv("PASSERELLE_NEWCOMER_BASE_URL", server.url)
    monkeypatch.setenv("PASSERELLE_NEWCOMER_API_KEY", "given")
    system = open_system("newcomer", SystemProfile.model_validate(PROFILE), Settings(time_scale=100))
    yield system
    system.close()


def test_it_lists_finds_reads_and_counts(newcomer: System, server: Server) -> None:
    server.answers(Reply(body=[{"number": 7, "name": "A", "more": [1]}, {"number": 8, "name": "B"}]))
    assert list(newcomer.pages("client")) == [[{"number": 7, "name": "A", "more": [1]}, {"number": 8, "name": "B"}]]
    assert newcomer.find("client", "name", ["B", "C"]) == {"B": [{"number": 8, "name": "B"}], "C": []}
    server.answers(Reply(body={"number": 7}))
    assert newcomer.read("client", "7/8") == {"number": 7}
    assert server.asked[-1].path == "/clients/7%2F8"
    assert (newcomer.calls.reads, newcomer.calls.writes) == (3, 0)


def test_it_creates_and_updates(newcomer: System, server: Server) -> None:
    server.answers(Reply(201, body={"number": 7, "name": "A"}))
    assert newcomer.create("client", newcomer.complete_body("client", {"name": "A"}, True))["number"] == 7
    assert (server.asked[-1].method, server.asked[-1].body) == ("POST", b'{"name":"A"}')
    server.answers(Reply(204), Reply(body={"number": 7, "name": "B"}))
    assert newcomer.update("client", "7", {"name": "B"}) == {"number": 7, "name": "B"}
    assert [asked.method for asked in server.asked[-2:]] == ["PUT", "GET"]
    assert (newcomer.calls.reads, newcomer.calls.writes) == (1, 2)


def test_a_create_answered_without_the_record_is_unclear(newcomer: System, server: Server) -> None:
    server.answers(Reply(200, body={"ok": True}))
    with pytest.raises(UnclearAnswer, match="no record with number"):
        newcomer.create("client", {})


def test_a_read_answered_without_the_record_is_unreadable(newcomer: System, server: Server) -> None:
    server.answers(Reply(200, body=[]))
    with pytest.raises(UnreadableAnswer, match="no record with number"):
        newcomer.read("client", "7")


def test_a_record_without_a_web_page_has_none(newcomer: System) -> None:
    assert newcomer.page_of("client", "7") == ""


def test_an_unknown_stream_is_told(newcomer: System) -> None:
    with pytest.raises(ConfigurationError, match="Newcomer has no stream deal; its profile knows client"):
        newcomer.pages("deal")


def test_missing_credentials_are_named_before_any_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSERELLE_NEWCOMER_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="PASSERELLE_NEWCOMER_API_KEY"):
        open_system("newcomer", SystemProfile.model_validate(PROFILE), Settings())
