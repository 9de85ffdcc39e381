from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox import teamsystem_calls
from tests.sandbox.calls import KEY, token_of
from tests.sandbox.freshdesk_calls import portal_client
from tests.sandbox.reviso_records import reviso_client
from tests.sandbox_fixture import Sandbox, running_sandbox


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[Sandbox]:
    with running_sandbox(companies=60, seed=7) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared_sandbox: Sandbox) -> Sandbox:
    shared_sandbox.reset()
    return shared_sandbox


@pytest.fixture
def office(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client of AdminPulse with the right key."""
    headers = {"Authorization": "Bearer sandbox"}
    with httpx.Client(base_url=f"{sandbox.base_url}/adminpulse", headers=headers, timeout=60) as client:
        yield client


@pytest.fixture
def box(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client of openthebox with a living token."""
    with httpx.Client(base_url=f"{sandbox.base_url}/openthebox", timeout=60) as client:
        client.headers["Authorization"] = f"Bearer {token_of(client)}"
        yield client


@pytest.fixture(scope="session")
def erp_client(shared_sandbox: Sandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{shared_sandbox.base_url}/altior", headers=KEY, timeout=60) as client:
        yield client


@pytest.fixture
def erp(sandbox: Sandbox, erp_client: httpx.Client) -> httpx.Client:
    """A client of Altior with the right key."""
    return erp_client


@pytest.fixture(scope="session")
def books_client(shared_sandbox: Sandbox) -> Iterator[httpx.Client]:
    with reviso_client(shared_sandbox) as client:
        yield client


@pytest.fixture
def books(sandbox: Sandbox, books_client: httpx.Client) -> httpx.Client:
    """A client of Reviso with the right tokens."""
    return books_client


@pytest.fixture(scope="session")
def crm_client(shared_sandbox: Sandbox) -> Iterator[httpx.Client]:
    headers = {**teamsystem_calls.KEY, **teamsystem_calls.FLAT}
    base_url = f"{shared_sandbox.base_url}/teamsystem/api/latest"
    with httpx.Client(base_url=base_url, headers=headers, timeout=60) as client:
        yield client


@pytest.fixture
def crm(sandbox: Sandbox, crm_client: httpx.Client) -> httpx.Client:
    """A client of TeamSystem with the right key, for which custom fields stand among the others."""
    return crm_client


@pytest.fixture(scope="session")
def directory_client(shared_sandbox: Sandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{shared_sandbox.base_url}/corporama", headers=KEY, timeout=60) as client:
        yield client


@pytest.fixture
def directory(sandbox: Sandbox, directory_client: httpx.Client) -> httpx.Client:
    """A client of Corporama with the right key."""
    return directory_client


@pytest.fixture(scope="session")
def artis_client(shared_sandbox: Sandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{shared_sandbox.base_url}/artis", headers=KEY, timeout=60) as client:
        yield client


@pytest.fixture
def artis(sandbox: Sandbox, artis_client: httpx.Client) -> httpx.Client:
    """A client of artis.net with the right key."""
    return artis_client


@pytest.fixture(scope="session")
def french_register_client(shared_sandbox: Sandbox) -> Iterator[httpx.Client]:
    base_url = f"{shared_sandbox.base_url}/recherche_entreprises"
    with httpx.Client(base_url=base_url, headers={"User-Agent": "tests"}, timeout=60) as client:
        yield client


@pytest.fixture
def french_register(sandbox: Sandbox, french_register_client: httpx.Client) -> httpx.Client:
    """A client of the French register's search, which asks for no key."""
    return french_register_client


@pytest.fixture(scope="session")
def helpdesk_client(shared_sandbox: Sandbox) -> Iterator[httpx.Client]:
    with portal_client(shared_sandbox) as client:
        yield client


@pytest.fixture
def portal(sandbox: Sandbox, helpdesk_client: httpx.Client) -> httpx.Client:
    """A client of Freshdesk with an administrator's key."""
    return helpdesk_client
