"""A French company, one of its sites or its people as records of artis.net; nobody has made or changed them yet."""

from random import Random

from passerelle.sandbox.artis.bodies import NewOrganisation, NewPerson, NewSite
from passerelle.sandbox.artis.kinds import ORGANISATION, PERSON
from passerelle.sandbox.artis.list_rows import CATEGORY, ORIGIN, OVERSEAS, ROWS
from passerelle.sandbox.artis.parts import IDENTIFIERS, VAT
from passerelle.sandbox.artis.seed_shares import CLIENT, RELATIONS, How
from passerelle.sandbox.data.french import Contact, Firm, Site
from passerelle.sandbox.data.french.numbers import siret_of, site_of
from passerelle.sandbox.data.french.spelling import in_afnor, in_pairs, spelled_name
from passerelle.sandbox.system import Record

TYPED = 0.5
"""How many names are spelt otherwise than the register does."""
TITLES = {"mr": "M.", "mrs": "Mme", "ms": "Mme"}
REGIMES = {country: regime for country, _, regime in ROWS["pays"]}
ORIGINS = next(values for name, _, values in ROWS["classification"] if name == ORIGIN)
RENAMED = "Groupe {}"
ELSEWHERE = 7
"""So many sites after the seat comes one that directories do not know."""


def organisation_of(rng: Random, number: int, firm: Firm, how: How) -> Record:
    """The organisation of that id."""
    name = spelled_name(rng, firm.name, firm.legal_form) if rng.random() < TYPED else firm.name
    body = NewOrganisation.model_validate(
        {
            **_place(firm.seat),
            "raisonSociale": RENAMED.format(firm.name.split()[-1]) if how is How.OTHER_NAME else name,
            "siret": _siret(firm, how),
            "formeJuridique": firm.legal_form,
            "effectif": firm.headcount,
            "telephone1": in_pairs(firm.seat.phone),
            "fax": in_pairs(firm.seat.fax),
            "mail1": firm.mails[0] if firm.mails else None,
            "mail2": ";".join(firm.mails[1:]) or None,
            "siteInternet": firm.website,
            "adresseLivraison": True,
            "adresseFacturation": True,
            "identifiants": _identifiers(firm),
            "classifications": {CATEGORY: "Entreprise", ORIGIN: rng.choice(ORIGINS)},
            "relations": [
                {"organisationInterne": code, "type": kind} for code, kind in RELATIONS.get(how, CLIENT).items()
            ],
            "actif": how is not How.LEFT,
        }
    )
    return {**ORGANISATION.numbered(number), **body.whole()}


def site_of_organisation(number: int, organisation: int, site: Site) -> Record:
    """A further site of that organisation."""
    body = {
        **_place(site),
        "organisationId": organisation,
        "nom": site.sign or site.address.city,
        "siret": site.siret,
        "telephone1": in_pairs(site.phone),
        "adresseLivraison": True,
    }
    return {"id": number, **NewSite.model_validate(body).whole()}


def person_of(rng: Random, number: int, organisation: int, contact: Contact) -> Record:
    """Somebody who works with that organisation."""
    family = spelled_name(rng, contact.last_name) if rng.random() < TYPED else contact.last_name
    body = {
        "titre": TITLES[contact.civility],
        "nom": family,
        "prenom": contact.first_name,
        "fonctions": [contact.position] if contact.position else [],
        "adresse": {
            "telephone1": in_pairs(contact.phone),
            "mobile1": in_pairs(contact.mobile),
            "mail1": contact.email,
        },
        "activites": ["Vente"],
        "collaborations": [{"organisationId": organisation}],
    }
    return {**PERSON.numbered(number), **NewPerson.model_validate(body).whole()}


def _siret(firm: Firm, how: How) -> str | None:
    if how is How.ONLY_VAT:
        return None
    if how is How.OTHER_SITE:
        return siret_of(firm.siren, max(site_of(site.siret) for site in firm.sites) + ELSEWHERE)
    return firm.seat.siret


def _place(site: Site) -> Record:
    address = site.address
    country = OVERSEAS.get(address.postal_code[:3], "FR")
    return {
        "adresse1": address.line1,
        "adresse2": address.line2,
        "codePostal": address.postal_code,
        "ville": in_afnor(address.city),
        "pays": country,
        "regimeFiscal": REGIMES[country],
    }


def _identifiers(firm: Firm) -> Record:
    known = {"CAPITAL": str(firm.capital) if firm.capital else None, VAT: firm.vat, "NAF": firm.naf}
    return dict.fromkeys(IDENTIFIERS) | known
