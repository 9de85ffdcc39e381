"""One help desk for the tests of forms and files, back at its beginning for each."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tests.desk_fixture import Desk, a_desk


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The help desk."""
    with a_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture
def desk(shared_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The help desk at its beginning, with a hub of its own."""
    shared_desk.sandbox.reset()
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    return replace(shared_desk, settings=Settings())
