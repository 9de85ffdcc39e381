"""A help desk for tests: Freshdesk in a sandbox, a hub, and the forms and files that people bring to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.freshdesk import import_freshdesk_file, new_freshdesk_company, new_freshdesk_contact
from passerelle.engine.run import OUTCOMES
from passerelle.settings import Settings
from tests.pair_fixture import Pair, rooted_for
from tests.sandbox_fixture import Record, running_sandbox

INTEGRATIONS = (
    "form-contacts-freshdesk",
    "form-companies-freshdesk",
    "file-contacts-freshdesk",
    "file-companies-freshdesk",
)
CONTACTS, COMPANIES = "entry.contact>freshdesk.contact", "entry.company>freshdesk.company"


@dataclass(frozen=True)
class Answered:
    """How a flow ended, called as the command line calls it without a server: its summary, or why it didn't begin."""

    summary: dict[str, Any]
    refused: str
    made: bool

    @property
    def told(self) -> str:
        """Everything a person is told of what went wrong."""
        problems = "\n".join(one["reason"] for one in self.summary.get("problems", []))
        return f"{self.refused}\n{problems}\n{self.summary.get('error', '')}"

    @property
    def notes(self) -> str:
        """Everything a person is told besides."""
        return "\n".join(self.summary["notes"])

    def counts(self, direction: str = CONTACTS) -> dict[str, int]:
        """Where the records of a direction ended."""
        counts: dict[str, int] = self.summary["streams"][direction]
        assert counts["read"] == sum(counts[name] for name in OUTCOMES), counts
        return {name: counts[name] for name in OUTCOMES if counts[name]}


@dataclass(frozen=True)
class Desk(Pair):
    """What people do at a help desk, and what is then seen from outside."""

    def contact(self, **fields: Any) -> Answered:
        """Fill in the form of a new contact; asked for no activation e-mail unless said."""
        return _answered(new_freshdesk_contact.fn(**{"activation": False, **fields}))

    def company(self, **fields: Any) -> Answered:
        """Fill in the form of a new company."""
        return _answered(new_freshdesk_company.fn(**fields))

    def file(self, file: Path, **fields: Any) -> Answered:
        """Bring a file."""
        return _answered(import_freshdesk_file.fn(file=str(file), **fields))

    def switch(self, **values: Any) -> None:
        """Set the account up otherwise."""
        self.sandbox.edit("freshdesk", "setting", "1", **values)

    def named(self, stream: str, name: str) -> Record:
        """The one record of a name."""
        (found,) = [one for one in self.all(stream) if one["name"] == name]
        return found

    def all(self, stream: str) -> list[Record]:
        """Every record that isn't deleted."""
        return [one for one in self.sandbox.state("freshdesk", stream).values() if not one.get("deleted")]

    def called(self, method: str, path: str) -> int:
        """How many calls of this kind were made."""
        calls = self.sandbox.requests("freshdesk")
        return sum(call["method"] == method and call["path"].endswith(path) for call in calls)


def _answered(ended: Any) -> Answered:
    if isinstance(ended, dict):
        return Answered(ended, "", made=True)
    data = ended.data
    return Answered(data if isinstance(data, dict) else {}, "" if isinstance(data, dict) else str(data), made=False)


def environment(base_url: str, home: Path, root: Path) -> dict[str, str]:
    """Variables that point the client at a sandbox, with short waits."""
    return {
        "PASSERELLE_FRESHDESK_BASE_URL": f"{base_url}/freshdesk/api/v2",
        "PASSERELLE_FRESHDESK_API_KEY": "sandbox",
        "PASSERELLE_FRESHDESK_SETTLE_S": "1.0",
        "PASSERELLE_FRESHDESK_TIMEOUT_S": "30",
        "PASSERELLE_FRESHDESK_ATTEMPTS": "2",
        "PASSERELLE_TIME_SCALE": "1000",
        "PASSERELLE_HOME": str(home),
        "PASSERELLE_ROOT": str(root),
    }


@contextmanager
def a_desk(home: Path, companies: int = 30) -> Iterator[Desk]:
    """A help desk at its beginning."""
    town = running_sandbox(companies=companies, seed=5, time_scale=1000)
    with town as sandbox, pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("PASSERELLE_")]:
            patch.delenv(name)
        for name, value in environment(sandbox.base_url, home, rooted_for(home, INTEGRATIONS)).items():
            patch.setenv(name, value)
        yield Desk(sandbox, Settings())
