"""What goes with a record that is removed, whoever removed it."""

from passerelle.sandbox.reviso.streams import CONTACTS, CUSTOMERS, LOCATIONS, of_customer
from passerelle.sandbox.store import Change
from passerelle.sandbox.system import Record, World

BELONGING = {CONTACTS: "customerContactNumber", LOCATIONS: "deliveryLocationNumber"}
NAMED = ("attention", "customerContact", "defaultDeliveryLocation")


def tidy(world: World, change: Change) -> None:
    """Remove what belonged to a removed customer, and what named a contact or location that a customer lost."""
    if change.before is None:
        return
    if change.stream == CUSTOMERS and change.after is None:
        for stream, attribute in BELONGING.items():
            for record in of_customer(world, stream, change.before["customerNumber"]):
                world.store.delete(stream, str(record[attribute]))
    elif change.stream in BELONGING and (change.after or {}).get("customer") != change.before["customer"]:
        _forget(world, change.before, BELONGING[change.stream])


def _forget(world: World, lost: Record, attribute: str) -> None:
    key = str(lost["customer"]["customerNumber"])
    customer = world.store[CUSTOMERS].get(key) or {}
    naming = [name for name in NAMED if customer.get(name, {}).get(attribute) == lost[attribute]]
    if naming:
        kept = {name: value for name, value in customer.items() if name not in naming}
        world.store.put((CUSTOMERS, key, kept))
