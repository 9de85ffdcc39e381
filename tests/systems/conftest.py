"""Clients of real profiles against a scripted server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from passerelle.mapping.loader import load_system
from passerelle.settings import Settings
from passerelle.systems.registry import open_system
from passerelle.systems.rest import RestSystem
from tests.http.scripted import Asked, Reply, Server, scripted_server

ROOT = Path(__file__).parents[2]
Open = Callable[[str], RestSystem]


@pytest.fixture
def server() -> Iterator[Server]:
    with scripted_server() as running:
        yield running


@pytest.fixture
def opened(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open a system by name, with its own profile and any credentials, on the server."""
    clients: list[RestSystem] = []

    def open_(system: str) -> RestSystem:
        profile = load_system(ROOT, system)
        monkeypatch.setenv(f"PASSERELLE_{system.upper()}_BASE_URL", server.url)
        monkeypatch.setenv(f"PASSERELLE_{system.upper()}_TIMEOUT_S", "5")
        for name in profile.connection.auth.credentials:
            monkeypatch.setenv(f"PASSERELLE_{system.upper()}_{name.upper()}", "given")
        client = open_system(system, profile, Settings(time_scale=100))
        assert isinstance(client, RestSystem)
        clients.append(client)
        return client

    yield open_
    for client in clients:
        client.close()


def with_token(answer: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
    """Give a token to who asks for one, and answer the rest."""
    return lambda asked: Reply(body={"access_token": "t"}) if asked.path == "/oauth/token" else answer(asked)
