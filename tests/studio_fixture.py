"""An Italian firm for tests: Reviso and TeamSystem Cloud CRM in a sandbox, a hub, and the integrations between them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passerelle.hub import hints, quarantines
from passerelle.hub.database import open_hub
from passerelle.hub.hints import NewHint
from tests.pair_fixture import Pair, rooted_for
from tests.sandbox_fixture import Record

CUSTOMERS, CONTACTS = "reviso-customers-teamsystem", "reviso-contacts-teamsystem"
OUT, IN = "reviso.customer>teamsystem.company", "teamsystem.company>reviso.customer"
FOUR = ("ff_valuta_reviso", "ff_gruppo_clienti_reviso", "ff_zona_iva_reviso", "ff_termini_pagamento_reviso")


def environment(base_url: str) -> dict[str, str]:
    """Variables that point the clients at a sandbox, with short waits."""
    return {
        "PASSERELLE_REVISO_BASE_URL": f"{base_url}/reviso",
        "PASSERELLE_REVISO_APP_SECRET_TOKEN": "sandbox",
        "PASSERELLE_REVISO_AGREEMENT_GRANT_TOKEN": "sandbox",
        "PASSERELLE_TEAMSYSTEM_BASE_URL": f"{base_url}/teamsystem/api/latest",
        "PASSERELLE_TEAMSYSTEM_API_KEY": "sandbox",
        "PASSERELLE_REVISO_SETTLE_S": "1.0",
        "PASSERELLE_TEAMSYSTEM_SETTLE_S": "1.0",
        "PASSERELLE_TIME_SCALE": "5000",
    }


def rooted(folder: Path) -> Path:
    """A copy of the mappings and expectations, with claims that end within a test's patience."""
    return rooted_for(folder, (CUSTOMERS, CONTACTS))


@dataclass(frozen=True)
class Studio(Pair):
    """What a test does to a firm, and what it then sees from outside."""

    def run(self, ends_well: bool = True, integration: str = CUSTOMERS, **options: Any) -> dict[str, Any]:
        """One run both ways, of the customers unless told."""
        return self.synchronise(integration, ends_well, **options)

    def run_all(self, **options: Any) -> list[dict[str, Any]]:
        """One run of the customers, then of their contacts."""
        named = options.pop("keys", ())
        first = self.run(keys=named, **options)
        return [first, self.run(integration=CONTACTS, of=named, **options)]

    @property
    def customers(self) -> dict[str, Record]:
        """Reviso's customers by number."""
        return self.sandbox.state("reviso", "customer")

    @property
    def companies(self) -> dict[str, Record]:
        """The CRM's companies by id."""
        return self.sandbox.state("teamsystem", "company")

    @property
    def contacts(self) -> dict[str, Record]:
        """Reviso's contacts by our id of them."""
        found = self.sandbox.state("reviso", "contact").items()
        return {f"{one['customer']['customerNumber']}/{id_}": one for id_, one in found if not one.get("deleted")}

    @property
    def people(self) -> dict[str, Record]:
        """The CRM's contacts by id."""
        return self.sandbox.state("teamsystem", "contact")

    def in_reviso(self, number: str, **values: Any) -> None:
        """Change a customer as somebody who works in Reviso does."""
        self.sandbox.edit("reviso", "customer", number, **values)

    def in_crm(self, id_: str, **values: Any) -> None:
        """Change a company as somebody who works in the CRM does."""
        self.sandbox.edit("teamsystem", "company", id_, **values)

    def pairs(self) -> dict[str, str]:
        """The CRM's company of each of Reviso's customers, by the number the CRM holds."""
        found: dict[str, str] = {}
        for id_, one in self.companies.items():
            number = one.get("ff_reviso_number")
            if number:
                assert number not in found, f"{number} stands in {found.get(number)} and {id_}"
                found[number] = id_
        return found

    def tell(self, old: str, new: str) -> None:
        """Keep what a web hook tells of a customer that has got another number."""
        hub = open_hub(self.settings.hub_url)
        try:
            with hub.write(CUSTOMERS) as connection:
                from passerelle.engine.run import now

                hints.store(connection, [NewHint("reviso", "customer", new, old)], now())
        finally:
            hub.close()

    def held(self, integration: str = CUSTOMERS) -> dict[str, str]:
        """The records that are held back, and why."""
        rows = self.asked(lambda connection: list(quarantines.listed(connection, integration)))
        return {str(row.external_id): str(row.reason) for row in rows}


def organisation(studio: Studio) -> tuple[str, str]:
    """An Italian organisation both hold: its number in Reviso and its id in the CRM."""
    for number, id_ in sorted(studio.pairs().items()):
        one = studio.customers[number]
        if (one.get("countryCode") or {}).get("code") == "IT" and len(
            one.get("corporateIdentificationNumber", "")
        ) == 11:
            return number, id_
    raise AssertionError("the seed holds no such company")
