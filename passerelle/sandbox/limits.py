"""A vendor's limit on calls: so many in any window of so many of its seconds."""

import math
from collections import deque
from dataclasses import dataclass, field

from passerelle.sandbox.clock import Clock


@dataclass
class CallLimit:
    """Counts the calls let through in the last ``window`` seconds; refused calls are not counted."""

    clock: Clock
    calls: int
    window: float = 60
    _taken: deque[float] = field(default_factory=deque)

    def wait(self) -> int | None:
        """None if the call may pass (it is then counted), else the whole seconds until one may."""
        seconds = self.wait_for(1)
        if seconds:
            return seconds
        self.take(1)
        return None

    def wait_for(self, cost: int) -> int:
        """The whole seconds until a call that counts for ``cost`` may pass; 0 if it may now. Nothing is counted."""
        now = self.clock.seconds()
        lacking = min(cost, self.calls) - self._left_at(now)
        return math.ceil(self._taken[lacking - 1] + self.window - now) if lacking > 0 else 0

    def take(self, cost: int) -> None:
        """Count a call for ``cost``."""
        self._taken.extend([self.clock.seconds()] * cost)

    def left(self) -> int:
        """How many calls may pass now."""
        return self._left_at(self.clock.seconds())

    def reset(self) -> None:
        """Forget every call."""
        self._taken.clear()

    def _left_at(self, now: float) -> int:
        while self._taken and self._taken[0] <= now - self.window:
            self._taken.popleft()
        return self.calls - len(self._taken)
