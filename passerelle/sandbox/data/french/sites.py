"""Parties that share a number with others: second sites, doubles and the sites of one commune."""

from dataclasses import replace

from passerelle.sandbox.data.french.companies import mailbox_at, reachable
from passerelle.sandbox.data.french.numbers import new_siren, siret_of, site_of
from passerelle.sandbox.data.french.party import Party
from passerelle.sandbox.data.french.shares import COMMUNE_SITES
from passerelle.sandbox.data.french.stock import Stock
from passerelle.sandbox.data.french.towns import town_named, towns
from passerelle.sandbox.data.french.trades import PUBLIC_ADMINISTRATION

NAMED_AFTER_ITS_TOWN = 0.5
COMMUNES = ("Beaune", "Cholet", "Dinan", "Manosque", "Saumur", "Vienne")
PLACES = ("", " - MAIRIE ANNEXE", " - GROUPE SCOLAIRE", " - MÉDIATHÈQUE", " - CENTRE TECHNIQUE", " - PISCINE")
FIRST_OF_COMMUNES = "21"
"""The register begins the SIREN of every commune with it."""


def second_site(stock: Stock, original: Party) -> Party:
    """Another site of a company: its SIREN under another SIRET, somewhere else, with lines of its own."""
    town = stock.rng.choice(towns())
    name = f"{original.name} {town.name}" if stock.rng.random() < NAMED_AFTER_ITS_TOWN else original.name
    there = reachable(stock, name, town, original.website or "")
    return replace(
        original,
        name=name,
        siret=siret_of(original.siren or "", site_of(original.siret or "") + stock.rng.randrange(1, 6)),
        email=there.email,
        phone=there.phone,
        mobile=there.mobile,
        fax=there.fax,
        invoicing=there.invoicing,
        delivery=there.delivery,
    )


def double(stock: Stock, original: Party) -> Party:
    """A company entered once more: its very SIRET, name and address, another mailbox, and less of the rest."""
    email = mailbox_at(stock, original.website or "")
    return replace(original, email=email, mobile=None, fax=None, delivery=None, headcount=None)


def commune_sites(stock: Stock) -> list[Party]:
    """All parties that are one commune: it is in no register of companies and not liable to VAT."""
    town = town_named(stock.rng.choice(COMMUNES))
    siren = new_siren(stock.rng, stock.sirens, FIRST_OF_COMMUNES)
    name = f"COMMUNE DE {town.name.upper()}"
    website = stock.website(name)
    return [
        reachable(
            stock,
            name + place,
            town,
            website,
            siret=siret_of(siren, site),
            siren=siren,
            naf=PUBLIC_ADMINISTRATION,
        )
        for site, place in zip(range(1, COMMUNE_SITES + 1), PLACES, strict=True)
    ]
