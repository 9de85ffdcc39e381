"""The calls of Reviso; each names the facts of docs/systems.md it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from passerelle.sandbox.answers import Refusal, cites, json_answer
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.reviso import contacts, customers, lookups
from passerelle.sandbox.reviso.deliveries import Deliveries
from passerelle.sandbox.reviso.incoming import Call
from passerelle.sandbox.reviso.refusing import UNAUTHORIZED, RevisoRoute
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.reviso.tidying import tidy
from passerelle.sandbox.store import Change
from passerelle.sandbox.system import Routes, World

ACCEPTED = "sandbox"
HEADERS = ("x-appsecrettoken", "x-agreementgranttoken")
TOO_MANY = "Too many requests"
EVERYWHERE = ("rev.base", "rev.auth", "rev.unauthorized", "rev.forbidden", "rev.errors", "rev.errors.shapes",
              "rev.errors.codes", "rev.errors.codes.other", "rev.limit")  # fmt: skip


async def read_self(call: Call) -> Response:
    """Who asks, and whose books these are."""
    told = {
        "agreementNumber": 1,
        "userName": "sandbox",
        "company": {"name": "Studio di prova", "country": "Italia"},
        "application": {"name": "Passerelle sandbox"},
        "self": f"{call.base}/self",
    }
    return json_answer(told)


TABLE: tuple[tuple[str, str, Callable[..., Any], tuple[str, ...]], ...] = (
    ("/self", "GET", read_self, ("rev.self",)),
    *customers.TABLE,
    *contacts.TABLE,
    *lookups.TABLE,
)


@dataclass(eq=False)
class Gate:
    """Lets a call through, or not."""

    world: World
    limit: CallLimit

    async def __call__(self, request: Request) -> None:
        """Raise Refusal beyond the limit that is set (429) and without both tokens (401)."""
        self.limit.calls = setting(self.world, "callsAMinute")
        wait = self.limit.wait() if self.limit.calls else None
        if wait is not None:
            told = {"Retry-After": str(wait)} if setting(self.world, "retryAfter") else {}
            raise Refusal(429, TOO_MANY, headers=told)
        if any(request.headers.get(name) != ACCEPTED for name in HEADERS):
            raise Refusal(401, UNAUTHORIZED)


def routes(world: World) -> Routes:
    """The routes of Reviso in one world."""
    limit, deliveries = CallLimit(world.clock, 0), Deliveries(world)

    def watch(change: Change) -> None:
        tidy(world, change)
        deliveries.note(change)

    world.store.watch(watch)
    router = APIRouter(dependencies=[Depends(Gate(world, limit))], route_class=RevisoRoute)
    for path, method, endpoint, facts in TABLE:
        router.add_api_route(path, endpoint, methods=[method], openapi_extra=cites(*facts, *EVERYWHERE))

    def forget() -> None:
        limit.reset()
        deliveries.forget()

    return Routes(router, forget)
