"""The only place where a call is repeated, and the rule for when it may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import stamina

from passerelle.http.answers import Answer
from passerelle.http.faults import Fault

Kind = Literal["read", "create", "update"]

BACKOFF_S = 0.5
"""Wait before the first repetition, in seconds; it doubles each time, with jitter."""

_LONGEST_BACKOFF_S = 30.0


def repeat(kind: Kind, attempt: Callable[[], Answer], attempts: int, backoff_s: float) -> Answer:
    """Make a call until it succeeds, may not be repeated, or was tried `attempts` times.

    Reads and updates are repeated after anything that may pass; a create only when it surely was not processed.
    Raises the last Fault; for a write its effect is `unclear` when any attempt's was, unless the system said no.
    """
    unclear = False

    def wait_before_next(error: Exception) -> bool | float:
        nonlocal unclear
        if not isinstance(error, Fault):
            return False
        unclear = unclear or error.effect == "unclear"
        if not error.again or (kind == "create" and error.effect != "untouched"):
            return False
        return True if error.wait is None else error.wait

    try:
        for trial in stamina.retry_context(
            wait_before_next,
            attempts=attempts,
            timeout=None,
            wait_initial=backoff_s,
            wait_max=_LONGEST_BACKOFF_S,
            wait_jitter=backoff_s,
        ):
            with trial:
                return attempt()
    except Fault as fault:
        if unclear and kind != "read" and fault.effect == "untouched":
            fault.effect = "unclear"
        raise
    raise AssertionError("stamina makes at least one attempt")
