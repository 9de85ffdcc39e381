"""Two systems in a sandbox, a hub, and the integrations between them, whichever they are: a run, and what it left."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from passerelle.engine.pipeline import execute
from passerelle.engine.run import OUTCOMES, Options
from passerelle.hub import reviews
from passerelle.hub.database import open_hub
from passerelle.hub.schema import history
from passerelle.settings import Settings
from tests.office_fixture import ROOT, thinned
from tests.sandbox_fixture import Sandbox


def rooted_for(folder: Path, integrations: Iterable[str]) -> Path:
    """A copy of the mappings and expectations, with claims of these integrations that end within a test's patience."""
    root = folder / "root"
    shutil.copytree(ROOT / "mappings", root / "mappings", dirs_exist_ok=True)
    shutil.copytree(ROOT / "expectations", root / "expectations", dirs_exist_ok=True)
    for name in integrations:
        file = root / "mappings" / "integrations" / f"{name.replace('-', '_')}.yaml"
        text = file.read_text(encoding="utf-8").replace("claim_s: 120", "claim_s: 1").replace("floor: 20", "floor: 500")
        file.write_text(text, encoding="utf-8")
    thinned(root)
    return root


@dataclass(frozen=True)
class Pair:
    """What every test of two systems does to them, and then sees from outside."""

    sandbox: Sandbox
    settings: Settings

    def synchronise(self, integration: str, ends_well: bool = True, **options: Any) -> dict[str, Any]:
        """One run both ways: its summary, whose counts have been checked to add up. `ends_well`: it must."""
        asked = Options(**{"create_missing": True, **options})
        summary = execute(integration, integration, asked, self.settings, {})
        assert summary["state"] == "completed" or not ends_well, summary["error"]
        for counts in summary["streams"].values():
            assert counts["read"] == sum(counts[name] for name in OUTCOMES), counts
        return summary

    def last_call(self) -> int:
        """The number of the newest call, 0 before the first."""
        return max((int(call["sequence"]) for call in self.sandbox.requests()), default=0)

    def writes(self, since: int = 0) -> list[tuple[str, str, str]]:
        """Calls that change something: system, method and path. A search or a log-in by POST changes nothing."""
        return [
            (call["system"], call["method"], call["path"])
            for call in self.sandbox.requests(since=since)
            if call["method"] != "GET" and not call["path"].endswith(("/search", "/access-tokens", "/Auth/Login"))
        ]

    def history(self) -> list[Any]:
        """Lines of history, oldest first."""
        return self.asked(lambda connection: list(connection.execute(history.select().order_by(history.c.id)).all()))

    def waiting(self) -> list[Any]:
        """What waits for a person."""
        return self.asked(lambda connection: list(reviews.listed(connection)))

    def asked(self, ask: Callable[[Connection], Any]) -> Any:
        """What the hub answers."""
        hub = open_hub(self.settings.hub_url)
        try:
            with hub.read() as connection:
                return ask(connection)
        finally:
            hub.close()
