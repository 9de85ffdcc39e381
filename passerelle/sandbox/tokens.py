"""Access tokens: given for a client's id and secret, accepted for as long as the vendor says."""

import secrets
from dataclasses import dataclass

from fastapi import Request

from passerelle.sandbox.clock import Clock
from passerelle.sandbox.inside import calls_of_a_token


@dataclass
class Token:
    """One token given out: when it dies, by the vendor's seconds, and the calls it served."""

    dies: float
    used: int = 0


class Tokens:
    """The tokens given out since the start; none survives a restart or a reset."""

    def __init__(self, clock: Clock, life: int) -> None:
        """No token was given yet; each will live ``life`` of the vendor's seconds."""
        self._clock, self._life = clock, life
        self._given: dict[str, Token] = {}

    def give(self) -> str:
        """A new token."""
        text = secrets.token_urlsafe(32)
        self._given[text] = Token(self._clock.seconds() + self._life)
        return text

    def admits(self, request: Request) -> bool:
        """Whether the call carries a living token; it is then counted as one that the token served."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        token = self._find(text) if scheme.lower() == "bearer" else None
        if token is None:
            return False
        if not calls_of_a_token(request, token.used):
            del self._given[text]
            return False
        token.used += 1
        return True

    def forget(self) -> None:
        """Accept no token given so far."""
        self._given.clear()

    def _find(self, text: str) -> Token | None:
        token = self._given.get(text)
        return token if token and token.dies > self._clock.seconds() else None
