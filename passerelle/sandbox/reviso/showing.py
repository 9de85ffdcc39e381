"""How records are answered: with the addresses of what belongs to them, and the flags as the account has them."""

from passerelle.sandbox.reviso.customer_fields import FLAGS
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.reviso.streams import TERMS, TYPES
from passerelle.sandbox.system import Record, World

NUMBERED = {
    "customerGroup": ("customerGroupNumber", "customer-groups"),
    "paymentTerms": ("paymentTermsNumber", "payment-terms"),
    "vatZone": ("vatZoneNumber", "vat-zones"),
    "paymentType": ("paymentTypeNumber", "payment-types"),
    "priceGroup": ("priceGroupNumber", "price-groups"),
    "layout": ("layoutNumber", "layouts"),
    "salesPerson": ("employeeNumber", "employees"),
    "countryCode": ("code", "country-codes"),
}
OWN = {
    "attention": ("customerContactNumber", "contacts"),
    "customerContact": ("customerContactNumber", "contacts"),
    "defaultDeliveryLocation": ("deliveryLocationNumber", "delivery-locations"),
}
LINKS = {
    "contacts": "contacts",
    "deliveryLocations": "delivery-locations",
    "templates": "templates",
    "totals": "totals",
    "invoices": "invoices",
}
SPOKEN = {"paymentTerms": (TERMS, ("name", "daysOfCredit", "paymentTermsType")), "paymentType": (TYPES, ("name",))}


def shown_customer(world: World, base: str, record: Record) -> Record:
    """A customer as it is answered."""
    address = f"{base}/customers/{record['customerNumber']}"
    shown = {**record, **_with_addresses(world, base, address, record)}
    if not setting(world, "magazzino"):
        shown.pop("priceGroup", None)
    return {
        **_with_flags(world, shown, FLAGS),
        **{name: f"{address}/{path}" for name, path in LINKS.items()},
        "self": address,
    }


def shown_contact(world: World, base: str, record: Record) -> Record:
    """A contact as it is answered."""
    number = record["customer"]["customerNumber"]
    address = f"{base}/customers/{number}"
    return {
        **_with_flags(world, record, ("deleted",)),
        "customer": {"customerNumber": number, "self": address},
        "self": f"{address}/contacts/{record['customerContactNumber']}",
    }


def _with_addresses(world: World, base: str, address: str, record: Record) -> Record:
    shown: Record = {}
    for name, (attribute, resource) in NUMBERED.items():
        if name in record:
            number = record[name][attribute]
            told = _spoken(world, name, number)
            shown[name] = {**record[name], **told, "self": f"{base}/{resource}/{number}"}
    for name, (attribute, resource) in OWN.items():
        if name in record:
            shown[name] = {**record[name], "self": f"{address}/{resource}/{record[name][attribute]}"}
    return shown


def _spoken(world: World, name: str, number: object) -> Record:
    stream, attributes = SPOKEN.get(name, ("", ()))
    held = world.store[stream].get(str(number)) if stream else None
    return {} if held is None else {attribute: held[attribute] for attribute in attributes}


def _with_flags(world: World, record: Record, flags: tuple[str, ...]) -> Record:
    if setting(world, "falseBooleans") == "shown":
        return {**record, **{name: record.get(name, False) for name in flags}}
    return {name: value for name, value in record.items() if name not in flags or value}
