"""The calls of Altior; each names the facts of docs/systems.md it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request

from passerelle.sandbox.altior import affaires, contacts, lists, thirdparties
from passerelle.sandbox.altior.french import SPOKEN, UNAUTHORIZED, FrenchRoute
from passerelle.sandbox.answers import Refusal, cites
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.system import Routes, World

ACCEPTED = "Bearer sandbox"
CALLS_A_MINUTE = 600
EVERYWHERE = ("alt.base", "alt.auth", "alt.forbidden", "alt.limit", "alt.errors")
TABLE: tuple[tuple[str, str, Callable[..., Any], tuple[str, ...]], ...] = (
    *thirdparties.TABLE,
    *contacts.TABLE,
    *affaires.TABLE,
    *lists.TABLE,
)


@dataclass(eq=False)
class Gate:
    """Lets a call through, or not."""

    limit: CallLimit

    async def __call__(self, request: Request) -> None:
        """Raise Refusal beyond the limit (429) and without the API key (401)."""
        wait = self.limit.wait()
        if wait is not None:
            raise Refusal(429, SPOKEN[429], headers={"Retry-After": str(wait)})
        if request.headers.get("authorization") != ACCEPTED:
            raise Refusal(401, UNAUTHORIZED)


def routes(world: World) -> Routes:
    """The routes of Altior in one world."""
    limit = CallLimit(world.clock, CALLS_A_MINUTE)
    router = APIRouter(dependencies=[Depends(Gate(limit))], route_class=FrenchRoute)
    for path, method, endpoint, facts in TABLE:
        router.add_api_route(path, endpoint, methods=[method], openapi_extra=cites(*facts, *EVERYWHERE))
    return Routes(router, limit.reset)
