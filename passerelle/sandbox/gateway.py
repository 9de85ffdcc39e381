"""What stands between the network and the systems: it records each call, delays it, and lets faults act on it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.faults import Asked
from passerelle.sandbox.recorder import Call
from passerelle.sandbox.rules import Rule
from passerelle.sandbox.system import System, World
from passerelle.sandbox.troubles import cut, proxy_page, spoken
from passerelle.sandbox.wire import Held, hang_up, read_body, replayed, until_gone


@dataclass
class Gateway:
    """ASGI middleware in front of the systems' routes; what is not a system's path passes untouched."""

    app: ASGIApp
    world: World
    systems: Mapping[str, System]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        system = self.systems.get(scope["path"].split("/")[1]) if scope["type"] == "http" else None
        if system is None:
            await self.app(scope, receive, send)
            return
        body = await read_body(receive)
        asked = Asked(system.name, scope["method"], scope["path"], body)
        call = self._noted(scope, asked)
        scope["state"]["asked"] = asked
        await asyncio.sleep(self.world.config.latency_ms / 1000)
        rule = self.world.faults.at_the_door(asked)
        exchange = Exchange(self.app, system, call, scope, replayed(body, receive), receive, send)
        await exchange.under(rule)

    def _noted(self, scope: Scope, asked: Asked) -> Call:
        content_type = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
        return self.world.recorder.note(
            asked.system, asked.method, asked.path, scope["query_string"], asked.body, content_type
        )


@dataclass
class Exchange:
    """One request and its answer, on good terms or under one fault."""

    app: ASGIApp
    system: System
    call: Call
    scope: Scope
    body: Receive
    network: Receive
    send: Send

    async def under(self, rule: Rule | None) -> None:
        """Answer as the rule says, or as the system does."""
        if rule is None:
            await self._served()
            return
        seconds = (rule.delay_ms or 0) / 1000
        match rule.do:
            case "answer":
                await self._say(rule)
            case "close":
                await hang_up(self.scope, self.network)
            case "lose":
                if not await until_gone(self.network, seconds):
                    await proxy_page(504)(self.scope, self.network, self._noting)
            case "slow" | "hold":
                await asyncio.sleep(seconds)
                await self._served()
            case "cut":
                await self._cut()
            case "answer-after":
                await self.app(self.scope, self.body, Held())
                await self._say(rule)

    async def _served(self) -> None:
        await self.app(self.scope, self.body, self._noting)

    async def _cut(self) -> None:
        held = Held()
        await self.app(self.scope, self.body, held)
        for message in cut(held.messages):
            await self._noting(message)

    async def _say(self, rule: Rule) -> None:
        status = rule.status or 500
        answer = proxy_page(status) if rule.html else self.system.refused(Refusal(status, spoken(self.system, status)))
        if rule.retry_after is not None:
            answer.headers["Retry-After"] = str(rule.retry_after)
        await answer(self.scope, self.network, self._noting)

    async def _noting(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.call.status = message["status"]
        await self.send(message)
