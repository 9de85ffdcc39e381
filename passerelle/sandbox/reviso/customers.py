"""The calls about customers."""

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.inside import to_store
from passerelle.sandbox.reviso import facts
from passerelle.sandbox.reviso.checking import checked_customer
from passerelle.sandbox.reviso.customer_fields import HIGHEST
from passerelle.sandbox.reviso.incoming import Call, Incoming
from passerelle.sandbox.reviso.paging import Shape, listed
from passerelle.sandbox.reviso.refusing import EXISTS, WRONG, Fault, Invalid
from passerelle.sandbox.reviso.showing import shown_customer
from passerelle.sandbox.reviso.streams import CUSTOMERS, existing
from passerelle.sandbox.system import Record, World

TEXTS = (
    "address", "city", "corporateIdentificationNumber", "country", "currency", "ean", "email", "name",
    "publicEntryNumber", "telephoneAndFaxNumber", "vatNumber", "website", "zip",
)  # fmt: skip
SHAPE = Shape(
    "customerNumber",
    {
        **dict.fromkeys(TEXTS, "text"),
        **dict.fromkeys(("balance", "creditLimit", "customerNumber"), "number"),
        "barred": "flag",
        "lastUpdated": "moment",
    },
    unsortable=frozenset({"barred"}),
)


def stamped(world: World, values: Record, number: int, before: Record | None) -> Record:
    """A customer as it is stored: what is known of it, its number, its balance and the moment of this change."""
    balance = (before or {}).get("balance", 0)
    return {**values, "customerNumber": number, "balance": balance, "lastUpdated": world.clock.stamp()}


def next_number(world: World) -> int:
    """A number for a new customer: past the highest ever given, or the lowest free one if there is none left."""
    held = world.store[CUSTOMERS]
    if held.last_number < HIGHEST:
        return world.store.next_id(CUSTOMERS)
    return next(number for number in range(1, HIGHEST) if held.get(str(number)) is None)


async def list_all(call: Call) -> Response:
    """One page of the customers."""
    return listed(call, SHAPE, call.world.store[CUSTOMERS], lambda record: _shown(call, record))


async def read(call: Call) -> Response:
    """One customer."""
    return json_answer(_shown(call, existing(call.world, CUSTOMERS, call.ids["key"])))


async def create(call: Call) -> Response:
    """Store a new customer."""
    values = checked_customer(call.world, call.body(), None)
    number = values.get("customerNumber")
    if number is not None and call.world.store[CUSTOMERS].get(str(number)) is not None:
        raise Invalid(Fault(("customerNumber",), EXISTS, "The customer already exists.", number))
    return _stored(call, values, number or next_number(call.world), None)


async def replace(call: Call) -> Response:
    """Store a customer in place of the one of that number, or as a new one of that number."""
    number = int(call.ids["key"])
    before = call.world.store[CUSTOMERS].get(str(number))
    return _stored(call, checked_customer(call.world, call.body(), number), number, before)


async def delete(call: Call) -> Response:
    """Remove a customer without entries."""
    record = existing(call.world, CUSTOMERS, call.ids["key"])
    if record["balance"]:
        raise Invalid(Fault(("customerNumber",), WRONG, "The customer has entries and cannot be deleted."))
    call.world.store.delete(CUSTOMERS, str(record["customerNumber"]))
    return Response(status_code=204)


def _stored(call: Incoming, values: Record, number: int, before: Record | None) -> Response:
    record = stamped(call.world, to_store(call.request, values, values), number, before)
    call.world.store.put((CUSTOMERS, str(number), record))
    shown = _shown(call, record)
    return json_answer(shown, 201 if before is None else 200, {} if before else {"Location": shown["self"]})


def _shown(call: Incoming, record: Record) -> Record:
    return shown_customer(call.world, call.base, record)


TABLE = (
    ("/customers", "GET", list_all, facts.CUSTOMERS_LISTED),
    ("/customers", "POST", create, facts.CUSTOMER_CREATED),
    ("/customers/", "POST", create, facts.CUSTOMER_CREATED),
    ("/customers/{key:int}", "GET", read, facts.CUSTOMER_READ),
    ("/customers/{key:int}", "PUT", replace, facts.CUSTOMER_REPLACED),
    ("/customers/{key:int}", "DELETE", delete, facts.CUSTOMER_DELETED),
)
