"""The ASGI side of a request: its body, its caller hanging up, its connection."""

import asyncio
from dataclasses import dataclass, field
from typing import cast

from starlette.types import Message, Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

TRANSPORT = "transport"


class ClosableProtocol(H11Protocol):
    """uvicorn's HTTP protocol; it also hands the connection to the application, so that a fault can close it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection in the state of each request on it."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, TRANSPORT: transport}


@dataclass
class Held:
    """Takes an answer instead of the network."""

    messages: list[Message] = field(default_factory=list)

    async def __call__(self, message: Message) -> None:
        """Keep one part of the answer."""
        self.messages.append(message)


async def read_body(receive: Receive) -> bytes:
    """The whole body of a request, or what came of it before the caller hung up."""
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(parts)


def replayed(body: bytes, receive: Receive) -> Receive:
    """A receive that gives a body already read, then whatever the network gives."""
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return parts.pop() if parts else await receive()

    return again


async def until_gone(receive: Receive, seconds: float) -> bool:
    """Wait until the caller hangs up, but no longer than that; whether it did."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection without a word; returns when the server has noticed."""
    cast(asyncio.Transport, scope["state"][TRANSPORT]).abort()
    await until_gone(receive, 1)
