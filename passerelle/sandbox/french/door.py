"""Who is let in: whoever has the key, so many times a minute."""

from dataclasses import dataclass

from fastapi import Request

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.french.errors import SPOKEN
from passerelle.sandbox.limits import CallLimit

ACCEPTED = "Bearer sandbox"


@dataclass(eq=False)
class Door:
    """Lets a call through, or not; ``unauthorized`` is what the vendor says to whoever has no key."""

    limit: CallLimit
    unauthorized: str

    async def __call__(self, request: Request) -> None:
        """Raise Refusal beyond the limit (429) and without the API key (401)."""
        wait = self.limit.wait()
        if wait is not None:
            raise Refusal(429, SPOKEN[429], headers={"Retry-After": str(wait)})
        if request.headers.get("authorization") != ACCEPTED:
            raise Refusal(401, self.unauthorized)
