"""A call as the routes of the CRM take it: in one piece."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import orjson
from fastapi import Depends, Request

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.system import Record, World, the_world
from passerelle.sandbox.teamsystem.styles import Style, style_of


@dataclass(frozen=True)
class Incoming:
    """One call: the world it is made in, and what was sent with it."""

    world: World
    request: Request
    raw: bytes

    @cached_property
    def style(self) -> Style:
        """The form in which records are sent and answered. Raises Refusal (400) for an unknown one."""
        return style_of(self.request)

    @cached_property
    def sent(self) -> Record:
        """The body. Raises Refusal (400) if it is no JSON object."""
        try:
            body = orjson.loads(self.raw)
        except orjson.JSONDecodeError as error:
            raise Refusal(400, "The body cannot be read as JSON") from error
        if not isinstance(body, dict):
            raise Refusal(400, "The body must be a JSON object")
        return body

    @property
    def key(self) -> str:
        """The id in the path."""
        return str(self.request.path_params["key"])

    @property
    def user(self) -> str:
        """The user of the CRM as whom the call is made."""
        return str(self.request.state.user)


async def _incoming(request: Request) -> Incoming:
    return Incoming(the_world(request), request, await request.body())


Call = Annotated[Incoming, Depends(_incoming)]
