"""What Reviso demands of a whole customer or contact."""

from collections.abc import Iterator

from passerelle.sandbox.reviso.customer_fields import (
    CONTACT,
    CONTACT_READ_ONLY,
    CUSTOMER,
    LATER,
    READ_ONLY,
    REQUIRED,
)
from passerelle.sandbox.reviso.readers import values_of
from passerelle.sandbox.reviso.refusing import UNKNOWN, WRONG, Fault, Invalid
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.reviso.streams import CONTACTS, LOCATIONS
from passerelle.sandbox.system import Record, World

OWN = {
    "attention": (CONTACTS, "customerContactNumber"),
    "customerContact": (CONTACTS, "customerContactNumber"),
    "defaultDeliveryLocation": (LOCATIONS, "deliveryLocationNumber"),
}


def checked_customer(world: World, sent: Record, number: int | None) -> Record:
    """What is stored of a customer that was sent; ``number`` is that of its address, None for a new one.

    Raises Invalid with everything that is wrong.
    """
    known = {name: value for name, value in sent.items() if name not in READ_ONLY}
    readers = CUSTOMER if number is not None else {name: CUSTOMER[name] for name in CUSTOMER if name not in LATER}
    if not setting(world, "magazzino"):
        readers = {name: reader for name, reader in readers.items() if name != "priceGroup"}
    values, faults = values_of(world, readers, known, REQUIRED)
    faults += _another_number("customerNumber", values, number)
    faults += _not_own(world, values, number)
    if faults:
        raise Invalid(*faults)
    return values


def checked_contact(world: World, sent: Record, customer: int, number: int | None) -> Record:
    """What is stored of a contact of that customer; ``number`` is that of its address, None for a new one.

    Raises Invalid with everything that is wrong.
    """
    ignored = CONTACT_READ_ONLY | {"customer"}
    known = {name: value for name, value in sent.items() if name not in ignored}
    required = ("name",) if number is None else ("customerContactNumber", "name")
    readers = CONTACT if number is not None else {name: CONTACT[name] for name in list(CONTACT)[1:]}
    values, faults = values_of(world, readers, known, required)
    faults += _another_number("customerContactNumber", values, number)
    held = sent.get("customer", {})
    if not isinstance(held, dict) or held.get("customerNumber", customer) != customer:
        faults.append(Fault(("customer",), WRONG, "The customer is not that of the address.", held))
    if faults:
        raise Invalid(*faults)
    return values


def _another_number(name: str, values: Record, number: int | None) -> Iterator[Fault]:
    if number is not None and values.get(name, number) != number:
        yield Fault((name,), WRONG, f"{name} is not that of the address and cannot be changed.", values[name])


def _not_own(world: World, values: Record, number: int | None) -> Iterator[Fault]:
    for name, (stream, attribute) in OWN.items():
        if name in values:
            held = world.store[stream].get(str(values[name][attribute])) or {}
            if held["customer"]["customerNumber"] != number:
                yield Fault((name,), UNKNOWN, f"{name} is none of this customer's.", values[name])
