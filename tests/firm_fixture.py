"""A French firm for tests: Sellsy and Altior in a sandbox, a hub, and the integration between them, ready to run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passerelle.hub import quarantines
from tests.pair_fixture import Pair, rooted_for
from tests.sandbox_fixture import Record

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
    return rooted_for(folder, (INTEGRATION, CONTACTS, OPPORTUNITIES))


@dataclass(frozen=True)
class Firm(Pair):
    """What a test does to a firm, and what it then sees from outside."""

    def run(self, ends_well: bool = True, integration: str = INTEGRATION, **options: Any) -> dict[str, Any]:
        """One run both ways, of the third parties unless told."""
        return self.synchronise(integration, ends_well, **options)

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

    def pairs(self) -> dict[str, str]:
        """Altior's third party of each of Sellsy's, by the reference Altior holds."""
        found = {}
        for id_, one in self.altior.items():
            for reference in one["references"]:
                assert (reference["type"], reference["key"], reference["name"]) == ("EXTERNAL", "SELLSY", "Sellsy")
                assert reference["value"] not in found
                found[reference["value"]] = id_
        return found

    def held(self, integration: str = CONTACTS) -> set[str]:
        """The records that are held back."""
        return {str(row.external_id) for row in self.asked(lambda hub: list(quarantines.listed(hub, integration)))}


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
