"""The project's own profiles, and the records of docs/systems.md."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from mapping_examples import COMPANY, RELATION

from passerelle.mapping.loader import load_system
from passerelle.mapping.models import SystemProfile
from passerelle.systems.base import Raw

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def openthebox() -> SystemProfile:
    return load_system(ROOT, "openthebox")


@pytest.fixture(scope="session")
def adminpulse() -> SystemProfile:
    return load_system(ROOT, "adminpulse")


@pytest.fixture
def company() -> Raw:
    return copy.deepcopy(COMPANY)


@pytest.fixture
def relation() -> Raw:
    return copy.deepcopy(RELATION)
