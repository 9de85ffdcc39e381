"""What Reviso holds at its beginning: the Italian firms, as an accountant typed them."""

from collections.abc import Mapping
from functools import lru_cache
from random import Random

from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.data.italian import Firm, as_typed, italian_firms
from passerelle.sandbox.reviso.lookup_rows import seeded_lookups
from passerelle.sandbox.reviso.seed_contacts import contacts_of, location_of
from passerelle.sandbox.reviso.seed_customers import customer_of
from passerelle.sandbox.reviso.settings import seeded_settings
from passerelle.sandbox.reviso.streams import CONTACTS, CUSTOMERS, LOCATIONS, NAME, SETTINGS
from passerelle.sandbox.system import Record

FIRST_NUMBER = 1001


def seeded(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    """Every stream's records by id; only the lists are filled when the sandbox is made of the Belgian register."""
    count = beginnings.config.companies if beginnings.config.from_path is None else 0
    held = {SETTINGS: seeded_settings(), **seeded_lookups(), **records_of(count, beginnings.config.seed)}
    return {name.removeprefix(f"{NAME}/"): records for name, records in held.items()}


# Kept because every reset asks for it, and nobody changes a record that was put into the store.
@lru_cache(maxsize=4)
def records_of(count: int, seed: int) -> Mapping[str, Mapping[str, Record]]:
    """Customers, contacts and delivery locations by their number."""
    held: dict[str, dict[str, Record]] = {CUSTOMERS: {}, CONTACTS: {}, LOCATIONS: {}}
    for number, firm in enumerate(italian_firms(seed, count), start=FIRST_NUMBER):
        _add(held, number, firm, Random(f"{NAME} {seed} {number}"))  # noqa: S311  to be repeated, no secret
    return held


def _add(held: dict[str, dict[str, Record]], number: int, firm: Firm, rng: Random) -> None:
    typed = as_typed(firm, rng)
    held[CUSTOMERS][str(number)] = customer_of(number, typed, rng)
    for contact in contacts_of(number, typed, rng, first=len(held[CONTACTS]) + 1):
        held[CONTACTS][str(contact["customerContactNumber"])] = contact
    if location := location_of(number, typed, rng, len(held[LOCATIONS]) + 1):
        held[LOCATIONS][str(location["deliveryLocationNumber"])] = location
