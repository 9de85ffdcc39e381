"""Progress: shown by whoever listens (the command line), told to Prefect's log now and then, and a moment to stop."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from prefect import get_run_logger
from prefect.context import FlowRunContext

from passerelle.engine.run import Progress, silent
from tasks.cancellation import stop_if_asked

QUIET_S = 20.0
"""Seconds between two lines of the log about one step."""

_listener: ContextVar[Progress] = ContextVar("listener", default=silent)


@contextmanager
def listening(listener: Progress) -> Iterator[None]:
    """Show the progress of flows called in this block to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def progress() -> Progress:
    """What the engine tells of its progress, for one run."""
    listener, log = _listener.get(), _Log()

    def tell(step: str, done: int, whole: int | None) -> None:
        stop_if_asked()
        listener(step, done, whole)
        log(step, done, whole)

    return tell


class _Log:
    """Lines in the flow run's log: when a step's size is known, and every `QUIET_S` while it goes on."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.told_at: dict[str, float] = {}

    def __call__(self, step: str, done: int, whole: int | None) -> None:
        self.done[step] += done
        now = time.monotonic()
        due = now - self.told_at.setdefault(step, now) >= QUIET_S
        if FlowRunContext.get() is None or not (whole or due):
            return
        self.told_at[step] = now
        get_run_logger().info("%s: %s", step, f"{whole} records" if whole else f"{self.done[step]} done")
