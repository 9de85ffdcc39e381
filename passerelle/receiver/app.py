"""The receiver's calls.

- `POST /hooks/{account}`: a system tells of a change. 200 once it is understood, 404 for an unknown account, 503 when
  the account has no key, 401 for a wrong signature, 403 for the call of another account of that system, 413 and 400 for
  a body that is too long or can't be read.
- `GET /hooks/{account}`: a system asks whether anybody is there: 200.
- `GET /health`: what was counted, what waits, and which accounts are listened to.

Who calls is known by the signature alone: neither the address nor the program's name is believed.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from passerelle.receiver.accounts import Account
from passerelle.receiver.desk import Desk
from passerelle.systems.hooks import Call, MalformedCall, Told

log = logging.getLogger(__name__)

LARGEST = 1_000_000
"""Bytes of a call; those known have some hundreds."""


class Refused(Exception):
    """A call that nothing is started for."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def create_app(accounts: Mapping[str, Account], desk: Desk) -> FastAPI:
    """The receiver as an ASGI application."""

    @asynccontextmanager
    async def serving(_: FastAPI) -> AsyncIterator[None]:
        desk.open()
        yield
        await desk.close()

    app = FastAPI(title="Passerelle receiver", lifespan=serving, docs_url=None, redoc_url=None, openapi_url=None)
    counter = Counter(accounts, desk)
    app.add_api_route("/hooks/{account}", counter.ping, methods=["GET", "HEAD"])
    app.add_api_route("/hooks/{account}", counter.receive, methods=["POST"])
    app.add_api_route("/health", counter.health, methods=["GET"])
    return app


class Counter:
    """Where calls come in."""

    def __init__(self, accounts: Mapping[str, Account], desk: Desk) -> None:
        self.accounts, self.desk = accounts, desk

    async def ping(self, account: str) -> JSONResponse:
        """Somebody is there."""
        known = account in self.accounts
        return _answer(200, "The receiver is there.") if known else _answer(404, "There is no such account.")

    async def receive(self, account: str, request: Request) -> JSONResponse:
        """Take one call: acknowledged at once, whatever it starts."""
        self.desk.counts.received += 1
        try:
            told = await self._told(account, request)
        except Refused as refusal:
            self.desk.counts.refused += 1
            # The name in the path is anybody's: it stays out of the log unless it is one of ours.
            log.warning("A call for %s was refused: %s", account if account in self.accounts else "nobody", refusal)
            return _answer(refusal.status, str(refusal))
        if not told.hints:
            self.desk.counts.unknown += 1
            log.info("%s tells of %.60r, of which nothing is known; it was counted.", account, told.event)
        self.desk.take(account, told.hints)
        return _answer(200, "Thank you.")

    async def health(self) -> JSONResponse:
        """What was counted since the start, and what waits."""
        accounts = {name: "listening" if one.key else one.keyless for name, one in self.accounts.items()}
        counted = {**asdict(self.desk.counts), "waiting": self.desk.waiting}
        return JSONResponse({"status": "ok", **counted, "accounts": accounts})

    async def _told(self, name: str, request: Request) -> Told:
        account = self.accounts.get(name)
        if account is None:
            raise Refused(404, "There is no such account.")
        if account.key is None:
            raise Refused(503, account.keyless)
        call = Call(dict(request.headers), await _body(request))
        if not account.hooks.is_genuine(call, account.key):
            raise Refused(401, f"The signature is missing or wrong; is {account.setting} the key in the webhook?")
        try:
            told = account.hooks.read(call)
        except MalformedCall as problem:
            raise Refused(400, str(problem)) from None
        if wrong := account.other(told.account):
            raise Refused(403, wrong)
        return told


async def _body(request: Request) -> bytes:
    """The body, byte by byte as it was signed."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise Refused(413, "The call is too long.")
    return body


def _answer(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"message": sentence}, status)
