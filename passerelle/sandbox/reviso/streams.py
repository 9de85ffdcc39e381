"""The streams of Reviso, and finding a record in one."""

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.system import Record, World, stored_under

NAME = "reviso"
CUSTOMERS = stored_under(NAME, "customer")
CONTACTS = stored_under(NAME, "contact")
LOCATIONS = stored_under(NAME, "deliverylocation")
GROUPS = stored_under(NAME, "customergroup")
ZONES = stored_under(NAME, "vatzone")
TERMS = stored_under(NAME, "paymentterms")
TYPES = stored_under(NAME, "paymenttype")
CURRENCIES = stored_under(NAME, "currency")
PROVINCES = stored_under(NAME, "province")
COUNTRIES = stored_under(NAME, "countrycode")
PRICES = stored_under(NAME, "pricegroup")
SETTINGS = stored_under(NAME, "setting")
WEBHOOKS = stored_under(NAME, "webhook")
HOOK_CALLS = stored_under(NAME, "hookcall")
NOT_FOUND = "The resource does not exist"


def existing(world: World, stream: str, key: object) -> Record:
    """The record of that number.

    Raises Refusal (404) if there is none.
    """
    record = world.store[stream].get(str(key))
    if record is None:
        raise Refusal(404, NOT_FOUND)
    return record


def of_customer(world: World, stream: str, number: object) -> list[Record]:
    """The contacts or delivery locations of one customer, by their numbers."""
    return world.store[stream].found_by(str(number))
