"""Asking a system several things at once, in order, and stopping at the first failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

T = TypeVar("T")


def in_parallel(ask: Callable[[str], T], keys: Iterable[str], width: int, seen: Callable[[int], None]) -> dict[str, T]:
    """One answer per distinct key, in the order of `keys`, at most `width` at a time.

    `seen` is told of each finished call, in the calling thread. The first exception cancels every call that has not
    started, and is raised once those under way have ended.
    """
    pool = ThreadPoolExecutor(max_workers=width, thread_name_prefix="read")
    try:
        waiting = {key: pool.submit(ask, key) for key in dict.fromkeys(keys)}
        for done in as_completed(waiting.values()):
            done.result()
            seen(1)
        return {key: future.result() for key, future in waiting.items()}
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
