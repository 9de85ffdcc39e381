"""The canonical record: what the hub calls the fields of a company, whatever a system calls them.

A batch of canonical records is a pandas frame: one row per record, one column per field, indexed by the
record's external id (text). Values are text in one agreed spelling, or None; there are no empty strings.
Fields that only make sense together (an address) share a group: they are compared, taken and written as one.
"""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("fr", "nl", "de", "en")
"""Languages a localised value may carry, in the order in which they stand in for a missing one."""


@dataclass(frozen=True)
class Field:
    """One canonical field: its name, its group, and whether a system may hold it in several languages."""

    name: str
    group: str
    title: str
    localised: bool = False


def _field(name: str, title: str, group: str | None = None, localised: bool = False) -> Field:
    return Field(name, group or name, title, localised)


COMPANY: tuple[Field, ...] = (
    _field("name", "Name", localised=True),
    _field("legal_form", "Legal form"),
    _field("enterprise_number", "Enterprise number"),
    _field("vat_number", "VAT number"),
    _field("website", "Website"),
    _field("phone", "Phone"),
    _field("street", "Street", "address", localised=True),
    _field("house_number", "House number", "address"),
    _field("box", "Box", "address"),
    _field("postcode", "Postcode", "address"),
    _field("town", "Town", "address", localised=True),
    _field("country", "Country", "address"),
    _field("incorporation_date", "Date of incorporation"),
    _field("year_end", "End of the accounting year"),
    _field("status", "Status in the register"),
    _field("file_status", "Status of the client file"),
    _field("language", "Language"),
    _field("kind", "Kind"),
    _field("first_name", "First name"),
    _field("last_name", "Last name"),
    _field("source_page", "Page at its source"),
    _field("siren", "SIREN"),
    _field("siret", "SIRET"),
    _field("partner", "Our reference"),
    _field("party_type", "Prospect, client or supplier"),
    _field("civility", "Civility"),
    _field("naf", "NAF code"),
    _field("rcs", "Trade register"),
    _field("capital", "Share capital, in euros"),
    _field("headcount", "Headcount"),
    _field("email", "E-mail"),
    _field("mobile", "Mobile phone"),
    _field("fax", "Fax"),
    _field("line_2", "Address, second line", "address"),
    _field("line_3", "Address, third line", "address"),
    _field("delivery_street", "Delivery: street", "delivery"),
    _field("delivery_line_2", "Delivery: second line", "delivery"),
    _field("delivery_line_3", "Delivery: third line", "delivery"),
    _field("delivery_postcode", "Delivery: postcode", "delivery"),
    _field("delivery_town", "Delivery: town", "delivery"),
    _field("delivery_country", "Delivery: country", "delivery"),
    _field("synchronised", "Chosen for synchronisation"),
    _field("tax_code", "Tax code (codice fiscale)"),
    _field("certified_email", "Certified e-mail (PEC)"),
    _field("sdi_code", "Recipient code of the exchange system (SDI)"),
    _field("province", "Province", "address"),
    _field("currency", "Currency"),
    _field("customer_group", "Customer group"),
    _field("vat_zone", "VAT zone"),
    _field("payment_terms", "Payment terms"),
    _field("payment_type", "Payment type"),
    _field("price_group", "Price group"),
    _field("description", "Description"),
    _field("note", "Notes"),
    _field("domains", "Domains of its e-mail addresses"),
    _field("health", "Health of the relation"),
    _field("account_tier", "Account tier"),
    _field("renewal_date", "Date of renewal"),
    _field("industry", "Industry"),
    _field("custom", "Custom fields of the system's own"),
    _field("held_by", "Systems that hold it"),
    _field("doubt", "Why it may be two, or the same as another"),
    _field("phone_2", "Second phone"),
    _field("generic_email", "Generic e-mail of the company"),
    _field("revenue", "Revenue of the last year, in thousands of euros"),
    _field("is_delivery", "Address for goods"),
    _field("is_invoicing", "Address for invoices"),
    _field("is_correspondence", "Address for letters"),
    _field("seat_siret", "SIRET of the seat"),
    _field("moved", "Whether the seat has moved away"),
    _field("file_number", "Number of the client file"),
)

SITE: tuple[Field, ...] = (
    _field("name", "Name"),
    _field("siret", "SIRET"),
    _field("is_seat", "Seat"),
    _field("street", "Street", "address"),
    _field("line_2", "Address, second line", "address"),
    _field("line_3", "Address, third line", "address"),
    _field("postcode", "Postcode", "address"),
    _field("town", "Town", "address"),
    _field("country", "Country", "address"),
    _field("phone", "Phone"),
    _field("phone_2", "Second phone"),
    _field("fax", "Fax"),
    _field("email", "E-mail"),
    _field("website", "Website"),
    _field("is_delivery", "Address for goods"),
    _field("is_invoicing", "Address for invoices"),
    _field("is_correspondence", "Address for letters"),
    _field("third_parties", "Company it belongs to"),
    _field("partner", "Our reference"),
    _field("file_status", "Status of the file"),
    _field("reach", "Whether its company is kept the same"),
)

LINK: tuple[Field, ...] = (
    _field("reference", "Reference"),
    _field("owner", "Relation it belongs to"),
    _field("role", "Role of the other"),
    _field("other", "The other relation"),
    _field("party_kind", "Kind of the other"),
    _field("party", "The other, as its source names it"),
    _field("caption", "Name of the other"),
    _field("start_date", "Begins"),
    _field("end_date", "Ends"),
    _field("shares", "Share, in percent"),
)

CONTACT: tuple[Field, ...] = (
    _field("name", "Last name"),
    _field("first_name", "First name"),
    _field("civility", "Civility"),
    _field("position", "Position"),
    _field("email", "E-mail"),
    _field("phone", "Phone"),
    _field("mobile", "Mobile phone"),
    _field("third_parties", "Third parties, with the roles there"),
    _field("partner", "Our reference"),
    _field("other_emails", "Further e-mail addresses"),
    _field("twitter", "Account at X (Twitter)"),
    _field("social", "Accounts at social networks"),
    _field("language", "Language"),
    _field("time_zone", "Time zone"),
    _field("tags", "Tags"),
    _field("address", "Address"),
    _field("description", "Description"),
    _field("custom", "Custom fields of the system's own"),
    _field("activation", "Asked by e-mail to activate the account"),
    _field("file_status", "Status of the file"),
    _field("synchronised", "Chosen for synchronisation"),
    _field("held_by", "Systems that hold it"),
    _field("doubt", "Why it may be two, or the same as another"),
    _field("reach", "Whether it belongs to a third party that is kept the same"),
    _field("name_and_email", "Name and e-mail"),
    _field("name_and_company", "Name and third party"),
    _field("name_and_phone", "Name and phone"),
)

OPPORTUNITY: tuple[Field, ...] = (
    _field("name", "Name"),
    _field("amount", "Amount, in euros"),
    _field("due_date", "Due date"),
    _field("pipeline", "Pipeline"),
    _field("step", "Step"),
    _field("outcome", "Won, lost or open"),
    _field("progress", "Whether the affaire is closed"),
    _field("quotes", "Number of quotes"),
    _field("orders", "Number of orders"),
    _field("establishment", "Establishment"),
    _field("third_parties", "Third party"),
    _field("partner", "Our reference"),
    _field("synchronised", "Chosen for synchronisation"),
    _field("reach", "Whether its third party is kept the same"),
)

KINDS: dict[str, tuple[Field, ...]] = {
    "company": COMPANY,
    "site": SITE,
    "link": LINK,
    "contact": CONTACT,
    "opportunity": OPPORTUNITY,
}
"""Kinds of canonical record the hub knows, with their fields."""

COMPUTED: dict[str, tuple[str, ...]] = {
    "site": ("reach",),
    "contact": ("reach", "name_and_email", "name_and_company", "name_and_phone"),
    "opportunity": ("reach",),
}
"""Fields by kind that no system holds: they are made of others."""

LISTS = frozenset({"held_by", "domains"})
"""Fields whose value is a list, spelled as `passerelle.parts` does; a condition is met by any of it."""

JOINED = frozenset({"reference", "other"})
"""Fields of a link that no system tells: they are known once both ends have been found."""


def link_reference(owner: str, role: str, other: str, start_date: str | None) -> str:
    """What a link is known by before its system has given it an id."""
    return "|".join([owner, role, other, start_date or ""])


def fields_of(kind: str) -> dict[str, Field]:
    """The fields of a kind of record, by name."""
    return {field.name: field for field in KINDS[kind]}


def columns_of(kind: str) -> list[str]:
    """Every column a frame of this kind may hold: a localised field also has one column per language (`name@fr`)."""
    names: list[str] = []
    for field in KINDS[kind]:
        names.append(field.name)
        if field.localised:
            names.extend(f"{field.name}@{language}" for language in LANGUAGES)
    return names


def groups_of(kind: str) -> dict[str, list[str]]:
    """Names of the fields of each group, in order; a field on its own is a group of one."""
    groups: dict[str, list[str]] = {}
    for field in KINDS[kind]:
        groups.setdefault(field.group, []).append(field.name)
    return groups
