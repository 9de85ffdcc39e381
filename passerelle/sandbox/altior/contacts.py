"""The calls about contacts."""

from typing import Annotated

from fastapi import Body, Query, Request, Response

from passerelle.sandbox.altior.bodies import ContactChange, NewContact
from passerelle.sandbox.altior.calls import create, listed, read, update
from passerelle.sandbox.altior.kinds import CONTACT
from passerelle.sandbox.altior.queries import ContactQuery
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.system import InWorld

SHAPE = ("alt.contact.read", "alt.titles", "alt.types", "alt.references")
WRITTEN = ("alt.types.known", "alt.normalises", "alt.texts", "alt.moments", *SHAPE)


async def list_contacts(world: InWorld, request: Request, query: Annotated[ContactQuery, Query()]) -> Response:
    """One page of the contacts."""
    return listed(world, request, CONTACT, query)


async def read_contact(world: InWorld, key: str, _: Annotated[NoParameters, Query()]) -> Response:
    """One contact."""
    return read(world, CONTACT, key)


async def create_contact(
    world: InWorld, request: Request, body: Annotated[NewContact, Body()], _: Annotated[NoParameters, Query()]
) -> Response:
    """Store a new contact."""
    return create(world, request, CONTACT, body)


async def update_contact(
    world: InWorld,
    request: Request,
    key: str,
    body: Annotated[ContactChange, Body()],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """Change a contact."""
    return update(world, request, CONTACT, key, body)


TABLE = (
    ("/contacts", "GET", list_contacts, ("alt.contact.list", "alt.paging", "alt.moments", *SHAPE)),
    ("/contacts", "POST", create_contact, WRITTEN),
    ("/contacts/{key}", "GET", read_contact, SHAPE),
    ("/contacts/{key}", "PUT", update_contact, WRITTEN),
)
