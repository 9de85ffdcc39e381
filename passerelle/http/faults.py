"""One attempt that failed: what a person should hear of it, and what may safely be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import httpx

Effect = Literal["untouched", "unclear", "refused"]
"""What the system did with the request: surely nothing, nobody knows, or it read it and said no."""

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


@dataclass(eq=False)
class Fault(Exception):
    """A failed attempt. `reason` is a clause about the system ("it answered 503"); it never quotes a library's own
    message, which may hold a header. `again`: the same request may succeed later; `wait` is how long the system asked
    to be left alone, in seconds. `said` is the whole of a refusal in JSON."""

    reason: str
    effect: Effect
    again: bool = False
    status: int | None = None
    wait: float | None = None
    unreadable: bool = False
    words: str = ""
    said: object = None


def fault_of_sending(error: httpx.RequestError, timeout_s: float) -> Fault:
    """What it means that no answer came back."""
    if isinstance(error, _UNSENT):
        return Fault(f"it cannot be reached at {error.request.url.netloc.decode()}", "untouched", again=True)
    if isinstance(error, httpx.TimeoutException):
        return Fault(f"it did not answer within {timeout_s:g} seconds", "unclear", again=True)
    return Fault("the connection was lost before it answered", "unclear", again=True)


def fault_of_reading(error: httpx.RequestError, timeout_s: float) -> Fault:
    """What it means that an answer began and did not end."""
    if isinstance(error, httpx.TimeoutException):
        return Fault(f"its answer was not complete within {timeout_s:g} seconds", "unclear", again=True)
    return unreadable("its answer was cut short")


def unreadable(reason: str) -> Fault:
    """An answer that came with a good status and cannot be used."""
    return Fault(reason, "unclear", again=True, unreadable=True)
