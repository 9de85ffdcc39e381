"""A scripted server, and clients that talk to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from passerelle.http import HttpClient
from passerelle.mapping.models import Connection
from tests.http.scripted import Server, scripted_server

SECRET = "s3cret-key"
UNAUTHORISED = "Make a new key under Settings."
FORBIDDEN = "Write to support@vendor.example."

_accounts = itertools.count()


@pytest.fixture
def server() -> Iterator[Server]:
    with scripted_server() as running:
        yield running


@pytest.fixture
def connection(server: Server) -> Callable[..., Connection]:
    """Make a connection to the server; any part may be given otherwise."""

    def make(**changes: Any) -> Connection:
        plain = {
            "base_url": server.url,
            "auth": {"style": "bearer", "credentials": {"api_key": "the key"}},
            "retry_after_default_s": 0.2,
            "timeout_s": 0.3,
            "attempts": 3,
            "errors": {"message": ["message", "error.text"], "details": "errors"},
            "test": "/ping",
            "advice": {"unauthorised": UNAUTHORISED, "forbidden": FORBIDDEN},
        }
        return Connection.model_validate(plain | changes)

    return make


@pytest.fixture
def sent() -> list[str]:
    """Methods of the requests really sent."""
    return []


@pytest.fixture
def client(connection: Callable[..., Connection], sent: list[str]) -> Iterator[Callable[..., HttpClient]]:
    """Make a client of an account of its own; `credentials` and parts of the connection may be given otherwise."""
    opened: list[HttpClient] = []

    def make(
        credentials: dict[str, str] | None = None, account: str = "", time_scale: float = 1.0, **changes: Any
    ) -> HttpClient:
        held = {name: SecretStr(value) for name, value in (credentials or {"api_key": SECRET}).items()}
        made = connection(**changes)
        token_url = made.base_url + (made.auth.token_path or "")
        name = account or f"vendor{next(_accounts)}"
        opened.append(HttpClient("Vendor", name, made, held, token_url, sent.append, time_scale, backoff_s=0.01))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
