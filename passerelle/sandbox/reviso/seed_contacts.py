"""The people of an Italian firm as its contacts, and where it is delivered."""

from random import Random

from passerelle.sandbox.data.italian import Firm, Person
from passerelle.sandbox.system import Record

DELETED, DELIVERED_ELSEWHERE = 0.12, 0.15


def contacts_of(number: int, firm: Firm, rng: Random, first: int) -> list[Record]:
    """The contacts of the customer of that number, numbered from ``first``; some of them deleted."""
    return [_contact(number, person, rng, first + at) for at, person in enumerate(firm.people)]


def location_of(number: int, firm: Firm, rng: Random, location: int) -> Record | None:
    """Where some customers are delivered."""
    if rng.random() >= DELIVERED_ELSEWHERE:
        return None
    place = {"address": "Via dell'Industria 5", "city": firm.town, "country": firm.country, "postalCode": firm.postcode}
    belongs = {"deliveryLocationNumber": location, "customer": {"customerNumber": number}}
    return {**belongs, **place, "barred": False}


def _contact(number: int, person: Person, rng: Random, contact: int) -> Record:
    known = {
        "name": f"{person.given} {person.family}".strip(),
        "email": person.email,
        "phone": person.phone,
        "notes": rng.choice((None, None, None, "Solo al mattino")),
        "emailNotifications": rng.choice((None, [], ["invoices"], ["invoices", "reminders"])),
    }
    kept = {name: value for name, value in known.items() if value is not None}
    belongs = {"customerContactNumber": contact, "customer": {"customerNumber": number}}
    return {**belongs, **kept, "deleted": rng.random() < DELETED}
