"""A call as the routes of Reviso take it: in one piece, as a start takes the longer the more each route asks for."""

from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import Depends, Request

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.reviso.refusing import WRONG, Fault, Invalid
from passerelle.sandbox.reviso.streams import NAME
from passerelle.sandbox.system import Record, World, the_world

NOT_JSON = "The content type has to be application/json"


@dataclass(frozen=True)
class Incoming:
    """One call: the world it is made in, and what was sent with it."""

    world: World
    request: Request
    raw: bytes

    @property
    def ids(self) -> Record:
        """The numbers and codes in the path, by their places."""
        return self.request.path_params

    @property
    def base(self) -> str:
        """The address under which this sandbox serves Reviso, without a slash behind."""
        return f"{self.request.base_url}{NAME}"

    def body(self) -> Record:
        """The JSON object that was sent.

        Raises Refusal (415) for another content type and Invalid for anything else than an object without nulls.
        """
        if not self.request.headers.get("content-type", "").startswith("application/json"):
            raise Refusal(415, NOT_JSON)
        try:
            sent = orjson.loads(self.raw)
        except orjson.JSONDecodeError:
            raise Invalid(Fault(("body",), WRONG, "The body is not JSON.")) from None
        if not isinstance(sent, dict):
            raise Invalid(Fault(("body",), WRONG, "The body has to be an object."))
        if nulls := _nulls(sent, ()):
            raise Invalid(*(Fault(path, WRONG, "null is not accepted; leave the property out.") for path in nulls))
        return sent


def _nulls(value: Any, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    if value is None:
        return [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for name, held in pairs for found in _nulls(held, (*path, str(name)))]


async def _incoming(request: Request) -> Incoming:
    return Incoming(the_world(request), request, await request.body())


Call = Annotated[Incoming, Depends(_incoming)]
