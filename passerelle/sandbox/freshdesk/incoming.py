"""A call as the routes of Freshdesk take it: in one piece."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import orjson
from fastapi import Depends, Request

from passerelle.sandbox.freshdesk.refusing import UNKNOWN, Refused, fault, invalid, raise_any
from passerelle.sandbox.system import Record, World, the_world

INCLUDE = "include"


@dataclass(frozen=True)
class Incoming:
    """One call: the world it is made in, and what was sent with it."""

    world: World
    request: Request
    raw: bytes

    @cached_property
    def sent(self) -> Record:
        """The body. Raises Refused (400) if it is no JSON object."""
        try:
            body = orjson.loads(self.raw)
        except orjson.JSONDecodeError as error:
            raise Refused(400, "invalid_json", "Request body has invalid json format") from error
        if not isinstance(body, dict):
            raise Refused(400, "invalid_json", "Request body must be a JSON object")
        return body

    @property
    def key(self) -> str:
        """The id in the path."""
        return str(self.request.path_params["key"])

    @property
    def agent(self) -> Record:
        """The agent with whose key the call is made."""
        agent: Record = self.request.state.agent
        return agent

    @property
    def base_url(self) -> str:
        """Where the API stands, as the caller sees it."""
        return f"{self.request.base_url}freshdesk/api/v2"

    def asked(self, *known: str) -> dict[str, str]:
        """The parameters of the query, the last where one stands there twice.

        Raises Refusal (400) for an unknown one, and for ``include`` (``fd.include``).
        """
        found: dict[str, str] = {}
        faults = []
        for name, value in self.request.query_params.multi_items():
            if name == INCLUDE:
                faults.append(fault(INCLUDE, f"There is nothing called {value} to include"))
            elif name not in known:
                faults.append(fault(name, UNKNOWN, "invalid_field"))
            found[name] = value
        raise_any(faults)
        return found

    def expects_nothing(self, *known: str) -> dict[str, str]:
        """The parameters of a call that takes no body. Raises Refused (400) if there is one (``fd.nocontent``)."""
        if self.raw.strip() not in (b"", b"{}"):
            raise Refused(400, "no_content_required", "This request should not have a body")
        return self.asked(*known)

    def number(self, name: str, text: str) -> int:
        """A whole number of a query. Raises Refusal (400) if it is none."""
        if not (text.isascii() and text.isdigit()):
            raise invalid(fault(name, "It should be a/an Positive Integer", "datatype_mismatch"))
        return int(text)


async def _incoming(request: Request) -> Incoming:
    return Incoming(the_world(request), request, await request.body())


Call = Annotated[Incoming, Depends(_incoming)]
