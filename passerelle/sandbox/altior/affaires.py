"""The calls about affaires, and about the quotes and orders made for them."""

from typing import Annotated

from fastapi import Body, Query, Request, Response

from passerelle.sandbox.altior.bodies import AffaireChange, NewAffaire
from passerelle.sandbox.altior.calls import create, listed, read, update
from passerelle.sandbox.altior.kinds import AFFAIRE, ORDER, QUOTE
from passerelle.sandbox.altior.queries import AffaireQuery, PaperQuery
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.system import InWorld

SHAPE = ("alt.module", "alt.affaire.read", "alt.affaire.customfields", "alt.references")
WRITTEN = ("alt.types.known", "alt.texts", "alt.moments", *SHAPE)


async def list_affaires(world: InWorld, request: Request, query: Annotated[AffaireQuery, Query()]) -> Response:
    """One page of the affaires."""
    return listed(world, request, AFFAIRE, query)


async def read_affaire(world: InWorld, key: str, _: Annotated[NoParameters, Query()]) -> Response:
    """One affaire."""
    return read(world, AFFAIRE, key)


async def create_affaire(
    world: InWorld, request: Request, body: Annotated[NewAffaire, Body()], _: Annotated[NoParameters, Query()]
) -> Response:
    """Store a new affaire."""
    return create(world, request, AFFAIRE, body)


async def update_affaire(
    world: InWorld,
    request: Request,
    key: str,
    body: Annotated[AffaireChange, Body()],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """Change an affaire."""
    return update(world, request, AFFAIRE, key, body)


async def list_quotes(world: InWorld, request: Request, query: Annotated[PaperQuery, Query()]) -> Response:
    """One page of the quotes."""
    return listed(world, request, QUOTE, query)


async def list_orders(world: InWorld, request: Request, query: Annotated[PaperQuery, Query()]) -> Response:
    """One page of the orders."""
    return listed(world, request, ORDER, query)


TABLE = (
    ("/affaires", "GET", list_affaires, ("alt.affaire.list", "alt.paging", "alt.moments", *SHAPE)),
    ("/affaires", "POST", create_affaire, ("alt.affaire.create", *WRITTEN)),
    ("/affaires/{key}", "GET", read_affaire, SHAPE),
    ("/affaires/{key}", "PUT", update_affaire, ("alt.affaire.update", *WRITTEN)),
    ("/quotes", "GET", list_quotes, ("alt.quotes", "alt.paging", "alt.moments")),
    ("/orders", "GET", list_orders, ("alt.orders", "alt.paging", "alt.moments")),
)
