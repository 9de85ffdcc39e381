"""The people of the CRM: those of its companies, those of none, and its leads."""

from collections.abc import Iterator
from random import Random

from passerelle.sandbox.data.italian import Firm, Person
from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.bodies import Contact, Lead
from passerelle.sandbox.teamsystem.kinds import CONTACT, LEAD
from passerelle.sandbox.teamsystem.seed_companies import phones, placed, vat_as_typed

GIVEN = ("Anna", "Marco", "Maria Teresa", "Gian Luca", "Sara")
FAMILY = ("Rossi", "De Luca", "Bianchi Ferrari", "D'Angelo", "Niccolò")
OF_NONE = 25
"""One contact in so many companies belongs to none."""
NO_SURNAME = "-"
"""What is typed where a surname is demanded and nobody knows one (fact ``tsc.contact.surname``)."""


def contacts_of(rng: Random, firm: Firm, company: Record) -> Iterator[Record]:
    """The people of a firm, as new contacts of its company."""
    for person in firm.people:
        yield _contact(rng, person, company["id"])


def alone(rng: Random, companies: int) -> Iterator[Record]:
    """A few contacts without a company, beside so many companies."""
    for number in range(companies // OF_NONE):
        given, family = rng.choice(GIVEN), rng.choice(FAMILY)
        yield _contact(rng, Person(given, family, f"contatto{number}@privato.example", None), None)


def lead_of(rng: Random, firm: Firm) -> Record:
    """A firm as a lead, with one of its people if it has any."""
    person = {"name": firm.people[0].given or None, "surname": firm.people[0].family} if firm.people else {}
    sent = {
        "companyName": firm.name,
        **person,
        "vatId": vat_as_typed(rng, firm),
        **placed(rng, firm),
        "phones": phones(rng, firm.phone),
        "emails": [{"value": email} for email in firm.emails],
    }
    return {**LEAD.blank, **Lead.model_validate(sent).values()}


def _contact(rng: Random, person: Person, company: int | None) -> Record:
    sent = {
        **_named(rng, person),
        "companyId": company,
        "phones": phones(rng, person.phone),
        "emails": [{"value": person.email}] if person.email else [],
    }
    return {**CONTACT.blank, **Contact.model_validate(sent).values()}


def _named(rng: Random, person: Person) -> Record:
    if not person.given:
        # Known by one word, which some take for the given name.
        return rng.choice(({"name": None, "surname": person.family}, {"name": person.family, "surname": NO_SURNAME}))
    return {"name": person.given, "surname": rng.choice((person.family, person.family, person.family.upper()))}
