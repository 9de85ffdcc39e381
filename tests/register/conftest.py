"""A hub on each database, and the register as the client of the system reads it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from passerelle.hub.database import Hub, open_hub
from passerelle.mapping.loader import load_system
from passerelle.mapping.reader import to_frame
from passerelle.settings import Settings
from passerelle.systems.base import System
from passerelle.systems.registry import open_system
from tests.office_fixture import ROOT

Company = dict[str, Any]


@pytest.fixture
def hub(hub_url: str) -> Iterator[Hub]:
    """An empty hub."""
    opened = open_hub(hub_url)
    yield opened
    opened.close()


@pytest.fixture
def kbo(hub_url: str) -> Iterator[System]:
    """The client over that hub."""
    system = open_system("kbo", load_system(ROOT, "kbo"), Settings(database_url=hub_url))
    yield system
    system.close()


@pytest.fixture
def company(kbo: System) -> Callable[[str], Company | None]:
    """What the system says of a number, in canonical fields that hold something; None when it doesn't know it."""

    def read(number: str) -> Company | None:
        raw = kbo.read("company", number)
        if raw is None:
            return None
        batch = to_frame(kbo.profile, "company", [raw])
        assert not batch.unmapped
        row = batch.frame.iloc[0].to_dict()
        return {name: value for name, value in row.items() if value is not None}

    return read
