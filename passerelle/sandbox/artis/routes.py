"""The calls of artis.net; each names the facts of docs/systems.md it rests on."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends

from passerelle.sandbox.answers import cites
from passerelle.sandbox.artis import lists, organisations, people
from passerelle.sandbox.artis.words import UNAUTHORIZED
from passerelle.sandbox.french.door import Door
from passerelle.sandbox.french.errors import FrenchRoute
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.system import Routes, World

CALLS_A_MINUTE = 600
EVERYWHERE = ("art.base", "art.auth", "art.forbidden", "art.limit", "art.errors")
TABLE: tuple[tuple[str, str, Callable[..., Any], tuple[str, ...]], ...] = (
    *organisations.TABLE,
    *people.TABLE,
    *lists.TABLE,
)


def routes(world: World) -> Routes:
    """The routes of artis.net in one world."""
    limit = CallLimit(world.clock, CALLS_A_MINUTE)
    router = APIRouter(dependencies=[Depends(Door(limit, UNAUTHORIZED))], route_class=FrenchRoute)
    for path, method, endpoint, facts in TABLE:
        router.add_api_route(path, endpoint, methods=[method], openapi_extra=cites(*facts, *EVERYWHERE))
    return Routes(router, limit.reset)
