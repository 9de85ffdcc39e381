"""French companies with every number and line that a company can have."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

from passerelle.sandbox.data.french.names import company_name, property_company_name
from passerelle.sandbox.data.french.numbers import new_siren, siret_of, vat_of
from passerelle.sandbox.data.french.party import NOBODY, Party
from passerelle.sandbox.data.french.stock import LANDLINES, MOBILES, Stock
from passerelle.sandbox.data.french.towns import Town, address_in, towns
from passerelle.sandbox.data.french.trades import PROPERTY_COMPANY, TRADES

LEGAL_FORMS = {"SARL": 32, "SAS": 28, "SASU": 12, "EURL": 10, "SCI": 8, "SA": 5, "SNC": 3, "SCOP": 2}
"""Legal forms, and how many of a hundred companies have them."""
HUNDRED_FORMS = tuple(Counter(LEGAL_FORMS).elements())
CAPITALS = (1, 100, 1_000, 5_000, 7_622, 8_000, 10_000, 15_000, 30_000, 50_000, 100_000, 250_000)
CAPITALS_OF_SA = (37_000, 40_000, 76_225, 150_000, 1_000_000)
HEADCOUNTS = (0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 9, 11, 14, 18, 23, 31, 42, 55, 87, 120, 240, 610)
# Whoever has moved no longer sits at the first site.
SITES = (1, 1, 1, 1, 2, 2, 3, 4)
MAILBOXES = ("contact", "contact", "info", "accueil", "compta")
DELIVERED_ELSEWHERE = 0.25


def company(stock: Stock) -> Party:
    """A company in France with valid numbers of its own."""
    rng, town = stock.rng, stock.rng.choice(towns())
    form = rng.choice(HUNDRED_FORMS)
    name, naf = _name_and_trade(rng, form, town)
    siren = new_siren(rng, stock.sirens)
    return reachable(
        stock,
        name,
        town,
        stock.website(name),
        legal_form=form,
        siret=siret_of(siren, rng.choice(SITES)),
        siren=siren,
        vat=vat_of(siren),
        naf=naf,
        rcs=f"{siren[:3]} {siren[3:6]} {siren[6:]} R.C.S. {town.court}",
        capital=rng.choice(CAPITALS_OF_SA if form == "SA" else CAPITALS),
        headcount=0 if form == "SCI" else rng.choice(HEADCOUNTS),
    )


def reachable(stock: Stock, name: str, town: Town, website: str, **more: Any) -> Party:
    """A party of that name in that town, with all of its lines, a mailbox at its website, and ``more`` fields."""
    landlines = LANDLINES[town.zone]
    return replace(
        NOBODY,
        name=name,
        email=mailbox_at(stock, website),
        phone=stock.line(landlines),
        mobile=stock.line(MOBILES),
        fax=stock.line(landlines),
        website=website,
        invoicing=address_in(stock.rng, town),
        delivery=address_in(stock.rng, stock.rng.choice(towns())) if stock.rng.random() < DELIVERED_ELSEWHERE else None,
        **more,
    )


def mailbox_at(stock: Stock, website: str) -> str:
    """A mailbox of the company as a whole, where its website is; never the same twice."""
    domain = website.removeprefix("www.")
    return f"{stock.unique(stock.rng.choice(MAILBOXES), domain)}@{domain}"


def _name_and_trade(rng: Random, form: str, town: Town) -> tuple[str, str]:
    if form == "SCI":
        return property_company_name(rng, town.name), PROPERTY_COMPANY
    trade, naf = rng.choice(TRADES)
    return company_name(rng, trade, town.name), naf
