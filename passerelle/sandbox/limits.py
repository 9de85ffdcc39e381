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
        now = self.clock.seconds()
        if self._left_at(now):
            self._taken.append(now)
            return None
        return math.ceil(self._taken[0] + self.window - now)

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
