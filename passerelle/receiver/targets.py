"""What hints start, and at which pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Target:
    """The deployments, each as `flow/name`, that carry the changes of a stream.

    `refresh` takes the ids of a few records in its parameter; `news` carries whatever has changed, and a run of its
    flow carries the whole stream. `given` are further parameters of a refresh that nobody has asked for by name.
    """

    refresh: str
    parameter: str
    news: str
    given: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def refreshing(self) -> str:
        """The flow that carries a few records."""
        return self.refresh.split("/")[0]

    @property
    def passing(self) -> str:
        """The flow that carries them all."""
        return self.news.split("/")[0]


Targets = Mapping[tuple[str, str], Target]
"""By account and stream."""


@dataclass(frozen=True)
class Pace:
    """Seconds: how long hints are collected, how often and how long at most a run is waited for, and the pauses between
    attempts to reach Prefect. `at_most` hints are named to a run; more are left to one over all news."""

    window_s: float = 2.0
    at_most: int = 50
    look_s: float = 1.0
    hold_s: float = 900.0
    pauses_s: tuple[float, ...] = field(default=(1, 2, 4, 8, 15, 30))
