"""The calls about the contacts of a customer."""

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.inside import to_store
from passerelle.sandbox.reviso.checking import checked_contact
from passerelle.sandbox.reviso.incoming import Call, Incoming
from passerelle.sandbox.reviso.paging import Shape, listed_rows
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.reviso.showing import shown_contact
from passerelle.sandbox.reviso.streams import CONTACTS, CUSTOMERS, NOT_FOUND, existing, of_customer
from passerelle.sandbox.system import Entries, Record, World

SHAPE = Shape(
    "customerContactNumber",
    {"customerContactNumber": "number", "name": "text", "email": "text", "phone": "text"},
)


def contact_entries(world: World, record: Record) -> Entries:
    """A changed contact, and its customer where that counts as a change of it (fact ``rev.contact.tells``)."""
    number = str(record["customer"]["customerNumber"])
    entry = (CONTACTS, str(record["customerContactNumber"]), record)
    customer = world.store[CUSTOMERS].get(number)
    if customer is None or not setting(world, "contactEditsTell"):
        return [entry]
    return [entry, (CUSTOMERS, number, {**customer, "lastUpdated": world.clock.stamp()})]


async def list_all(call: Call) -> Response:
    """One page of a customer's contacts, deleted ones too."""
    number = _customer(call)
    rows = of_customer(call.world, CONTACTS, number)
    return listed_rows(call, SHAPE, rows, lambda record: _shown(call, record))


async def read(call: Call) -> Response:
    """One contact."""
    return json_answer(_shown(call, _contact(call)))


async def create(call: Call) -> Response:
    """Store a new contact."""
    customer = _customer(call)
    values = checked_contact(call.world, call.body(), customer, None)
    number = call.world.store.next_id(CONTACTS)
    return _stored(call, values, customer, number, 201)


async def replace(call: Call) -> Response:
    """Store a contact in place of the one of that number."""
    number = _living(call)["customerContactNumber"]
    customer = _customer(call)
    return _stored(call, checked_contact(call.world, call.body(), customer, number), customer, number, 200)


async def delete(call: Call) -> Response:
    """Mark a contact as deleted."""
    call.world.store.put(*contact_entries(call.world, {**_living(call), "deleted": True}))
    return Response(status_code=204)


def _customer(call: Incoming) -> int:
    number: int = existing(call.world, CUSTOMERS, call.ids["key"])["customerNumber"]
    return number


def _contact(call: Incoming) -> Record:
    record = existing(call.world, CONTACTS, call.ids["contact"])
    if record["customer"]["customerNumber"] != _customer(call):
        raise Refusal(404, NOT_FOUND)
    return record


def _living(call: Incoming) -> Record:
    record = _contact(call)
    if record["deleted"]:
        raise Refusal(404, NOT_FOUND)
    return record


def _stored(call: Incoming, values: Record, customer: int, number: int, status: int) -> Response:
    known = to_store(call.request, values, values)
    belongs = {"customerContactNumber": number, "customer": {"customerNumber": customer}, "deleted": False}
    record = {**known, **belongs}
    call.world.store.put(*contact_entries(call.world, record))
    shown = _shown(call, record)
    return json_answer(shown, status, {"Location": shown["self"]} if status == 201 else {})


def _shown(call: Incoming, record: Record) -> Record:
    return shown_contact(call.world, call.base, record)


ONE = "/customers/{key:int}/contacts/{contact:int}"
READ = ("rev.contact", "rev.contact.fields", "rev.contact.deleted", "rev.contact.moment", "rev.contact.number")
WRITTEN = ("rev.contact.required", "rev.contact.tells", "rev.media", "rev.media.other", *READ)
TABLE = (
    ("/customers/{key:int}/contacts", "GET", list_all, ("rev.list", "rev.contact.filterable", *READ)),
    ("/customers/{key:int}/contacts", "POST", create, ("rev.contact.create", *WRITTEN)),
    (ONE, "GET", read, READ),
    (ONE, "PUT", replace, ("rev.contact.gone", *WRITTEN)),
    (
        "/customers/{key:int}/contacts/{contact:int}",
        "DELETE",
        delete,
        ("rev.contact.delete", "rev.contact.gone", *READ),
    ),
)
