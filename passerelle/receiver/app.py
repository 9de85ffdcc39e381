"""The receiver's calls.

- `POST /hooks/{account}`: a system that signs its calls tells of a change. 200 once what it tells is kept, 404 for an
  unknown account, 503 when the account has no key or the hub can't keep anything now, 401 for a wrong signature, 403
  for the call of another account of that system, 413 and 400 for a body that is too long or can't be read.
- `GET /hooks/{account}`: a system asks whether anybody is there: 200.
- `GET` and `POST` on the paths of the profile's `webhooks.keyed`: a system that can't sign does so with a key in the
  address. As above; 401 for a missing, wrong or revoked key, 415 for what is no JSON.
- `GET /health`: what was counted, what waits, and which accounts are listened to.

Who calls is known by signature or key alone: neither the address nor the program's name is believed.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from passerelle.errors import HubError
from passerelle.receiver.accounts import Account, KeyedAccount, Known
from passerelle.receiver.desk import Desk
from passerelle.receiver.reading import Believed, Refused, keyed, signed

log = logging.getLogger(__name__)


def create_app(accounts: Mapping[str, Known], desk: Desk) -> FastAPI:
    """The receiver as an ASGI application."""

    @asynccontextmanager
    async def serving(_: FastAPI) -> AsyncIterator[None]:
        await desk.open()
        yield
        await desk.close()

    # Sent on to the same path with a slash, a call would show its key in the answer.
    app = FastAPI(
        title="Passerelle receiver", lifespan=serving, docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    counter = Counter(accounts, desk)
    # Plain routes: what FastAPI adds, a call would pay for.
    app.router.add_route("/hooks/{account}", counter.ping, methods=["GET", "HEAD"])
    app.router.add_route("/hooks/{account}", counter.receive, methods=["POST"])
    app.router.add_route("/health", counter.health, methods=["GET"])
    for path in counter.paths:
        app.router.add_route(path, counter.receive_keyed, methods=["GET", "POST"])
    return app


class Counter:
    """Where calls come in."""

    def __init__(self, accounts: Mapping[str, Known], desk: Desk) -> None:
        self.accounts, self.desk = accounts, desk
        self.signed = {name: one for name, one in accounts.items() if isinstance(one, Account)}
        self.paths: dict[str, dict[str, KeyedAccount]] = defaultdict(dict)
        for one in accounts.values():
            if isinstance(one, KeyedAccount):
                for path in one.hooks.paths:
                    self.paths[path][one.name] = one

    async def ping(self, request: Request) -> JSONResponse:
        """Somebody is there."""
        known = request.path_params["account"] in self.signed
        return _answer(200, "The receiver is there.") if known else _answer(404, "There is no such account.")

    async def receive(self, request: Request) -> JSONResponse:
        """Take one signed call: acknowledged once it is kept, whatever it starts."""
        account = self.signed.get(request.path_params["account"])

        async def believed() -> Believed:
            if account is None:
                raise Refused(404, "There is no such account.")
            return await signed(account, request)

        # The name in the path is anybody's: it stays out of the log unless it is one of ours.
        return await self._taken(account.name if account else "nobody", believed)

    async def receive_keyed(self, request: Request) -> JSONResponse:
        """Take one call that carries a key. Its address stays out of logs and answers."""
        accounts = self.paths[request.url.path]
        return await self._taken(" or ".join(accounts), lambda: keyed(accounts, self.desk.ring, request))

    async def health(self, _: Request) -> JSONResponse:
        """What was counted since the start, and what waits."""
        accounts = {name: await self._state(one) for name, one in self.accounts.items()}
        paths = {name: one.path for name, one in self.accounts.items()}
        waits = {"waiting": self.desk.waiting, "under_way": self.desk.under_way}
        counted = {**asdict(self.desk.counts), **waits}
        return JSONResponse({"status": "ok", **counted, "accounts": accounts, "paths": paths})

    async def _taken(self, name: str, believed: Callable[[], Awaitable[Believed]]) -> JSONResponse:
        counts = self.desk.counts
        counts.received += 1
        try:
            call = await believed()
            await self.desk.take(call.account, call.told.hints, call.user)
        except Refused as refusal:
            counts.refused += 1
            log.warning("A call for %s was refused: %s", name, refusal)
            return _answer(refusal.status, str(refusal))
        except HubError as problem:
            counts.unavailable += 1
            log.error("A call for %s could not be kept and was answered 503: %s", name, problem)  # noqa: TRY400
            return _answer(503, "What the call tells cannot be kept now; call again.")
        if not call.told.hints:
            counts.unknown += 1
            log.info("%s tells of %.60r, of which nothing is known; it was counted.", name, call.told.event)
        return _answer(200, "Thank you.")

    async def _state(self, account: Known) -> str:
        if isinstance(account, Account):
            return "listening" if account.key else account.keyless
        try:
            return "listening" if await self.desk.ring.has_some(account.name) else account.keyless
        except HubError as problem:
            return str(problem)


def _answer(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"message": sentence}, status)
