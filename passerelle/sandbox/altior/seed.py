"""What Altior holds at its beginning: its part of the French parties, as its users typed them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from passerelle.sandbox.altior.kinds import AFFAIRE, CONTACT, KINDS, NAME, ORDER, QUOTE, THIRD_PARTY
from passerelle.sandbox.altior.lists import seeded_lists
from passerelle.sandbox.altior.seed_affaires import seeded_affaires
from passerelle.sandbox.altior.seed_contacts import seeded_contacts
from passerelle.sandbox.altior.seed_parties import third_party_of
from passerelle.sandbox.altior.seed_stamps import Stamps
from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.data.french import Party, as_somebody_typed_it, french_parties
from passerelle.sandbox.data.quota import quota
from passerelle.sandbox.french.records import filled
from passerelle.sandbox.system import Record

HELD = 0.8
"""The part of all parties that Altior holds: the last ones."""


def seeded(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    """Every stream's records by id; only the lists are filled when the sandbox is made of the Belgian register."""
    return filled(beginnings, [kind.name for kind in KINDS], records_of, seeded_lists())


# Kept because every reset asks for it, and nobody changes a record that was put into the store.
@lru_cache(maxsize=4)
def records_of(companies: int, seed: int) -> Mapping[str, Sequence[Record]]:
    """The records of every numbered kind, oldest first, by stream."""
    parties, stamps = _parties(companies, seed), Stamps(seed)
    third_parties = stamps.stamped([third_party_of(number, party) for number, party in enumerate(parties, start=1)])
    affaires, quotes, orders = seeded_affaires(third_parties, stamps)
    return {
        THIRD_PARTY.name: third_parties,
        CONTACT.name: stamps.stamped(seeded_contacts(parties)),
        AFFAIRE.name: affaires,
        QUOTE.name: quotes,
        ORDER.name: orders,
    }


def _parties(companies: int, seed: int) -> list[Party]:
    parties = french_parties(companies, seed)
    held = parties[len(parties) - quota(HELD, len(parties)) :]
    return [as_somebody_typed_it(party, seed, NAME) for party in held]
