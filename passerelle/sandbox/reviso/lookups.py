"""The lists that the API only reads, and that an administrator at Reviso changes (facts ``rev.lookup…``)."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.reviso.incoming import Call, Incoming
from passerelle.sandbox.reviso.matching import Kind
from passerelle.sandbox.reviso.paging import Shape, listed, listed_rows
from passerelle.sandbox.reviso.refusing import NOT_ACTIVATED
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.reviso.streams import (
    COUNTRIES,
    CURRENCIES,
    CUSTOMERS,
    GROUPS,
    LOCATIONS,
    PRICES,
    PROVINCES,
    TERMS,
    TYPES,
    ZONES,
    existing,
    of_customer,
)
from passerelle.sandbox.system import Entries, Record, StreamRules, World, by_hand

Endpoint = Callable[..., Coroutine[Any, Any, Response]]


@dataclass(frozen=True)
class Lookup:
    """One list: where it is kept and served, by what its records are named, and what an administrator fills in."""

    stream: str
    resource: str
    number: str
    attributes: tuple[str, ...]

    @property
    def shape(self) -> Shape:
        """What it can be filtered and sorted by: its number or code, and its name."""
        kind: Kind = "text" if self.number == "code" else "number"
        texts: dict[str, Kind] = {name: "text" for name in ("code", "name") if name in self.attributes}
        return Shape(self.number, {**texts, self.number: kind})


LOOKUPS: Mapping[str, Lookup] = {
    "customergroup": Lookup(GROUPS, "customer-groups", "customerGroupNumber", ("name", "account")),
    "vatzone": Lookup(
        ZONES,
        "vat-zones",
        "vatZoneNumber",
        ("name", "textId", "enabledForCustomer", "enabledForSupplier", "isDomestic", "isExemptVatZone"),
    ),
    "paymentterms": Lookup(TERMS, "payment-terms", "paymentTermsNumber", ("name", "paymentTermsType", "daysOfCredit")),
    "paymenttype": Lookup(TYPES, "payment-types", "paymentTypeNumber", ("name", "fields")),
    "pricegroup": Lookup(PRICES, "price-groups", "priceGroupNumber", ("name",)),
    "currency": Lookup(CURRENCIES, "currencies", "code", ("code", "isoNumber", "name")),
    "countrycode": Lookup(COUNTRIES, "country-codes", "code", ("code", "name")),
    "province": Lookup(PROVINCES, "provinces", "provinceNumber", ("code", "name", "countryCode")),
    "deliverylocation": Lookup(
        LOCATIONS,
        "delivery-locations",
        "deliveryLocationNumber",
        ("customer", "address", "city", "country", "postalCode", "barred"),
    ),
}
FACTS = {
    "customergroup": ("rev.lookup.groups",),
    "vatzone": ("rev.lookup.zones", "rev.lookup.zones.domestic"),
    "paymentterms": ("rev.lookup.terms",),
    "paymenttype": ("rev.lookup.types",),
    "currency": ("rev.lookup.currencies",),
    "countrycode": ("rev.lookup.countries",),
    "pricegroup": ("rev.pricegroups",),
}


def lookup_rules(name: str) -> StreamRules:
    """What happens when an administrator changes one of the lists."""
    lookup = LOOKUPS[name]

    def added(world: World, values: Record) -> Entries:
        known = by_hand(lookup.stream, values, lookup.attributes)
        key = known["code"] if lookup.number == "code" else world.store.next_id(lookup.stream)
        return [(lookup.stream, str(key), {lookup.number: key, **dict.fromkeys(lookup.attributes), **known})]

    def edited(_: World, key: str, record: Record, values: Record) -> Entries:
        known = by_hand(lookup.stream, values, set(lookup.attributes) - {lookup.number})
        return [(lookup.stream, key, {**record, **known})]

    return StreamRules(added, edited, _of_customer if name == "deliverylocation" else None)


def _of_customer(location: Record) -> str:
    return str(location["customer"]["customerNumber"])


def _listing(lookup: Lookup) -> Endpoint:
    async def whole_list(call: Call) -> Response:
        _active(call, lookup)
        return listed(call, lookup.shape, call.world.store[lookup.stream], lambda row: _shown(call, lookup, row))

    return whole_list


def _reading(lookup: Lookup) -> Endpoint:
    async def one(call: Call) -> Response:
        _active(call, lookup)
        return json_answer(_shown(call, lookup, existing(call.world, lookup.stream, call.ids["key"])))

    return one


async def list_provinces(call: Call) -> Response:
    """One page of the provinces of a country."""
    country = existing(call.world, COUNTRIES, call.ids["country"])["code"]
    lookup = LOOKUPS["province"]
    rows = [row for row in call.world.store[PROVINCES].values() if row["countryCode"]["code"] == country]
    return listed_rows(call, lookup.shape, rows, dict)


async def list_locations(call: Call) -> Response:
    """One page of the places a customer is delivered at."""
    number = existing(call.world, CUSTOMERS, call.ids["key"])["customerNumber"]
    rows = of_customer(call.world, LOCATIONS, number)
    address = f"{call.base}/customers/{number}"
    lookup = LOOKUPS["deliverylocation"]

    def shown(row: Record) -> Record:
        known = {name: value for name, value in row.items() if name != "customer"}
        return {**known, "self": f"{address}/{lookup.resource}/{row[lookup.number]}"}

    return listed_rows(call, lookup.shape, rows, shown)


def _active(call: Incoming, lookup: Lookup) -> None:
    if lookup.stream == PRICES and not setting(call.world, "magazzino"):
        raise Refusal(403, NOT_ACTIVATED)


def _shown(call: Incoming, lookup: Lookup, row: Record) -> Record:
    address = f"{call.base}/{lookup.resource}/{row[lookup.number]}"
    return {**row, **({"customers": f"{address}/customers"} if lookup.stream == GROUPS else {}), "self": address}


ABROAD = ("rev.lookup.provinces", "rev.lookup.provinces.abroad")
TABLE = (
    *(
        (f"/{LOOKUPS[name].resource}{path}", "GET", made(LOOKUPS[name]), ("rev.list", "rev.lookup", *facts))
        for name, facts in FACTS.items()
        for path, made in (("", _listing), ("/{key}", _reading))
    ),
    ("/provinces/{country}", "GET", list_provinces, ("rev.list", "rev.lookup", *ABROAD)),
    ("/customers/{key:int}/delivery-locations", "GET", list_locations, ("rev.list", "rev.lookup.locations")),
)
