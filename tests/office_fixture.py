"""An accountants' office for tests: a sandbox, a hub and the settings of one integration between them, ready to run."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from passerelle.engine.pipeline import PLAIN, Steps, execute
from passerelle.engine.run import OUTCOMES, Options
from passerelle.hub.database import Hub, open_hub
from passerelle.hub.schema import history
from passerelle.settings import Settings
from tests.sandbox_fixture import Record, Sandbox

ROOT = Path(__file__).parent.parent
INTEGRATION = "openthebox-to-adminpulse"
NEW = {"status": "prospect", "own_company": "1"}
"""What a person answers to the questions AdminPulse asks of new relations."""
CLAIM_S = 1
"""Claims of a killed run must end within a test's patience."""


def rooted(folder: Path, **changes: str) -> Path:
    """A copy of the mappings and expectations whose integration has other figures (`key="value"` lines)."""
    root = folder / "root"
    shutil.copytree(ROOT / "mappings", root / "mappings", dirs_exist_ok=True)
    shutil.copytree(ROOT / "expectations", root / "expectations", dirs_exist_ok=True)
    file = root / "mappings" / "integrations" / "openthebox_to_adminpulse.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    for key, value in {"claim_s": str(CLAIM_S), **changes}.items():
        place = next(i for i, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
        indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
        lines[place] = f"{indent}{key}: {value}"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


def thinned(root: Path) -> None:
    """Leave of each suite only the rules that hold a record back: the others cost time and change no outcome."""
    for file in (root / "expectations").glob("*.yaml"):
        head, *rules = file.read_text(encoding="utf-8").split("  - title: ")
        kept = [rule for rule in rules if "severity: critical" in rule] or rules[:1]
        file.write_text("  - title: ".join([head, *kept]), encoding="utf-8")


def environment(base_url: str) -> dict[str, str]:
    """Variables that point the clients at a sandbox, with short waits."""
    return {
        "PASSERELLE_OPENTHEBOX_BASE_URL": f"{base_url}/openthebox",
        "PASSERELLE_ADMINPULSE_BASE_URL": f"{base_url}/adminpulse",
        "PASSERELLE_OPENTHEBOX_CLIENT_ID": "sandbox",
        "PASSERELLE_OPENTHEBOX_CLIENT_SECRET": "sandbox",
        "PASSERELLE_ADMINPULSE_API_KEY": "sandbox",
        "PASSERELLE_ADMINPULSE_SETTLE_S": "1.0",
        "PASSERELLE_ADMINPULSE_TIMEOUT_S": "0.6",
        "PASSERELLE_ADMINPULSE_RETRY_AFTER_DEFAULT_S": "0.1",
        "PASSERELLE_OPENTHEBOX_RETRY_AFTER_DEFAULT_S": "0.1",
        "PASSERELLE_TIME_SCALE": "1000",
    }


@dataclass(frozen=True)
class Office:
    """What a test does to an office, and what it then sees from outside."""

    sandbox: Sandbox
    settings: Settings

    def run(self, steps: Steps = PLAIN, **options: Any) -> dict[str, Any]:
        """One run of the integration: its summary, whose counts have been checked to add up."""
        options = {"create_values": NEW} | options
        summary = execute(INTEGRATION, INTEGRATION, Options(**options), self.settings, options, steps)
        for counts in summary["streams"].values():
            assert counts["read"] == sum(counts[name] for name in OUTCOMES), counts
        return summary

    @property
    def relations(self) -> dict[str, Record]:
        """What AdminPulse holds, by id."""
        return self.sandbox.state("adminpulse", "relation")

    def holding(self, number: str) -> list[Record]:
        """Relations with an enterprise number, whatever its spelling."""
        return [one for one in self.relations.values() if digits(one["enterpriseNumber"]) == number]

    def writes(self, since: int = 0) -> list[Record]:
        """Calls that change AdminPulse."""
        return [call for call in self.sandbox.requests("adminpulse", since=since) if call["method"] != "GET"]

    @contextmanager
    def hub(self) -> Iterator[Hub]:
        """The hub, opened for looking."""
        hub = open_hub(self.settings.hub_url)
        try:
            yield hub
        finally:
            hub.close()

    def history(self, relation: object | None = None) -> list[Any]:
        """Lines of history, oldest first."""
        with self.hub() as hub, hub.read() as connection:
            rows = connection.execute(history.select().order_by(history.c.id)).all()
        return [row for row in rows if relation is None or row.external_id == str(relation)]


def counts_of(summary: dict[str, Any], direction: str = "openthebox.company>adminpulse.relation") -> dict[str, int]:
    """The counts of a direction."""
    return dict(summary["streams"][direction])


def digits(number: str | None) -> str:
    """Ten digits, whatever the spelling."""
    return "".join(c for c in number or "" if c.isdigit()).zfill(10) if number else ""


def ready_office(
    sandbox: Sandbox, home: Path, monkeypatch: pytest.MonkeyPatch, url: str = "", thin: bool = True, **figures: str
) -> Office:
    """An office on a sandbox, with its own hub and its own figures in the integration, and `thin` suites."""
    for name, value in environment(sandbox.base_url).items():
        monkeypatch.setenv(name, value)
    root = rooted(home, **figures)
    if thin:
        thinned(root)
    return Office(sandbox, Settings(home=home, database_url=url, root=root))


def copy_of_office(office: Office, home: Path, monkeypatch: pytest.MonkeyPatch, mark: str = "mark") -> Office:
    """An office in the state of another that rests at a mark of the sandbox, with a hub of its own."""
    office.sandbox.reset(mark)
    shutil.copytree(office.settings.home, home, dirs_exist_ok=True)
    for name, value in environment(office.sandbox.base_url).items():
        monkeypatch.setenv(name, value)
    return Office(office.sandbox, Settings(home=home, root=home / "root"))


def in_small_pages(office: Office, rows: int) -> Office:
    """The office, reading AdminPulse in pages of so many rows: a batch is no smaller than a page."""
    file = office.settings.root / "mappings" / "systems" / "adminpulse.yaml"
    text = file.read_text(encoding="utf-8")
    assert "size_value: 400" in text
    file.write_text(text.replace("size_value: 400", f"size_value: {rows}"), encoding="utf-8")
    return office
