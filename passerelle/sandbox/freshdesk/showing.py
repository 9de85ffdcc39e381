"""Records as the API shows them."""

from collections.abc import Callable, Mapping

from passerelle.sandbox.freshdesk import companies, contacts
from passerelle.sandbox.freshdesk.fields import custom
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT, Kind
from passerelle.sandbox.system import Record, World

SHOWN: Mapping[str, Callable[[World, Record], Record]] = {CONTACT.name: contacts.shown, COMPANY.name: companies.shown}


def view(world: World, kind: Kind, record: Record) -> Record:
    """A record as it is viewed; every custom field stands there (``fd.fields.types``)."""
    values = {name: record["custom_fields"].get(name) for name in custom(world, kind)}
    return {**SHOWN[kind.name](world, record), "custom_fields": values}


def rows(world: World, kind: Kind, records: list[Record]) -> list[Record]:
    """Records as lists and searches show them."""
    whole = [view(world, kind, record) for record in records]
    return [contacts.in_a_list(one) for one in whole] if kind is CONTACT else whole
