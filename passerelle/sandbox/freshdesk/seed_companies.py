"""The companies of the seed: those of the offices as agents typed them, and some that only the portal knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from passerelle.sandbox.data.companies import Company, generate_companies, one_company
from passerelle.sandbox.data.french import Contact, Party, as_somebody_typed_it, french_parties
from passerelle.sandbox.data.names import legal_name, person
from passerelle.sandbox.data.quota import quota
from passerelle.sandbox.freshdesk.lookup import same_name
from passerelle.sandbox.freshdesk.presets import choices
from passerelle.sandbox.system import Record

OF_FRENCH, OF_BELGIAN, OF_OWN = 3, 4, 10
"""One in so many of the companies there are."""
IN_SELLSY = 0.8
"""The part of the French parties, the first ones, among which Sellsy's are."""
DESCRIBED, RATED, WITHOUT_DOMAIN = 0.2, 0.4, 0.15
HEALTH, TIERS = ("Happy", "Happy", "Doing okay", "At risk"), ("Basic", "Basic", "Premium", "Enterprise")


@dataclass(frozen=True)
class Known:
    """A company of the portal, the people there, the telephone they are reached at, and how they live."""

    company: Record
    people: tuple[Contact, ...]
    phone: str | None
    email: str | None
    language: str
    time_zone: str


@dataclass
class Portal:
    """What is taken already, so that nothing of the seed breaks the portal's own rules."""

    _taken: set[tuple[str, str]] = field(default_factory=set)

    def admits(self, known: Known) -> bool:
        """Whether a company's name and domains are still free; they are taken then."""
        domains = [("domain", domain) for domain in known.company["domains"]]
        return self._take([("name", same_name(known.company["name"])), *domains])

    def is_new(self, person: Record) -> bool:
        """Whether a contact's e-mail is still free; it is taken then."""
        return self._take([("mail", person["email"])] if person["email"] else [])

    def _take(self, wanted: list[tuple[str, str]]) -> bool:
        if self._taken.intersection(wanted):
            return False
        self._taken.update(wanted)
        return True


def known_companies(rng: Random, count: int, seed: int) -> Iterator[Known]:
    """The companies of the portal, in no order that means anything."""
    parties = french_parties(count, seed)
    held = [party for party in parties[: quota(IN_SELLSY, len(parties))] if party.nature == "company"]
    for party in held[::OF_FRENCH]:
        yield _french(rng, as_somebody_typed_it(party, seed, "freshdesk"))
    belgian = [one for one in generate_companies(count, seed) if one["typeOfEnterprise"] == "2"]
    for company in belgian[::OF_BELGIAN]:
        yield _belgian(rng, company)
    taken = {one["enterpriseNumber"] for one in belgian}
    for _ in range(count // OF_OWN):
        yield _belgian(rng, one_company(rng, taken, natural_person=False))


def _french(rng: Random, party: Party) -> Known:
    company = _company(rng, party.name, _domain(rng, party.website, party.email))
    return Known(company, party.contacts, party.phone, party.email, "fr", "Paris")


def _belgian(rng: Random, company: Company) -> Known:
    language = "nl" if company["names"][0]["language"] == "2" else "fr"
    family, given = person(rng, language)
    domain = _domain(rng, company["website"], company["email"])
    mail = f"{given}.{family}@{domain[0]}".lower().replace(" ", "").replace("'", "") if domain else None
    somebody = Contact("mr", given, family, mail and mail.encode("ascii", "ignore").decode(), None, None, None, ())
    made = _company(rng, legal_name(company["names"], language), domain)
    return Known(made, (somebody,), company["phone"], company["email"], language, "Brussels")


def _company(rng: Random, name: str, domains: list[str]) -> Record:
    rated = rng.random() < RATED
    return {
        "name": name,
        "domains": domains,
        "description": "Client du support" if rng.random() < DESCRIBED else None,
        "health_score": rng.choice(HEALTH) if rated else None,
        "account_tier": rng.choice(TIERS) if rated else None,
        "renewal_date": f"2026-{rng.randrange(1, 13):02d}-01T00:00:00Z" if rated else None,
        "industry": rng.choice(choices()["industry"]) if rated else None,
        "custom_fields": {"numero_client": f"C{rng.randrange(10_000):04d}"} if rated else {},
    }


def _domain(rng: Random, website: str | None, email: str | None) -> list[str]:
    if rng.random() < WITHOUT_DOMAIN:
        return []
    host = re.sub(r"^(https?://)?(www\.)?", "", (website or "").lower()).split("/")[0]
    domain = host or (email or "").lower().rpartition("@")[2]
    return [domain] if domain else []
