"""A client of TeamSystem Cloud CRM at its stand-in; every call it makes is held against its table of requests."""

from collections.abc import Callable, Iterator

import pytest

from passerelle.mapping.loader import load_system
from passerelle.mapping.writer import to_body
from passerelle.settings import Settings
from passerelle.systems.base import Raw, System
from passerelle.systems.registry import open_system
from tests.contract.requests_table import Table
from tests.sandbox_fixture import Sandbox, running_sandbox
from tests.systems.teamsystem.records import ROOT, Change, switch


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with running_sandbox(companies=12, seed=7, time_scale=1000) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.reset()
    return running


@pytest.fixture
def open_(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], System]]:
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_BASE_URL", f"{sandbox.base_url}/teamsystem/api/latest")
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_API_KEY", "sandbox")
    opened: list[System] = []

    def open_one() -> System:
        opened.append(open_system("teamsystem", load_system(ROOT, "teamsystem"), Settings(time_scale=1000)))
        return opened[-1]

    yield open_one
    for system in opened:
        system.close()
    table = Table("teamsystem")
    assert [fault for call in sandbox.requests("teamsystem") for fault in table.faults(call)] == []


@pytest.fixture
def crm(open_: Callable[[], System]) -> System:
    return open_()


@pytest.fixture(params=["merge", "replace"])
def change(request: pytest.FixtureRequest, sandbox: Sandbox, crm: System) -> Change:
    """Change canonical fields of a record, in a CRM that merges and in one that replaces."""
    switch(sandbox, update=request.param)

    def changed(stream: str, id_: object, **changes: str | None) -> Raw:
        held = crm.read(stream, str(id_))
        body = to_body(crm.profile, stream, changes, held)
        return crm.update(stream, str(id_), body)

    return changed
