"""A system's rate limits, kept by everything in this process that talks to the same connection."""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import ceil
from threading import Lock

from pyrate_limiter import Limiter, Rate

from passerelle.errors import ConfigurationError
from passerelle.mapping.models import Limit

_MARGIN = 1.02
_MARGIN_MS = 250
"""Calls do not all take as long to arrive, so that a window is a little shorter for the system than for us."""


class Gate:
    """Lets calls through at the pace the limits allow, and none while the system asks to be left alone."""

    def __init__(self, limits: tuple[Limit, ...]) -> None:
        self._turn = Lock()
        self._closed_until = 0.0
        by_call: dict[str, list[Limit]] = {}
        for limit in limits:
            by_call.setdefault(limit.only, []).append(limit)
        self._limiters = {only: _limiter(some) for only, some in by_call.items()}

    def enter(self, call: str) -> None:
        """Wait for one's turn. One thread waits at a limiter at a time, so that turns are given in order. `call` is its
        method and path: where those have a limit of their own, both are kept."""
        with self._turn:
            while (left := self._closed_until - time.monotonic()) > 0:
                time.sleep(left)
            for only in (call, ""):
                if only in self._limiters:
                    self._limiters[only].try_acquire()

    def close(self, seconds: float) -> None:
        """Let nothing through for a while."""
        self._closed_until = max(self._closed_until, time.monotonic() + seconds)


def _limiter(limits: Sequence[Limit]) -> Limiter:
    return Limiter([Rate(limit.calls, ceil(limit.seconds * 1000 * _MARGIN) + _MARGIN_MS) for limit in limits])


_gates: dict[tuple[str, str, tuple[Limit, ...]], Gate] = {}
_gates_lock = Lock()


def gate_of(title: str, account: str, base_url: str, limits: list[Limit]) -> Gate:
    """The gate of a connection, the same for every instance. Raises ConfigurationError when limits contradict."""
    key = (account, base_url, tuple(limits))
    with _gates_lock:
        if key not in _gates:
            try:
                _gates[key] = Gate(key[2])
            except ValueError:
                raise ConfigurationError(
                    f"{title}: the limits in its profile contradict each other; a longer time must allow more calls, "
                    "at no higher pace."
                ) from None
        return _gates[key]
