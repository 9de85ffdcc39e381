"""The door of Sellsy's API: its quotas and its tokens (facts ``sel.quota…`` and ``sel.token…``)."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.clock import Clock
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.sellsy.incoming import Call
from passerelle.sandbox.tokens import Tokens

ACCEPTED = "sandbox"
LIFE = 3600
UNAUTHORIZED = "Le jeton d'accès est manquant, invalide ou expiré"
EXHAUSTED = "Le quota de requêtes est dépassé"
DAY = 86_400
QUOTAS = {
    "Second": ("seconds", 25, 1),
    "Minute": ("minutes", 1000, 60),
    "Day": ("days", 100_000, DAY),
    "Month": ("months", 2_000_000, 30 * DAY),
}
"""By the word in the header: the word in ``GET /quotas``, the calls and the seconds in which they may be made."""


class Quotas:
    """The calls that may still be made in each period; those refused beyond a quota are not counted."""

    def __init__(self, clock: Clock) -> None:
        """Nothing was called yet."""
        self._limits = {word: CallLimit(clock, calls, window) for word, (_, calls, window) in QUOTAS.items()}

    def take(self) -> bool:
        """Count one call in every period, unless one of them has none left; whether it was counted."""
        if not all(limit.left() for limit in self._limits.values()):
            return False
        return all(limit.wait() is None for limit in self._limits.values())

    def headers(self) -> dict[str, str]:
        """What is left, for the headers of an answer."""
        return {f"X-Quota-Remaining-By-{word}": str(limit.left()) for word, limit in self._limits.items()}

    def used(self) -> dict[str, dict[str, int]]:
        """What was used, as ``GET /quotas`` answers it."""
        return {
            f"api_rate_{QUOTAS[word][0]}": {"limit": limit.calls, "used": limit.calls - limit.left()}
            for word, limit in self._limits.items()
        }

    def reset(self) -> None:
        """Forget every call."""
        for limit in self._limits.values():
            limit.reset()


@dataclass(eq=False)
class Gate:
    """Lets a call of the API through, or not, and gives the tokens it asks for."""

    tokens: Tokens
    quotas: Quotas

    async def __call__(self, request: Request) -> None:
        """Raise Refusal beyond a quota (429) and without a living token (401)."""
        request.state.quotas = self.quotas
        if not self.quotas.take():
            raise Refusal(429, EXHAUSTED)
        if not self.tokens.admits(request):
            raise Refusal(401, UNAUTHORIZED)

    async def give_token(self, call: Call) -> Response:
        """A token for the right client."""
        asked = _json_or_form(call.raw)
        if (asked.get("client_id"), asked.get("client_secret")) != (ACCEPTED, ACCEPTED):
            return _oauth_error(401, "invalid_client", "Client authentication failed")
        if asked.get("grant_type") != "client_credentials":
            return _oauth_error(400, "unsupported_grant_type", "The grant type is not supported")
        return json_answer({"token_type": "Bearer", "expires_in": LIFE, "access_token": self.tokens.give()})

    async def read_quotas(self) -> Response:
        """The quotas and what was used of them."""
        return json_answer(self.quotas.used())

    def forget(self) -> None:
        """Forget every token and every counted call."""
        self.tokens.forget()
        self.quotas.reset()


class Counted(APIRoute):
    """A route whose answers, refusals too, say what is left of the quotas."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route as it was, with the headers added to what it answers."""
        serve = super().get_route_handler()

        async def counted(request: Request) -> Response:
            try:
                answer = await serve(request)
            except Refusal as refusal:
                refusal.headers |= request.state.quotas.headers()
                raise
            answer.headers.update(request.state.quotas.headers())
            return answer

        return counted


def _json_or_form(raw: bytes) -> dict[str, Any]:
    try:
        sent = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return dict(parse_qsl(raw.decode("utf-8", "replace")))
    return sent if isinstance(sent, dict) else {}


def _oauth_error(status: int, error: str, description: str) -> Response:
    return json_answer({"error": error, "error_description": description}, status)
