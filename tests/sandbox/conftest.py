"""The sandbox these tests share, and a client of each of its systems that is allowed in."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.sandbox import reviso_records, teamsystem_calls
from tests.sandbox.calls import KEY, token_of
from tests.sandbox.freshdesk_calls import BASE as FRESHDESK
from tests.sandbox_fixture import Sandbox, running_sandbox


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[Sandbox]:
    with running_sandbox(companies=60, seed=7) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared_sandbox: Sandbox) -> Sandbox:
    shared_sandbox.reset()
    return shared_sandbox


class Clients:
    """Clients of the sandbox's systems by the path below which they stand; making one takes longer than many calls."""

    def __init__(self, base_url: str) -> None:
        self._base_url, self._made, self._open = base_url, dict[str, httpx.Client](), ExitStack()

    def of(self, path: str, **settings: Any) -> httpx.Client:
        """The client of a system, made once."""
        if path not in self._made:
            client = httpx.Client(base_url=f"{self._base_url}{path}", timeout=60, **settings)
            self._made[path] = self._open.enter_context(client)
        return self._made[path]

    def close(self) -> None:
        """Close them all."""
        self._open.close()


@pytest.fixture(scope="session")
def clients(shared_sandbox: Sandbox) -> Iterator[Clients]:
    made = Clients(shared_sandbox.base_url)
    yield made
    made.close()


@pytest.fixture
def office(sandbox: Sandbox, clients: Clients) -> httpx.Client:
    """A client of AdminPulse with the right key."""
    return clients.of("/adminpulse", headers={"Authorization": "Bearer sandbox"})


@pytest.fixture
def box(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client of openthebox with a living token."""
    with httpx.Client(base_url=f"{sandbox.base_url}/openthebox", timeout=60) as client:
        client.headers["Authorization"] = f"Bearer {token_of(client)}"
        yield client


@pytest.fixture
def erp(sandbox: Sandbox, clients: Clients) -> httpx.Client:
    """A client of Altior with the right key."""
    return clients.of("/altior", headers=KEY)


@pytest.fixture
def books(sandbox: Sandbox, clients: Clients) -> httpx.Client:
    """A client of Reviso with the right tokens."""
    return clients.of("/reviso", headers=reviso_records.TOKENS)


@pytest.fixture
def crm(sandbox: Sandbox, clients: Clients) -> httpx.Client:
    """A client of TeamSystem with the right key, for which custom fields stand among the others."""
    return clients.of("/teamsystem/api/latest", headers={**teamsystem_calls.KEY, **teamsystem_calls.FLAT})


@pytest.fixture
def directory(sandbox: Sandbox, clients: Clients) -> httpx.Client:
    """A client of Corporama with the right key."""
    return clients.of("/corporama", headers=KEY)


@pytest.fixture
def artis(sandbox: Sandbox, clients: Clients) -> httpx.Client:
    """A client of artis.net with the right key."""
    return clients.of("/artis", headers=KEY)


@pytest.fixture
def french_register(sandbox: Sandbox, clients: Clients) -> httpx.Client:
    """A client of the French register's search, which asks for no key."""
    return clients.of("/recherche_entreprises", headers={"User-Agent": "tests"})


@pytest.fixture
def portal(sandbox: Sandbox, clients: Clients) -> httpx.Client:
    """A client of Freshdesk with an administrator's key."""
    return clients.of(FRESHDESK, auth=("sandbox", "any"))
