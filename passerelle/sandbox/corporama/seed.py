"""What Corporama holds at its beginning: a sheet of every establishment it knows, some of them wrong."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import count as numbers
from random import Random

from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.corporama.mess import changed
from passerelle.sandbox.corporama.streams import ONLY, PAGES
from passerelle.sandbox.data.french import Contact, Firm, Site, french_firms
from passerelle.sandbox.data.french.spelling import in_pairs
from passerelle.sandbox.system import Record

CREDITS = 5_000
K_EUROS = 1000
CIVILITIES = {"mr": "M.", "mrs": "Mme", "ms": "Mme"}
WITH_SCHEME, DELIVERED, SENT = 0.2, 0.7, 0.5
FIRST_CONTACT = 5001


def seeded(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    """Every stream's records by id; nothing but the account when the sandbox is made of the Belgian register."""
    config = beginnings.config
    known = sheets_of(config.companies, config.seed) if config.from_path is None else {}
    return {"establishment": known, "account": {ONLY: {"restants": CREDITS, "utilises": 0}}}


# Kept because every reset asks for it, and nobody changes a record that was put into the store.
@lru_cache(maxsize=4)
def sheets_of(companies: int, seed: int) -> Mapping[str, Record]:
    """The sheets by whole SIRET, or by the wrong one that stands in them."""
    rng, ids = Random(f"corporama {seed}"), numbers(FIRST_CONTACT)  # noqa: S311  to be repeated, no secret
    firms = french_firms(companies, seed)
    listed = [(firm, site) for firm in firms for site in firm.listed]
    sheets = [_sheet(rng, ids, firm, site) for firm, site in listed]
    sheets = changed(rng, companies, sheets, [firm for firm, _ in listed])
    wholes = [sheet["siret"].zfill(14) for sheet in sheets]
    return {whole: sheet | {"page": PAGES + whole} for whole, sheet in zip(wholes, sheets, strict=True)}


def _sheet(rng: Random, ids: "numbers[int]", firm: Firm, site: Site) -> Record:
    # A seat that has moved is still the seat to Corporama.
    seat = site.seat or site.former_seat
    website = firm.website and (f"https://{firm.website}" if rng.random() < WITH_SCHEME else firm.website)
    year, revenue = firm.revenues[-1] if firm.revenues else (None, None)
    return {
        "siren": firm.siren,
        "siret": site.siret,
        "raisonSociale": firm.known_as,
        "enseigne": site.sign,
        "siege": int(seat),
        "formeJuridique": firm.legal_form,
        "effectifEtablissement": site.headcount,
        "effectifSiege": firm.headcount,
        "capitalSocial": firm.capital,
        "tvaIntracom": firm.vat,
        "naf": site.naf,
        "nafGlobal": firm.naf,
        "caDerniereAnnee": None if revenue is None else round(revenue / K_EUROS),
        "anneeCa": year,
        "mailsGeneriques": list(firm.mails),
        "adresseLivraison": int(rng.random() < DELIVERED),
        "adresseFacturation": int(seat),
        "adresseEnvoi": int(rng.random() < SENT),
        "siteWeb": website,
        "fax": in_pairs(site.fax),
        "telephone": in_pairs(site.phone),
        "telephone2": in_pairs(site.phone2),
        "rue": site.address.line1,
        "codePostal": site.address.postal_code,
        "ville": site.address.city,
        "contacts": [_contact(next(ids), person) for person in firm.people] if seat else [],
    }


def _contact(number: int, person: Contact) -> Record:
    return {
        "id": number,
        "civilite": CIVILITIES[person.civility],
        "nom": person.last_name,
        "prenom": person.first_name,
        "fonction": person.position,
        "telephone": in_pairs(person.phone or person.mobile),
        "mails": [person.email] if person.email else [],
    }
