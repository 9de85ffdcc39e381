"""Reports show what every rule found, so their office keeps its suites whole."""

from pathlib import Path
from typing import Any

import pytest

from tests.office_fixture import Office, ready_office
from tests.sandbox_fixture import Sandbox


@pytest.fixture
def office(town: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose hub is empty and whose AdminPulse is at its seed."""
    town.reset()
    return ready_office(town, tmp_path, monkeypatch, thin=False, floor="100")


@pytest.fixture(scope="session")
def first(town: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The summary of a first pass, whose page many tests look at."""
    town.reset()
    with pytest.MonkeyPatch.context() as patch:
        return ready_office(town, tmp_path_factory.mktemp("first"), patch, thin=False, floor="100").run()
