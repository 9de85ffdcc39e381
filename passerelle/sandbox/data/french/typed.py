"""A party as it stands in one system, where somebody typed it; who it is stays the same.

Of all parties: names spelt otherwise 50 %, French telephones 75 %, addresses 35 %, numbers in groups 30 %; of those
that have one, mobile left out 15 %, website 20 %. Its contacts are spelt as it is.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from passerelle.sandbox.data.french.party import Contact, Party
from passerelle.sandbox.data.french.spelling import grouped, grouped_vat, spelled_address, spelled_name, spelled_phone

NAMES, PHONES, ADDRESSES, GROUPED, NO_MOBILE, NO_WEBSITE = 0.50, 0.75, 0.35, 0.30, 0.15, 0.20


def as_somebody_typed_it(party: Party, seed: int, system: str) -> Party:
    """The same party in the spelling of that system; same seed, system and number, same spelling."""
    rng = Random(f"typed {seed} {system} {party.number}")  # noqa: S311  to be repeated, no secret
    for share, change in CHANGES:
        if rng.random() < share:
            party = change(rng, party)
    return party


def _names(rng: Random, party: Party) -> Party:
    return replace(
        party,
        name=spelled_name(rng, party.name, party.legal_form),
        first_name=party.first_name and spelled_name(rng, party.first_name),
        contacts=tuple(replace(contact, last_name=spelled_name(rng, contact.last_name)) for contact in party.contacts),
    )


def _phones(rng: Random, party: Party) -> Party:
    def spelled(phone: str | None) -> str | None:
        return phone and spelled_phone(rng, phone)

    def redialled(contact: Contact) -> Contact:
        return replace(contact, phone=spelled(contact.phone), mobile=spelled(contact.mobile))

    return replace(
        party,
        phone=spelled(party.phone),
        mobile=spelled(party.mobile),
        fax=spelled(party.fax),
        contacts=tuple(map(redialled, party.contacts)),
    )


def _addresses(rng: Random, party: Party) -> Party:
    return replace(
        party,
        invoicing=party.invoicing and spelled_address(rng, party.invoicing),
        delivery=party.delivery and spelled_address(rng, party.delivery),
    )


def _grouped(_: Random, party: Party) -> Party:
    return replace(
        party,
        siret=party.siret and grouped(party.siret),
        siren=party.siren and grouped(party.siren),
        vat=party.vat and grouped_vat(party.vat),
    )


CHANGES: tuple[tuple[float, Callable[[Random, Party], Party]], ...] = (
    (NAMES, _names),
    (PHONES, _phones),
    (ADDRESSES, _addresses),
    (GROUPED, _grouped),
    (NO_MOBILE, lambda _, party: replace(party, mobile=None)),
    (NO_WEBSITE, lambda _, party: replace(party, website=None)),
)
"""What may be different, and how often it is."""
