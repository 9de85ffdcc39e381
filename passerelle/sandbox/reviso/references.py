"""References to other records: by number or by address, kept as the number (facts ``rev.references…``)."""

from typing import Any
from urllib.parse import urlsplit

from passerelle.sandbox.reviso.readers import Reader, Wrong
from passerelle.sandbox.reviso.refusing import NO_NUMBER, UNKNOWN, WRONG
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.reviso.streams import COUNTRIES, CURRENCIES, PRICES, PROVINCES
from passerelle.sandbox.system import Record, World


def reference(stream: str, attribute: str, resource: str) -> Reader:
    """A record of a stream, ``{attribute: number}`` or ``{"self": ".../resource/number"}``."""

    def read(world: World, value: Any) -> Record:
        number = _number(value, attribute, resource)
        if world.store[stream].get(str(number)) is None:
            raise unknown(resource)
        return {attribute: number}

    return read


def unchecked(attribute: str, resource: str) -> Reader:
    """A record that the sandbox holds none of; any number is taken."""

    def read(_: World, value: Any) -> Record:
        return {attribute: _number(value, attribute, resource)}

    return read


def currency(world: World, value: Any) -> str:
    """The code of a currency."""
    if not isinstance(value, str):
        raise Wrong(WRONG, "The code of a currency was expected.")
    if world.store[CURRENCIES].get(value) is None:
        raise unknown("currencies")
    return value


def country(world: World, value: Any) -> Record:
    """A country, by its code of two letters or by address."""
    code = _part(_object(value), "code", "country-codes")
    if world.store[COUNTRIES].get(str(code)) is None:
        raise unknown("country-codes")
    return {"code": code}


def province(world: World, value: Any) -> Record:
    """A province: its number and its country."""
    number = _number(value, "provinceNumber", "provinces")
    code = country(world, _object(value).get("countryCode", {}))
    held = world.store[PROVINCES].get(str(number))
    if held is None or held["countryCode"] != code:
        raise unknown("provinces")
    return {"provinceNumber": number, "countryCode": code}


def price_group(world: World, value: Any) -> Record:
    """A price list; without the module there is none, and no such property."""
    if not setting(world, "magazzino"):
        raise Wrong(WRONG, "priceGroup is no property that can be set.")
    held: Record = reference(PRICES, "priceGroupNumber", "price-groups")(world, value)
    return held


def unknown(resource: str) -> Wrong:
    """The error for a reference to what does not exist."""
    return Wrong(UNKNOWN, f"The record of {resource} does not exist.")


def _number(value: Any, attribute: str, resource: str) -> int:
    number = _part(_object(value), attribute, resource)
    if isinstance(number, str) and number.isdecimal() and attribute not in value:
        return int(number)
    if isinstance(number, bool) or not isinstance(number, int):
        raise Wrong(WRONG, f"{attribute} has to be a whole number.")
    return number


def _part(value: Record, attribute: str, resource: str) -> Any:
    if attribute in value:
        return value[attribute]
    if not isinstance(value.get("self"), str):
        raise Wrong(NO_NUMBER, f"The reference has neither {attribute} nor self.")
    *_, named, number = ["", *urlsplit(value["self"]).path.split("/")]
    if named != resource:
        raise unknown(resource)
    return number


def _object(value: Any) -> Record:
    if not isinstance(value, dict):
        raise Wrong(WRONG, "An object was expected.")
    return value
