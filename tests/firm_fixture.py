"""A French firm for tests: Sellsy and Altior in a sandbox, a hub, and the integration between them, ready to run."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passerelle.engine.pipeline import execute
from passerelle.engine.run import OUTCOMES, Options
from passerelle.hub import quarantines, reviews
from passerelle.hub.database import open_hub
from passerelle.hub.schema import history
from passerelle.settings import Settings
from tests.office_fixture import ROOT, thinned
from tests.sandbox_fixture import Record, Sandbox

INTEGRATION, CONTACTS = "sellsy-thirdparties-altior", "sellsy-contacts-altior"
OPPORTUNITIES = "sellsy-opportunities-altior"
DOWN, UP = "sellsy.thirdparty>altior.thirdparty", "altior.thirdparty>sellsy.thirdparty"
CHOSEN = "Synchronisation Altior"


def environment(base_url: str) -> dict[str, str]:
    """Variables that point the clients at a sandbox, with short waits."""
    return {
        "PASSERELLE_SELLSY_BASE_URL": f"{base_url}/sellsy/v2",
        "PASSERELLE_SELLSY_TOKEN_URL": f"{base_url}/sellsy/oauth2/access-tokens",
        "PASSERELLE_SELLSY_CLIENT_ID": "sandbox",
        "PASSERELLE_SELLSY_CLIENT_SECRET": "sandbox",
        "PASSERELLE_ALTIOR_BASE_URL": f"{base_url}/altior",
        "PASSERELLE_ALTIOR_API_KEY": "sandbox",
        "PASSERELLE_SELLSY_SETTLE_S": "1.0",
        "PASSERELLE_ALTIOR_SETTLE_S": "1.0",
        "PASSERELLE_TIME_SCALE": "1000",
    }


def rooted(folder: Path) -> Path:
    """A copy of the mappings and expectations, with claims that end within a test's patience."""
    root = folder / "root"
    shutil.copytree(ROOT / "mappings", root / "mappings", dirs_exist_ok=True)
    shutil.copytree(ROOT / "expectations", root / "expectations", dirs_exist_ok=True)
    for name in (INTEGRATION, CONTACTS, OPPORTUNITIES):
        file = root / "mappings" / "integrations" / f"{name.replace('-', '_')}.yaml"
        text = file.read_text(encoding="utf-8").replace("claim_s: 120", "claim_s: 1").replace("floor: 20", "floor: 500")
        file.write_text(text, encoding="utf-8")
    thinned(root)
    return root


@dataclass(frozen=True)
class Firm:
    """What a test does to a firm, and what it then sees from outside."""

    sandbox: Sandbox
    settings: Settings

    def run(self, ends_well: bool = True, integration: str = INTEGRATION, **options: Any) -> dict[str, Any]:
        """One run both ways: its summary, whose counts have been checked to add up. `ends_well`: it must."""
        asked = Options(**{"create_missing": True, **options})
        summary = execute(integration, integration, asked, self.settings, {})
        assert summary["state"] == "completed" or not ends_well, summary["error"]
        for counts in summary["streams"].values():
            assert counts["read"] == sum(counts[name] for name in OUTCOMES), counts
        return summary

    def run_contacts(self, **options: Any) -> dict[str, Any]:
        """One run of the contacts."""
        return self.run(integration=CONTACTS, **options)

    @property
    def altior(self) -> dict[str, Record]:
        """Altior's third parties by id."""
        return self.sandbox.state("altior", "thirdparty")

    @property
    def sellsy(self) -> dict[str, Record]:
        """Sellsy's companies and individuals by our id of them."""
        kinds = ("company", "individual")
        return {f"{kind}/{id_}": one for kind in kinds for id_, one in self.sandbox.state("sellsy", kind).items()}

    def in_sellsy(self, key: str, **values: Any) -> None:
        """Change a record as somebody who works in Sellsy does."""
        kind, id_ = key.split("/")
        self.sandbox.edit("sellsy", kind, id_, **values)

    def in_altior(self, key: str, **values: Any) -> None:
        """Change a record as somebody who works in Altior does."""
        self.sandbox.edit("altior", "thirdparty", key, **values)

    def writes(self, since: int = 0) -> list[tuple[str, str, str]]:
        """Calls that change something: system, method and path. A search by POST changes nothing."""
        return [
            (call["system"], call["method"], call["path"])
            for call in self.sandbox.requests(since=since)
            if call["method"] != "GET" and not call["path"].endswith(("/search", "/access-tokens"))
        ]

    def last_call(self) -> int:
        """The number of the newest call, 0 before the first."""
        return max((int(call["sequence"]) for call in self.sandbox.requests()), default=0)

    def pairs(self) -> dict[str, str]:
        """Altior's third party of each of Sellsy's, by the reference Altior holds."""
        found = {}
        for id_, one in self.altior.items():
            for reference in one["references"]:
                assert (reference["type"], reference["key"], reference["name"]) == ("EXTERNAL", "SELLSY", "Sellsy")
                assert reference["value"] not in found
                found[reference["value"]] = id_
        return found

    def history(self) -> list[Any]:
        """Lines of history, oldest first."""
        hub = open_hub(self.settings.hub_url)
        try:
            with hub.read() as connection:
                return list(connection.execute(history.select().order_by(history.c.id)).all())
        finally:
            hub.close()

    def waiting(self) -> list[Any]:
        """What waits for a person."""
        hub = open_hub(self.settings.hub_url)
        try:
            with hub.read() as connection:
                return list(reviews.listed(connection))
        finally:
            hub.close()

    def held(self, integration: str = CONTACTS) -> set[str]:
        """The records that are held back."""
        hub = open_hub(self.settings.hub_url)
        try:
            with hub.read() as connection:
                return {str(row.external_id) for row in quarantines.listed(connection, integration)}
        finally:
            hub.close()


def plain(firm: Firm) -> tuple[str, str]:
    """A company both hold, that has an address and a phone: its ids in Sellsy and in Altior."""
    for key, id_ in firm.pairs().items():
        one = firm.altior[id_]
        types = {phone["type"] for phone in one["phones"]}
        if key.startswith("company/") and one["siret"] and one["addresses"] and "Fixe" in types:
            return key, id_
    raise AssertionError("the seed holds no such company")


def phones(record: Record, kind: str) -> list[str]:
    """Altior's phones of one type."""
    return [phone["value"] for phone in record["phones"] if phone["type"] == kind]
