"""A firm that finds prospects in Corporama: Corporama, artis.net and the French register in a sandbox, and a hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from passerelle.engine.run import OUTCOMES
from passerelle.hub.database import Hub, open_hub
from passerelle.imports.order import Order
from passerelle.imports.prepare import prepare
from passerelle.imports.prepared import Prepared
from passerelle.settings import Settings
from tasks.importing import carry_out
from tests.pair_fixture import rooted_for
from tests.sandbox_fixture import Record, Sandbox

INTEGRATIONS = ("corporama-companies-artis", "corporama-sites-artis", "corporama-contacts-artis")
NORTH = {"internal_organisation": "NORD"}
"""Whose prospects new third parties become."""


def environment(base_url: str) -> dict[str, str]:
    """Variables that point the clients at a sandbox, with short waits."""
    return {
        "PASSERELLE_CORPORAMA_BASE_URL": f"{base_url}/corporama",
        "PASSERELLE_CORPORAMA_API_KEY": "sandbox",
        "PASSERELLE_ARTIS_BASE_URL": f"{base_url}/artis",
        "PASSERELLE_ARTIS_API_KEY": "sandbox",
        "PASSERELLE_RECHERCHE_ENTREPRISES_BASE_URL": f"{base_url}/recherche_entreprises",
        "PASSERELLE_ARTIS_SETTLE_S": "1.0",
        "PASSERELLE_TIME_SCALE": "1000",
    }


@dataclass(frozen=True)
class Sales:
    """What a test has imported, and what it then sees from outside."""

    sandbox: Sandbox
    settings: Settings

    def order(self, *numbers: str, **asked: Any) -> Order:
        """An order of these companies for the internal organisation of the north."""
        return Order(**{"numbers": numbers, "answers": NORTH, **asked})

    def run(self, *numbers: str, ends_well: bool = True, **asked: Any) -> dict[str, Any]:
        """One import: its summary, whose counts have been checked to add up. `ends_well`: it must."""
        ended: Any = carry_out(self.order(*numbers, **asked), "import-from-corporama", {})
        summary: dict[str, Any] = ended if isinstance(ended, dict) else ended.data
        assert isinstance(summary, dict), ended
        assert summary["state"] == "completed" or not ends_well, summary["error"]
        for counts in summary["streams"].values():
            assert counts["read"] == sum(counts[name] for name in OUTCOMES), counts
        return summary

    def refused(self, *numbers: str, **asked: Any) -> str:
        """The sentence with which an import does not begin."""
        ended: Any = carry_out(self.order(*numbers, **asked), "import-from-corporama", {})
        assert not isinstance(ended, dict), ended
        return str(ended.message)

    def prepared(self, *numbers: str, **asked: Any) -> Prepared:
        """What would come of an import."""
        return prepare(self.order(*numbers, **asked), self.settings)

    @property
    def sheets(self) -> dict[str, Record]:
        """Corporama's sheets by SIRET."""
        return self.sandbox.state("corporama", "establishment")

    @property
    def organisations(self) -> dict[str, Record]:
        """artis.net's third parties by id."""
        return self.sandbox.state("artis", "organisation")

    def organisation(self, siret: str) -> Record:
        """The one third party with a SIRET."""
        (found,) = [one for one in self.organisations.values() if one["siret"] == siret]
        return found

    def sites(self, siret: str) -> list[Record]:
        """artis.net's entries under Sites with a SIRET."""
        return [one for one in self.sandbox.state("artis", "site").values() if one["siret"] == siret]

    def people(self, name: str) -> list[Record]:
        """artis.net's interlocuteurs of a last name."""
        return [one for one in self.sandbox.state("artis", "interlocuteur").values() if one["nom"] == name]

    def new(self, **wanted: Any) -> str:
        """The SIRET of a sound sheet of a seat that artis.net doesn't have, which holds these values; True says that it
        holds something."""
        return self.several(1, **wanted)[0]

    def several(self, count: int, **wanted: Any) -> list[str]:
        """As `new`, several of them."""
        there = {str(one["siret"] or "")[:9] for one in self.organisations.values()}
        there |= {str(one["identifiants"]["TVA INTRACOMMUNAUTAIRE"] or "")[-9:] for one in self.organisations.values()}
        found = [
            siret
            for siret, sheet in self.sheets.items()
            if sound(sheet, {"siege": 1} | wanted) and sheet["siren"] not in there
        ]
        assert len(found) >= count, f"{len(found)} such sheets"
        return found[:count]

    @property
    def pulled(self) -> list[str]:
        """The numbers whose sheets were asked for, oldest first."""
        calls = self.sandbox.requests("corporama", "GET")
        return [call["path"].rsplit("/", 1)[1] for call in calls if "/societes/" in call["path"]]

    def writes(self, since: int = 0) -> list[tuple[str, str]]:
        """Calls that change artis.net."""
        calls = self.sandbox.requests("artis", since=since)
        return [(call["method"], call["path"]) for call in calls if call["method"] != "GET"]

    def last_call(self) -> int:
        """The number of the newest call."""
        return max((int(call["sequence"]) for call in self.sandbox.requests()), default=0)

    @contextmanager
    def hub(self) -> Iterator[Hub]:
        """The hub."""
        hub = open_hub(self.settings.hub_url)
        try:
            yield hub
        finally:
            hub.close()


def sound(sheet: Record, wanted: dict[str, Any]) -> bool:
    """Whether a sheet is as it should be, and holds what is wanted."""
    whole = len(sheet["siret"]) == 14 and sheet["siret"].startswith(sheet["siren"]) and len(sheet["siren"]) == 9
    filled = all(sheet[name] for name in ("rue", "codePostal", "ville", "formeJuridique"))
    return whole and filled and all(_fits(sheet, name, value) for name, value in wanted.items())


def _fits(sheet: Record, name: str, value: Any) -> bool:
    return bool(sheet[name]) if value is True else sheet[name] == value


def ready_sales(sandbox: Sandbox, home: Path, patch: pytest.MonkeyPatch) -> Sales:
    """A firm with an empty hub."""
    for name, value in environment(sandbox.base_url).items():
        patch.setenv(name, value)
    root = rooted_for(home, INTEGRATIONS)
    patch.setenv("PASSERELLE_HOME", str(home))
    patch.setenv("PASSERELLE_ROOT", str(root))
    return Sales(sandbox, Settings(home=home, root=root))
