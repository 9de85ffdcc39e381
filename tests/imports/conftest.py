"""One sandbox for the tests of imports; each test has it at its seed, with an empty hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.import_fixture import Sales, ready_sales
from tests.sandbox_fixture import Sandbox, running_sandbox


@pytest.fixture(scope="session")
def market() -> Iterator[Sandbox]:
    """Corporama, artis.net and the register."""
    with running_sandbox(companies=60, seed=5, time_scale=1000) as sandbox:
        yield sandbox


@pytest.fixture
def sales(market: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sales:
    """A firm that has imported nothing yet."""
    market.reset()
    return ready_sales(market, tmp_path, monkeypatch)
