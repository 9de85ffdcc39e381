"""The command line as a person uses it, on the hub of an office that has run."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from tests.command_line import Cli, called
from tests.office_fixture import Office, digits, environment, ready_office
from tests.sandbox_fixture import running_sandbox


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Call `passerelle` with arguments, on a screen of eighty columns."""
    monkeypatch.setenv("COLUMNS", "80")

    return partial(called, monkeypatch, capsys)


@dataclass(frozen=True)
class Filled:
    """An office that has run, and the records the tests look at."""

    office: Office
    updated: str
    number: str
    wrong: str
    summary: dict[str, Any]


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """One relation whose name was put right by the run, one held back for its number; a hub nobody else writes to."""
    home = tmp_path_factory.mktemp("filled")
    with running_sandbox(companies=60, seed=5, time_scale=1000) as town, pytest.MonkeyPatch.context() as patch:
        office = ready_office(town, home, patch, floor="100")
        updated = next(id_ for id_, one in office.relations.items() if is_plain(office, one))
        number = digits(town.edit("adminpulse", "relation", updated, name="Mistaken Name NV")["enterpriseNumber"])
        wrong = next(id_ for id_, one in office.relations.items() if is_plain(office, one) and id_ != updated)
        town.edit("adminpulse", "relation", wrong, enterpriseNumber="0403.449.824", vatNumber="BE0403449824")
        yield Filled(office, updated, number, wrong, office.run())


@pytest.fixture(autouse=True)
def here(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command finds that office's hub and mappings, and no system but the office's own."""
    for name in [name for name in os.environ if name.startswith("PASSERELLE_") and name not in environment("")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PASSERELLE_HOME", str(filled.office.settings.home))
    monkeypatch.setenv("PASSERELLE_ROOT", str(filled.office.settings.root))


def is_plain(office: Office, relation: dict[str, Any]) -> bool:
    """A company that openthebox knows and nobody else in the file has the number of."""
    number = digits(relation["enterpriseNumber"])
    known = f"BE{number}" in office.sandbox.state("openthebox", "company")
    agrees = digits(relation["vatNumber"]) == number
    return relation["relationType"] == "Company" and known and agrees and len(office.holding(number)) == 1
