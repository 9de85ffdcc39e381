"""Systems that feed a support portal: Sellsy with Altior, AdminPulse, and Freshdesk, in one sandbox with one hub."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import firm_fixture, office_fixture
from tests.firm_fixture import Firm
from tests.pair_fixture import rooted_for
from tests.sandbox_fixture import Record

COMPANIES, CONTACTS = "hub-companies-freshdesk", "hub-contacts-freshdesk"
OPEN_BOX = "openthebox-to-adminpulse"
LABELS = ("Numéro de TVA", "Numéro d'entreprise", "SIREN", "SIRET", "Codice fiscale", "Clé Passerelle")


def environment(base_url: str) -> dict[str, str]:
    """Variables that point the clients at a sandbox, with short waits."""
    return {
        **firm_fixture.environment(base_url),
        **office_fixture.environment(base_url),
        "PASSERELLE_FRESHDESK_BASE_URL": f"{base_url}/freshdesk/api/v2",
        "PASSERELLE_FRESHDESK_API_KEY": "sandbox",
        "PASSERELLE_FRESHDESK_SETTLE_S": "1.0",
    }


def rooted(folder: Path) -> Path:
    """A copy of the mappings and expectations, with claims that end within a test's patience."""
    return rooted_for(folder, (firm_fixture.INTEGRATION, firm_fixture.CONTACTS, OPEN_BOX, COMPANIES, CONTACTS))


@dataclass(frozen=True)
class Desk(Firm):
    """What a test does to the firms behind a portal, and what it then sees there."""

    def night(self, **options: Any) -> list[dict[str, Any]]:
        """One night: every integration after the other, the portal last. The summaries of the portal's."""
        self.run(**options)
        self.run_contacts(**options)
        self.synchronise(OPEN_BOX, create_missing=False)
        return self.portal_night(**options)

    def portal_night(self, **options: Any) -> list[dict[str, Any]]:
        """What the night does about the portal alone."""
        return [self.synchronise(name, **options) for name in (COMPANIES, CONTACTS)]

    def peoples_night(self) -> dict[str, Any]:
        """What a night does about contacts alone: the firm's, then the portal's. The summary of the portal's."""
        self.run_contacts()
        return self.synchronise(CONTACTS)

    @property
    def companies(self) -> dict[str, Record]:
        """The portal's companies by id."""
        return self.sandbox.state("freshdesk", "company")

    @property
    def people(self) -> dict[str, Record]:
        """The portal's contacts by id."""
        return self.sandbox.state("freshdesk", "contact")

    def called(self, name: str) -> Record:
        """The portal's one company of that name."""
        (one,) = [company for company in self.companies.values() if company["name"] == name]
        return one


def ours(desk: Desk) -> Record:
    """A contact of the portal that came from Sellsy with a phone, after the first night."""
    sellsy = {one["email"] for one in desk.sandbox.state("sellsy", "contact").values()}
    for one in desk.people.values():
        if one["unique_external_id"] and one["phone"] and one["email"] in sellsy:
            return one
    raise AssertionError("no such contact came along")


def of_mail(desk: Desk, system: str, mail: str) -> Record:
    """A system's contact with this e-mail."""
    found = desk.sandbox.state(system, "contact").values()
    (one,) = [one for one in found if mail in str(one.get("email") or one.get("mails") or one)]
    return one


def written(desk: Desk, since: int) -> list[tuple[str, str]]:
    """Systems that were written to, and how."""
    return sorted((system, method) for system, method, path in desk.writes(since) if "oauth" not in path)
