"""What somebody at Reviso does to customers and contacts by hand: more than the API can, under the same rules.

Only what is filled in changes; ``null`` empties. A customer can also be given another number, and entries (a balance).
"""

from collections.abc import Callable
from typing import Any

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.reviso.checking import checked_contact, checked_customer
from passerelle.sandbox.reviso.contacts import contact_entries
from passerelle.sandbox.reviso.customer_fields import CONTACT, CUSTOMER, NUMBER
from passerelle.sandbox.reviso.customers import next_number, stamped
from passerelle.sandbox.reviso.lookup_rows import DOMESTIC, ITALIANS
from passerelle.sandbox.reviso.readers import Wrong, amount
from passerelle.sandbox.reviso.refusing import Invalid
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.reviso.streams import CONTACTS, CUSTOMERS, LOCATIONS, of_customer
from passerelle.sandbox.system import Entries, Record, StreamRules, World, by_hand

USUALLY: Record = {
    "currency": "EUR",
    "customerGroup": {"customerGroupNumber": ITALIANS},
    "paymentTerms": {"paymentTermsNumber": 1},
    "vatZone": {"vatZoneNumber": DOMESTIC},
    "splitPayment": False,
}
"""What stands in the form already when a person makes a customer."""


def customer_of(record: Record) -> str:
    """The number of the customer a contact belongs to, as a text."""
    return str(record["customer"]["customerNumber"])


def _customer_added(world: World, values: Record) -> Entries:
    number = _number(world, values.get("customerNumber")) or next_number(world)
    return _customer_entries(world, {**USUALLY, **values}, number, None)


def _customer_edited(world: World, key: str, record: Record, values: Record) -> Entries:
    wanted = _number(world, values.get("customerNumber"), record["customerNumber"]) or record["customerNumber"]
    held = {name: record[name] for name in CUSTOMER if name in record}
    entries = _customer_entries(world, {**held, **values}, record["customerNumber"], record)
    return entries if str(wanted) == key else _renumbered(world, entries[0][2], wanted)


def _customer_entries(world: World, values: Record, number: int, before: Record | None) -> Entries:
    by_hand(CUSTOMERS, values, {*CUSTOMER, "balance"})
    sent = {name: value for name, value in values.items() if value is not None and name != "customerNumber"}
    if not setting(world, "magazzino"):
        sent.pop("priceGroup", None)
    kept = _checked(lambda: checked_customer(world, sent, number), CUSTOMERS)
    record = stamped(world, kept, number, before)
    if values.get("balance") is not None:
        record["balance"] = _read(lambda: amount(world, values["balance"]), "balance")
    return [(CUSTOMERS, str(number), record)]


def _renumbered(world: World, record: Record, number: int) -> Entries:
    """The customer under another number, and with it what belongs to it."""
    old = record["customerNumber"]
    world.store.rename(CUSTOMERS, str(old), str(number))
    moved = [
        (stream, str(held[key]), {**held, "customer": {"customerNumber": number}})
        for stream, key in ((CONTACTS, "customerContactNumber"), (LOCATIONS, "deliveryLocationNumber"))
        for held in of_customer(world, stream, old)
    ]
    return [(CUSTOMERS, str(number), {**record, "customerNumber": number}), *moved]


def _number(world: World, value: object, own: int | None = None) -> int | None:
    """A number that somebody gives a customer. Raises SandboxError if it is none, or another customer's."""
    if value is None or value == own:
        return own
    number: int = _read(lambda: NUMBER(world, value), "customerNumber")
    if world.store[CUSTOMERS].get(str(number)) is not None:
        raise SandboxError(f"sandbox: {CUSTOMERS} holds a customer {number} already; choose another customerNumber")
    return number


def _contact_added(world: World, values: Record) -> Entries:
    number = world.store.next_id(CONTACTS)
    return _contact_entries(world, number, {}, values)


def _contact_edited(world: World, _: str, record: Record, values: Record) -> Entries:
    return _contact_entries(world, record["customerContactNumber"], record, values)


def _contact_entries(world: World, number: int, record: Record, values: Record) -> Entries:
    """The entries of a contact; another customer than before takes it away from that one."""
    filled_in = by_hand(CONTACTS, values, {*CONTACT, "customer", "deleted"} - {"customerContactNumber"})
    known = {name: value for name, value in {**record, **filled_in}.items() if value is not None}
    customer = known.get("customer") or {}
    if world.store[CUSTOMERS].get(str(customer.get("customerNumber"))) is None:
        raise SandboxError(f'sandbox: {CONTACTS} refuses customer: {{"customerNumber": …}} of a customer was expected')
    sent = {**known, "customerContactNumber": number}
    kept = _checked(lambda: checked_contact(world, sent, customer["customerNumber"], number), CONTACTS)
    deleted = bool(known.get("deleted"))
    belongs = {"customerContactNumber": number, "customer": {"customerNumber": customer["customerNumber"]}}
    return contact_entries(world, {**kept, **belongs, "deleted": deleted})


def _checked(check: Callable[[], Record], stream: str) -> Record:
    try:
        return check()
    except Invalid as invalid:
        raise SandboxError(f"sandbox: {stream} refuses {invalid.told()}") from None


def _read(read: Callable[[], Any], name: str) -> Any:
    try:
        return read()
    except Wrong as wrong:
        raise SandboxError(f"sandbox: {CUSTOMERS} refuses {name}: {wrong.message}") from None


CUSTOMER_RULES = StreamRules(_customer_added, _customer_edited)
CONTACT_RULES = StreamRules(_contact_added, _contact_edited, key=customer_of)
