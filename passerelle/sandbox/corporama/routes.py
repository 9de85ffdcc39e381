"""The calls of Corporama; each names the facts of docs/systems.md it rests on."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends

from passerelle.sandbox.answers import cites
from passerelle.sandbox.corporama.search import search
from passerelle.sandbox.corporama.sheets import read_credits, read_sheet
from passerelle.sandbox.corporama.words import UNAUTHORIZED
from passerelle.sandbox.french.door import Door
from passerelle.sandbox.french.errors import FrenchRoute
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.system import Routes, World

CALLS_A_MINUTE = 300
EVERYWHERE = ("cor.base", "cor.auth", "cor.forbidden", "cor.limit", "cor.errors")
CHARGED = ("cor.credits", "cor.credits.sheet", "cor.credits.none")
HELD = ("cor.sheet", "cor.sheet.stale", "cor.sheet.mess", "cor.revenue", "cor.naf", "cor.seat", "cor.contacts")
TABLE: tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...] = (
    ("/societes", search, ("cor.free", "cor.search", "cor.search.rows", "cor.paging", "cor.link.company")),
    ("/societes/{number}", read_sheet, (*CHARGED, *HELD, "cor.texts", "cor.link.company")),
    ("/credits", read_credits, ("cor.credits.read",)),
)


def routes(world: World) -> Routes:
    """The routes of Corporama in one world."""
    limit = CallLimit(world.clock, CALLS_A_MINUTE)
    router = APIRouter(dependencies=[Depends(Door(limit, UNAUTHORIZED))], route_class=FrenchRoute)
    for path, endpoint, facts in TABLE:
        router.add_api_route(path, endpoint, methods=["GET"], openapi_extra=cites(*facts, *EVERYWHERE))
    return Routes(router, limit.reset)
