"""The calls of a stand-in behind its door, each with the facts of docs/systems.md it rests on."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, Depends

from passerelle.sandbox.answers import cites
from passerelle.sandbox.french.door import Door
from passerelle.sandbox.french.errors import FrenchRoute
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.system import Routes, World

Table = Sequence[tuple[str, str, Callable[..., Any], tuple[str, ...]]]
"""Path, method, what answers it, and the facts."""


def behind_a_door(world: World, table: Table, calls_a_minute: int, unauthorized: str, facts: Sequence[str]) -> Routes:
    """The routes of one world; ``facts`` are those that all calls rest on."""
    limit = CallLimit(world.clock, calls_a_minute)
    router = APIRouter(dependencies=[Depends(Door(limit, unauthorized))], route_class=FrenchRoute)
    for path, method, endpoint, own in table:
        router.add_api_route(path, endpoint, methods=[method], openapi_extra=cites(*own, *facts))
    return Routes(router, limit.reset)
