"""Access tokens of openthebox: given for the client's id and secret, accepted for a day (facts ``otb.token…``)."""

import secrets
from dataclasses import dataclass

from passerelle.sandbox.clock import Clock

LIFE = 86_400


@dataclass
class Token:
    """One token given out: when it dies, by the vendor's seconds, and the calls it served."""

    dies: float
    used: int = 0


class Tokens:
    """The tokens given out since the start; none survives a restart or a reset."""

    def __init__(self, clock: Clock) -> None:
        """No token was given yet."""
        self._clock = clock
        self._given: dict[str, Token] = {}

    def give(self) -> str:
        """A new token."""
        text = secrets.token_urlsafe(32)
        self._given[text] = Token(self._clock.seconds() + LIFE)
        return text

    def find(self, text: str) -> Token | None:
        """The token, if it was given and lives."""
        token = self._given.get(text)
        return token if token and token.dies > self._clock.seconds() else None

    def drop(self, text: str) -> None:
        """Accept the token no longer."""
        self._given.pop(text, None)

    def forget(self) -> None:
        """Accept no token given so far."""
        self._given.clear()
