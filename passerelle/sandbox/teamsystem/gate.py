"""The door of the CRM: its limit, its keys and its tokens (facts ``tsc.limit`` and ``tsc.auth…``)."""

from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request, Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.faults import WRITES
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.system import the_world
from passerelle.sandbox.teamsystem.incoming import Call
from passerelle.sandbox.teamsystem.keys import ADMINISTRATOR, STREAM
from passerelle.sandbox.teamsystem.refusing import EXHAUSTED, FORBIDDEN, UNAUTHORIZED
from passerelle.sandbox.tokens import Tokens

ACCEPTED = "sandbox"
LIFE = 1200
CALLS_A_MINUTE = 60
VERSIONS = ("latest", "v1", "v9")
LOGIN = {"grant_type": "password", "username": ACCEPTED, "password": ACCEPTED}


@dataclass(eq=False)
class Gate:
    """Lets a call through, or not, and gives tokens."""

    limit: CallLimit
    tokens: Tokens

    async def counted(self, request: Request) -> None:
        """Raise Refusal for an unknown version (404) and beyond the limit (429)."""
        if request.path_params["version"] not in VERSIONS:
            raise Refusal(404, "Not Found")
        wait = self.limit.wait()
        if wait is not None:
            raise Refusal(429, EXHAUSTED, headers={"Retry-After": str(wait)})

    async def admitted(self, request: Request) -> None:
        """Raise Refusal without a key or a living token (401), and for a write with a key that only reads (403)."""
        request.state.user, scope = self._caller(request)
        if scope == "read" and request.method in WRITES:
            raise Refusal(403, FORBIDDEN)

    async def give_token(self, call: Call) -> Response:
        """A token for the right user and password; the names of the attributes may be written in any case."""
        sent = _lower(call.raw)
        if sent.get("grant_type") != LOGIN["grant_type"]:
            return json_answer({"error": "unsupported_grant_type"}, 400)
        if any(sent.get(name) != value for name, value in LOGIN.items()):
            return json_answer({"error": "The user name or the password is wrong"}, 401)
        return json_answer({"access_token": self.tokens.give()})

    def forget(self) -> None:
        """Forget every token and every counted call."""
        self.tokens.forget()
        self.limit.reset()

    def _caller(self, request: Request) -> tuple[str, str]:
        key = request.headers.get("apikey")
        if key is None and self.tokens.admits(request):
            return ADMINISTRATOR, "all"
        for held in the_world(request).store[STREAM].found_by(key or ""):
            return str(held["user"]), str(held["scope"])
        raise Refusal(401, UNAUTHORIZED)


def _lower(raw: bytes) -> dict[str, Any]:
    try:
        sent = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return {name.lower(): value for name, value in sent.items()} if isinstance(sent, dict) else {}
