"""The door of Freshdesk: keys, limits by plan, media types, headers (facts ``fd.auth…``, ``fd.limit…``)."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.freshdesk.agents import STREAM
from passerelle.sandbox.freshdesk.incoming import INCLUDE
from passerelle.sandbox.freshdesk.refusing import DENIED, EXHAUSTED, UNAUTHORIZED, Refused, always
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.system import Record, World

CONTACT_LISTS = "/api/v2/contacts"
ACCEPTED = ("application/json", "application/*", "*/*")
JSON = "application/json"


class Gate:
    """Lets a call through, or not."""

    def __init__(self, world: World) -> None:
        """Nothing was called yet."""
        self._world = world
        self._all, self._lists = (CallLimit(world.clock, 0) for _ in range(2))

    async def __call__(self, request: Request) -> None:
        """Raise Refusal without a key (401), beyond a limit (429), and for media types that are not served."""
        request.state.agent = self._agent(request)
        self._count(request)
        if not _accepts_json(request.headers.get("accept", "*/*")):
            raise Refusal(406, "Not acceptable")
        sent = request.headers.get("content-type", JSON).split(";")[0].strip().lower()
        if sent != JSON and request.method != "GET":
            raise Refusal(415, f"Content-Type header is set to {sent}. It should be {JSON}")

    def forget(self) -> None:
        """Forget every counted call."""
        self._all.reset()
        self._lists.reset()

    def _agent(self, request: Request) -> Record:
        scheme, _, told = request.headers.get("authorization", "").partition(" ")
        try:
            key = b64decode(told, validate=True).decode().partition(":")[0] if scheme.lower() == "basic" else ""
        except (binascii.Error, UnicodeDecodeError):
            key = ""
        for agent in self._world.store[STREAM].found_by(key) if key else ():
            return agent
        raise Refused(401, "invalid_credentials", UNAUTHORIZED)

    def _count(self, request: Request) -> None:
        settings = switches(self._world)
        includes = [name for name in request.query_params.get(INCLUDE, "").split(",") if name]
        cost = 1 + len(includes)
        self._all.calls, self._lists.calls = settings.calls, settings.contact_lists or settings.calls
        lists = request.method == "GET" and request.url.path.endswith(CONTACT_LISTS)
        limits = [self._all, self._lists] if lists else [self._all]
        waits = [limit.wait_for(cost if limit is self._all else 1) for limit in limits]
        if any(waits):
            self._headed(request, 0)
            raise Refusal(429, EXHAUSTED, headers={"Retry-After": str(max(waits))})
        for limit in limits:
            limit.take(cost if limit is self._all else 1)
        self._headed(request, cost)

    def _headed(self, request: Request, cost: int) -> None:
        request.state.counted = {
            "X-RateLimit-Total": str(self._all.calls),
            "X-RateLimit-Remaining": str(max(self._all.left(), 0)),
            "X-RateLimit-Used-CurrentRequest": str(cost),
        }


def only_administrators(request: Request) -> None:
    """Raise Refused (403) with the key of an agent who is no administrator (``fd.fields.denied``)."""
    if not request.state.agent["admin"]:
        raise Refused(403, "access_denied", DENIED)


class Headed(APIRoute):
    """A route whose answers, refusals too, have the vendor's headers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route as it was, with the headers added to what it answers."""
        serve = super().get_route_handler()

        async def headed(request: Request) -> Response:
            try:
                answer = await serve(request)
            except Refusal as refusal:
                refusal.headers |= getattr(request.state, "counted", {})
                raise
            answer.headers.update({**always(), **request.state.counted})
            return answer

        return headed


def _accepts_json(header: str) -> bool:
    return any(part.split(";")[0].strip().lower() in ACCEPTED for part in header.split(","))
