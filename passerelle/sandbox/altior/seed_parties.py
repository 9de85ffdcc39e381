"""A French party as a third party of Altior."""

from passerelle.sandbox.altior.bodies import NewThirdParty
from passerelle.sandbox.altior.kinds import HADDAD, HEAD_OFFICE, MOREL, THIRD_PARTY, WORKSHOP
from passerelle.sandbox.altior.lists import ROWS
from passerelle.sandbox.data.french import Address, Party
from passerelle.sandbox.system import Record

NATURES = {"company": "MORAL", "person": "PHYSIQUE"}
TYPES = {"prospect": "PROSPECT", "client": "CLIENT", "supplier": "FOURNISSEUR"}
CIVILITIES = {"mr": "M", "mrs": "Mme", "ms": "Mme"}
LEGAL_FORMS = frozenset(abbreviation for _, abbreviation, nature in ROWS["title"] if nature == "MORAL")


def third_party_of(number: int, party: Party) -> Record:
    """The third party of that id, spelt as Altior spells whatever is typed; nobody has made or changed it yet."""
    body = NewThirdParty.model_validate(
        {
            **_described(party),
            "establishment": WORKSHOP if number % 3 == 0 else HEAD_OFFICE,
            "user": HADDAD if number % 2 == 0 else MOREL,
            "phones": phones(party.phone, party.mobile, party.fax),
            "emails": emails(party.email),
            "urls": [{"type": "Site web", "value": party.website}] if party.website else [],
            "addresses": [*_address("Facturation", party.invoicing), *_address("Livraison", party.delivery)],
        }
    )
    return {**THIRD_PARTY.numbered(number), **body.whole()}


def phones(landline: str | None, mobile: str | None, fax: str | None = None) -> list[Record]:
    """The telephones there are, each under its type."""
    lines = {"Fixe": landline, "Portable": mobile, "Fax": fax}
    return [{"type": label, "value": value} for label, value in lines.items() if value]


def emails(address: str | None) -> list[Record]:
    """The e-mail, if there is one, as the main one."""
    return [{"type": "Principal", "value": address}] if address else []


def _described(party: Party) -> Record:
    return {
        "nature": NATURES[party.nature],
        "type": TYPES[party.type],
        "title": _title(party),
        "name": party.name,
        "firstName": party.first_name,
        "siret": party.siret,
        "siren": party.siren,
        "vatNumber": party.vat,
        "nafCode": party.naf,
        "rcs": party.rcs,
        "capital": party.capital,
        "workforce": party.headcount,
    }


def _title(party: Party) -> str | None:
    if party.civility:
        return CIVILITIES[party.civility]
    # Legal forms of other countries do not stand in the list.
    return party.legal_form if party.legal_form in LEGAL_FORMS else None


def _address(kind: str, address: Address | None) -> list[Record]:
    if address is None:
        return []
    lines = {"line1": address.line1, "line2": address.line2, "postalCode": address.postal_code, "city": address.city}
    return [{"type": kind, **lines, "country": address.country}]
