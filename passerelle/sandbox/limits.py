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
        while self._taken and self._taken[0] <= now - self.window:
            self._taken.popleft()
        if len(self._taken) < self.calls:
            self._taken.append(now)
            return None
        return math.ceil(self._taken[0] + self.window - now)

    def reset(self) -> None:
        """Forget every call."""
        self._taken.clear()
