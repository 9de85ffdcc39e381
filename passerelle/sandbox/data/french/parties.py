"""French third parties, numbered: one after another as planned, then what some of them share with others."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from random import Random
from typing import Any

from passerelle.sandbox.data.french.companies import company
from passerelle.sandbox.data.french.foreign import foreign_company
from passerelle.sandbox.data.french.numbers import with_wrong_check_digit
from passerelle.sandbox.data.french.party import Contact, Party
from passerelle.sandbox.data.french.people import contacts_of, private_person
from passerelle.sandbox.data.french.shares import SHARED_CONTACTS, Kind, planned_kinds, planned_types
from passerelle.sandbox.data.french.sites import commune_sites, double, second_site
from passerelle.sandbox.data.french.stock import Stock
from passerelle.sandbox.data.quota import picked

MOST_CONTACTS = 3
MISSING: dict[str, float] = {
    "vat": 0.08,
    "naf": 0.1,
    "rcs": 0.3,
    "capital": 0.3,
    "headcount": 0.4,
    "email": 0.15,
    "phone": 0.08,
    "mobile": 0.6,
    "fax": 0.8,
    "website": 0.45,
    "invoicing": 0.02,
}
"""How often nobody has filled in a field that the party could have."""
COPIES: dict[Kind, Callable[[Stock, Party], Party]] = {Kind.SECOND_SITE: second_site, Kind.DOUBLE: double}


@lru_cache(maxsize=4)
def french_parties(count: int, seed: int) -> tuple[Party, ...]:
    """``count`` third parties, numbered from 1."""
    rng = Random(f"french {seed}")  # noqa: S311  to be repeated, no secret
    stock = Stock(rng)
    made = _made(stock, planned_kinds(rng, count))
    listed = [contacts_of(stock, party) for party in made]
    _share_contacts(rng, [at for at, party in enumerate(made) if party.nature == "company"], listed)
    together = zip(made, planned_types(rng, count), listed, strict=True)
    return tuple(
        replace(party, number=number, type=kind, contacts=contacts, **_missing(rng))
        for number, (party, kind, contacts) in enumerate(together, start=1)
    )


def _made(stock: Stock, kinds: list[Kind]) -> list[Party]:
    communes = iter(commune_sites(stock))
    made = [next(communes) if kind is Kind.COMMUNE else _one(stock, kind) for kind in kinds]
    copies = [at for at, kind in enumerate(kinds) if kind in COPIES]
    ordinary = [at for at, kind in enumerate(kinds) if kind is Kind.ORDINARY]
    for at, original in zip(copies, stock.rng.sample(ordinary, len(copies)), strict=True):
        made[at] = COPIES[kinds[at]](stock, made[original])
    return made


def _one(stock: Stock, kind: Kind) -> Party:
    if kind is Kind.PERSON:
        return private_person(stock)
    if kind is Kind.FOREIGN:
        return foreign_company(stock)
    party = company(stock)
    if kind is Kind.ONLY_SIREN:
        return replace(party, siret=None)
    if kind is Kind.NUMBERLESS:
        return replace(party, siret=None, siren=None, vat=None, rcs=None)
    if kind is Kind.MISTYPED:
        return replace(party, siret=with_wrong_check_digit(party.siret or ""))
    return party


def _share_contacts(rng: Random, companies: list[int], listed: list[tuple[Contact, ...]]) -> None:
    """Let some companies list, in place, somebody whom another company lists; nobody is listed by three."""
    guests = picked(rng, [at for at in companies if len(listed[at]) < MOST_CONTACTS], SHARED_CONTACTS, len(listed))
    hosts = [at for at in companies if at not in guests and any(contact.email for contact in listed[at])]
    for guest, host in zip(sorted(guests), rng.sample(hosts, min(len(guests), len(hosts))), strict=False):
        known = next(contact for contact in listed[host] if contact.email)
        listed[guest] += (replace(known, roles=("invoicing",), position=None),)


def _missing(rng: Random) -> dict[str, Any]:
    return {field: None for field, share in MISSING.items() if rng.random() < share}
