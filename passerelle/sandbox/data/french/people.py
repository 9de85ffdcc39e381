"""French people: private persons, and the contacts of companies."""

from dataclasses import replace
from random import Random
from typing import NamedTuple

from passerelle.sandbox.data.french.party import NOBODY, Contact, Party
from passerelle.sandbox.data.french.stock import LANDLINES, MOBILES, Stock
from passerelle.sandbox.data.french.towns import address_in, towns
from passerelle.sandbox.data.french.words import FAMILIES, GIVEN_HERS, GIVEN_HIS

HYPHENATED, UNMARRIED = 0.04, 0.25
PRIVATE_DOMAINS = ("courriel.example", "boite-aux-lettres.example", "maison.example")
CONTACT_COUNTS = (0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3)
"""How many contacts each of twenty companies has."""
NO_EMAIL, OWN_LINE, SWITCHBOARD, OWN_MOBILE, NO_POSITION = 0.10, 0.3, 0.4, 0.5, 0.2
INVOICED, DUNNED = 0.3, 0.2
POSITIONS = (
    "Gérant", "Directeur général", "Directrice administrative et financière", "Responsable comptable", "Comptable",
    "Assistante de direction", "Responsable des achats", "Chef d'atelier", "Responsable commercial", "Secrétaire",
    "Responsable informatique", "Conducteur de travaux", "Présidente", "Chargée de clientèle", "Directeur d'agence",
)  # fmt: skip


class Name(NamedTuple):
    """Who somebody is."""

    civility: str
    first_name: str
    last_name: str


def somebody(rng: Random) -> Name:
    """A man or a woman; some bear two family names."""
    family = rng.choice(FAMILIES)
    if rng.random() < HYPHENATED:
        family += f"-{rng.choice(FAMILIES)}"
    if rng.random() < 0.5:
        return Name("mr", rng.choice(GIVEN_HIS), family)
    return Name("ms" if rng.random() < UNMARRIED else "mrs", rng.choice(GIVEN_HERS), family)


def private_person(stock: Stock) -> Party:
    """A private person: no number of the register, no website."""
    town = stock.rng.choice(towns())
    civility, first_name, last_name = somebody(stock.rng)
    return replace(
        NOBODY,
        nature="person",
        name=last_name,
        first_name=first_name,
        civility=civility,
        email=stock.mailbox(first_name, last_name, stock.rng.choice(PRIVATE_DOMAINS)),
        phone=stock.line(LANDLINES[town.zone]),
        mobile=stock.line(MOBILES),
        invoicing=address_in(stock.rng, town),
    )


def contacts_of(stock: Stock, party: Party) -> tuple[Contact, ...]:
    """Up to three people of a company that has a telephone and a website; the first of them is the main one."""
    if party.phone is None or party.website is None:
        return ()
    domain = party.website.removeprefix("www.")
    count = stock.rng.choice(CONTACT_COUNTS)
    return tuple(_contact(stock, domain, party.phone, main=at == 0) for at in range(count))


def _contact(stock: Stock, domain: str, switchboard: str, *, main: bool) -> Contact:
    rng = stock.rng
    civility, first_name, last_name = somebody(rng)
    french = switchboard.startswith("+33")
    return Contact(
        civility=civility,
        first_name=first_name,
        last_name=last_name,
        email=None if rng.random() < NO_EMAIL else stock.mailbox(first_name, last_name, domain),
        phone=_phone(stock, switchboard),
        mobile=stock.line(MOBILES) if french and rng.random() < OWN_MOBILE else None,
        position=None if rng.random() < NO_POSITION else rng.choice(POSITIONS),
        roles=_roles(rng, main=main),
    )


def _phone(stock: Stock, switchboard: str) -> str | None:
    kind = stock.rng.random()
    if kind < OWN_LINE:
        return stock.line(switchboard[:-4])
    return switchboard if kind < OWN_LINE + SWITCHBOARD else None


def _roles(rng: Random, *, main: bool) -> tuple[str, ...]:
    held = (main, rng.random() < INVOICED, rng.random() < DUNNED)
    return tuple(role for role, has in zip(("main", "invoicing", "dunning"), held, strict=True) if has)
