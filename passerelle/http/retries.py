"""The only place where a call is repeated, and the rule for when it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import stamina

from passerelle.http.answers import LONGEST_WAIT_S, Answer
from passerelle.http.faults import Fault

Kind = Literal["read", "charge", "create", "update", "upsert", "delete"]
"""An upsert changes a record that is named in the body, by POST: sending it twice changes nothing more. A charge is a
read that costs something each time it is answered."""

ONCE = ("create", "charge")

BACKOFF_S = 0.5
"""Wait before the first repetition, in seconds; it doubles each time, with jitter."""

_LONGEST_BACKOFF_S = 30.0
_MOST_TURNS_AWAY = 20


@dataclass
class _Trail:
    """What happened to one call so far. A failure uses up an attempt; to be told to come back later does not, since
    the system works, but there is an end to that too."""

    kind: Kind
    attempts: int
    failures: int = 0
    turned_away: int = 0
    waited_s: float = 0.0
    unclear: bool = False

    def wait_before_next(self, error: Exception) -> bool | float:
        """Whether to repeat the call, and after how many seconds when the system said so."""
        if not isinstance(error, Fault):
            return False
        self._note(error)
        if not error.again or (self.kind in ONCE and error.effect != "untouched"):
            return False
        patient = self.turned_away < _MOST_TURNS_AWAY and self.waited_s <= LONGEST_WAIT_S
        if self.failures >= self.attempts or not patient:
            return False
        return True if error.wait is None else error.wait

    def _note(self, fault: Fault) -> None:
        self.unclear = self.unclear or fault.effect == "unclear"
        self.waited_s += fault.wait or 0.0
        if fault.status == 429:
            self.turned_away += 1
        else:
            self.failures += 1


def repeat(kind: Kind, attempt: Callable[[], Answer], attempts: int, backoff_s: float) -> Answer:
    """Make a call until it succeeds, may not be repeated, or has failed `attempts` times.

    A create or a charge is repeated only when it surely was not processed, any other call after anything that may pass.
    A 429 is waited out, 20 times or LONGEST_WAIT_S seconds at most.
    Raises the last Fault; for a write its effect is `unclear` when any attempt's was, unless the system said no.
    """
    trail = _Trail(kind, attempts)
    try:
        for trial in stamina.retry_context(
            trail.wait_before_next,
            attempts=None,
            timeout=None,
            wait_initial=backoff_s,
            wait_max=_LONGEST_BACKOFF_S,
            wait_jitter=backoff_s,
        ):
            with trial:
                return attempt()
    except Fault as fault:
        if trail.unclear and kind != "read" and fault.effect == "untouched":
            fault.effect = "unclear"
        raise
    raise AssertionError("stamina makes at least one attempt")
