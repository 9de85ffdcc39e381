"""The calls about third parties."""

from typing import Annotated

from fastapi import Body, Query, Request, Response

from passerelle.sandbox.altior.bodies import NewThirdParty, ThirdPartyChange
from passerelle.sandbox.altior.calls import create, listed, read, update
from passerelle.sandbox.altior.kinds import THIRD_PARTY
from passerelle.sandbox.altior.queries import ThirdPartyQuery
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.system import InWorld

SHAPE = ("alt.nature", "alt.titles", "alt.types", "alt.references")
WRITTEN = ("alt.thirdparty.duplicates", "alt.types.known", "alt.normalises", "alt.texts", "alt.numbers", *SHAPE)


async def list_third_parties(world: InWorld, request: Request, query: Annotated[ThirdPartyQuery, Query()]) -> Response:
    """One page of the third parties."""
    among = world.store[THIRD_PARTY.stream].found_by(query.siret) if query.siret else None
    return listed(world, request, THIRD_PARTY, query, among)


async def read_third_party(world: InWorld, key: str, _: Annotated[NoParameters, Query()]) -> Response:
    """One third party."""
    return read(world, THIRD_PARTY, key)


async def create_third_party(
    world: InWorld, request: Request, body: Annotated[NewThirdParty, Body()], _: Annotated[NoParameters, Query()]
) -> Response:
    """Store a new third party."""
    return create(world, request, THIRD_PARTY, body)


async def update_third_party(
    world: InWorld,
    request: Request,
    key: str,
    body: Annotated[ThirdPartyChange, Body()],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """Change a third party."""
    return update(world, request, THIRD_PARTY, key, body)


TABLE = (
    ("/thirdparties", "GET", list_third_parties, ("alt.thirdparty.list", "alt.paging", "alt.moments", *SHAPE)),
    ("/thirdparties", "POST", create_third_party, ("alt.thirdparty.create", *WRITTEN)),
    ("/thirdparties/{key}", "GET", read_third_party, ("alt.thirdparty.read", *SHAPE)),
    ("/thirdparties/{key}", "PUT", update_third_party, ("alt.thirdparty.update", "alt.moments", *WRITTEN)),
)
