"""What companies, individuals and contacts hold, and how they are shown.

What is stored beside the attributes of the API begins with ``_``: ``_custom_fields``, values by the fields' names, and
``_contacts``, ``{contactId, roles}`` of those linked. Addresses are records of their own; ``_of`` names the holder.
"""

from typing import Any

from passerelle.sandbox.sellsy.lists import USUAL_STAFF, staff
from passerelle.sandbox.sellsy.streams import ADDRESSES, CONTACTS
from passerelle.sandbox.system import Record, World

ROLES = ("main", "dunning", "invoicing")
PURPOSES = ("invoicing", "delivery")
COUNTRIES = {
    "FR": "France", "BE": "Belgique", "CH": "Suisse", "LU": "Luxembourg", "DE": "Allemagne", "ES": "Espagne",
    "IT": "Italie", "GB": "Royaume-Uni", "NL": "Pays-Bas", "MC": "Monaco",
}  # fmt: skip
SOCIAL = dict.fromkeys(("twitter", "facebook", "linkedin", "viadeo"))
LEGAL_FRANCE = dict.fromkeys(("siret", "siren", "vat", "ape_naf_code", "company_type", "rcs_immatriculation"))
SYNC = dict.fromkeys(("mailchimp", "mailjet", "simplemail"), True)

_REACHABLE: Record = {
    **dict.fromkeys(("email", "website", "phone_number", "mobile_number", "fax_number")),
    "note": "",
    "social": SOCIAL,
    "marketing_campaigns_subscriptions": [],
    "owner": staff(USUAL_STAFF, "owner_id"),
    "is_archived": False,
    "created": None,
    "_custom_fields": {},
}
_THIRD_PARTY: Record = {
    **_REACHABLE,
    "type": "client",
    **dict.fromkeys(("reference", "auxiliary_code", "accounting_code_id", "accounting_purchase_code_id")),
    "rate_category_id": 1,
    "_contacts": [],
}
_PERSON: Record = {"civility": None, "first_name": None, "last_name": None, "sync": SYNC}

COMPANY: Record = {
    **_THIRD_PARTY,
    "name": None,
    "legal_france": LEGAL_FRANCE,
    **dict.fromkeys(("capital", "business_segment", "number_of_employees")),
}
INDIVIDUAL: Record = {**_THIRD_PARTY, **_PERSON}
CONTACT: Record = {
    **_REACHABLE,
    **_PERSON,
    **dict.fromkeys(("position", "birth_date", "avatar")),
    "rgpd_consent": dict.fromkeys(("email", "sms", "phone", "postal_mail", "custom"), True),
}
ADDRESS: Record = {
    **dict.fromkeys(("name", "address_line_1", "address_line_2", "address_line_3", "address_line_4")),
    **dict.fromkeys(("postal_code", "city")),
    "country_code": "FR",
    "is_invoicing_address": False,
    "is_delivery_address": False,
    "geocode": {"lat": None, "lng": None},
}


def plain(record: Record) -> Record:
    """The attributes that the API shows."""
    return {name: value for name, value in record.items() if not name.startswith("_")}


def holder(kind: str, record: Record) -> str:
    """What the addresses of a record are of."""
    return f"{kind}/{record['id']}"


def addresses_of(world: World, kind: str, record: Record) -> list[Record]:
    """The addresses of a record, oldest first."""
    return world.store[ADDRESSES].found_by(holder(kind, record))


def address_for(world: World, kind: str, record: Record, purpose: str) -> Record | None:
    """The address that serves a purpose, if there is one."""
    serving = (one for one in addresses_of(world, kind, record) if one[f"is_{purpose}_address"])
    return next(serving, None)


def contact_in(world: World, record: Record, role: str) -> Record | None:
    """The contact linked in a role, if there is one."""
    linked = (link["contactId"] for link in links_of(world, record) if role in link["roles"])
    return next((world.store[CONTACTS].get(str(key)) for key in linked), None)


def links_of(world: World, record: Record) -> list[Record]:
    """The links of a third party to contacts that still exist."""
    return [link for link in record["_contacts"] if world.store[CONTACTS].get(str(link["contactId"]))]


def shown_address(address: Record) -> Record:
    """An address as the API shows it."""
    return plain(address) | {"country": COUNTRIES.get(address["country_code"], address["country_code"])}


def shown_contact(world: World, contact: Record) -> Record:
    """A contact as the API shows it."""
    return plain(contact) | _address_ids(world, "contact", contact)


def shown_company(world: World, company: Record) -> Record:
    """A company as the API shows it."""
    return plain(company) | _address_ids(world, "company", company) | _contact_ids(world, company)


def shown_individual(world: World, individual: Record) -> Record:
    """An individual as the API shows it."""
    return plain(individual) | _address_ids(world, "individual", individual) | _contact_ids(world, individual)


def _address_ids(world: World, kind: str, record: Record) -> Record:
    found = {purpose: address_for(world, kind, record, purpose) for purpose in PURPOSES}
    return {f"{purpose}_address_id": _id_of(address) for purpose, address in found.items()}


def _contact_ids(world: World, record: Record) -> Record:
    return {f"{role}_contact_id": _id_of(contact_in(world, record, role)) for role in ROLES}


def _id_of(record: Any) -> Any:
    return record["id"] if record else None
