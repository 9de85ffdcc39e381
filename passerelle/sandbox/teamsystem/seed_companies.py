"""An Italian firm as a company of the CRM, typed by somebody who was in a hurry."""

from random import Random

from passerelle.sandbox.data.italian import Firm
from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.bodies import Company
from passerelle.sandbox.teamsystem.customfields import PREFIX
from passerelle.sandbox.teamsystem.kinds import COMPANY
from passerelle.sandbox.teamsystem.tenant import CODES, OPTIONS

AS_CUSTOMER, AS_OTHER = ("Cliente", "Cliente", "Cliente", "Prospect"), ("Prospect", "Prospect", "Cliente", "Fornitore")
OTHERWISE: dict[str, Record] = {
    "foreign": {"gruppo_clienti_reviso": "Clienti estero", "zona_iva_reviso": "Unione Europea"},
    "public": {"gruppo_clienti_reviso": "Enti pubblici"},
}
"""What is chosen for firms of some kinds; for all others it is the first option."""
BESIDE: tuple[Record, ...] = ({}, {}, {"category": "Ufficio"}, {"category": "Ufficio", "note": "interno 2"})
LACKING = ("none", "none", "some", "all")
"""Of the connector's fields, what was not filled in; one of these is drawn for each company."""


def company_of(rng: Random, firm: Firm, is_customer: bool) -> Record:
    """A firm that Reviso holds as a customer too, or another one, as a new company."""
    sent = {
        **named(firm),
        "vatId": vat_as_typed(rng, firm),
        "taxIdentificationNumber": _fiscal_as_typed(rng, firm),
        **placed(rng, firm),
        "phones": phones(rng, firm.phone),
        "emails": [{"value": email} for email in firm.emails],
        "webSite": firm.website and rng.choice((firm.website, f"https://{firm.website}", f"http://{firm.website}/")),
        "companyType": rng.choice(AS_CUSTOMER if is_customer else AS_OTHER),
    }
    custom = {**_invoicing(rng, firm), **_connector(rng, firm)}
    if firm.pec and f"{PREFIX}pec" not in custom:
        # Some keep the certified address among the others.
        sent["emails"].append({"value": firm.pec, "category": "PEC"})
    return {**COMPANY.blank, **Company.model_validate(sent).values(), **custom}


def named(firm: Firm) -> Record:
    """The name with its legal form; of a consumer also its parts."""
    whole = f"{firm.name} {firm.legal_form}" if firm.legal_form else firm.name
    if firm.kind != "consumer":
        return {"companyName": whole}
    names = {"naturalPersonName": firm.given, "naturalPersonSurname": firm.family}
    return {"companyName": whole, "naturalPerson": True, **names}


def vat_as_typed(rng: Random, firm: Firm) -> str | None:
    """The partita IVA as it is typed into the CRM, where some put the country or blanks; a few leave it out."""
    vat = firm.partita_iva
    if vat is None or rng.random() < 0.06:
        return None
    if firm.kind == "foreign":
        return rng.choice((vat, f"{vat[:2]} {vat[2:]}"))
    return rng.choice((vat, vat, vat, f"IT{vat}", f"IT {vat}", f"{vat} ", f"{vat[:3]} {vat[3:7]} {vat[7:]}"))


def placed(rng: Random, firm: Firm) -> Record:
    """Where the firm is; ``state`` is the country."""
    province = firm.province and rng.choice((firm.province, firm.province, firm.province.lower(), None))
    country = firm.country if firm.country != "IT" else rng.choice(("IT", "IT", "IT", None))
    place = {"address": firm.address, "city": firm.town, "zipCode": firm.postcode}
    return {**place, "province": province, "state": country}


def phones(rng: Random, number: str | None) -> list[Record]:
    """The telephone, some with the country in front, some with a category."""
    if number is None:
        return []
    written = number if number.startswith("+") else rng.choice((number, number, f"+39 {number}", f"0039{number}"))
    return [{"value": written, **rng.choice(BESIDE)}]


def _fiscal_as_typed(rng: Random, firm: Firm) -> str | None:
    code = firm.codice_fiscale
    if code is None or (code == firm.partita_iva and rng.random() < 0.4):
        return None
    return rng.choice((code, code, code.lower(), f" {code}"))


def _invoicing(rng: Random, firm: Firm) -> Record:
    sdi = {f"{PREFIX}codice_sdi": rng.choice((firm.sdi, firm.sdi.lower()))} if rng.random() < 0.6 else {}
    pec = {f"{PREFIX}pec": firm.pec} if firm.pec and rng.random() < 0.5 else {}
    return {**sdi, **pec}


def _connector(rng: Random, firm: Firm) -> Record:
    lacking = rng.choice(LACKING)
    if lacking == "all":
        return {}
    labels = {code: options[0] for code, options in zip(CODES, OPTIONS.values(), strict=True)}
    labels |= {"termini_pagamento_reviso": rng.choice(OPTIONS["Termini di pagamento Reviso"])}
    labels |= OTHERWISE.get(firm.kind, {})
    known = rng.sample(CODES, 3) if lacking == "some" else CODES
    return {f"{PREFIX}{code}": labels[code] for code in CODES if code in known}
