"""What hints start, and at which pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from passerelle.hub.hints import NewHint
from passerelle.systems.hooks import EVERYTHING

ON_BEHALF = "on_behalf"
"""The parameter of a refresh that names the user of the other system who writes."""


@dataclass(frozen=True)
class Target:
    """The deployments, each as `flow/name`, that carry the changes of a stream.

    `refresh` takes the ids of a few records in its parameter; `news` carries whatever has changed, and a run of its
    flow carries the whole stream. `given` are further parameters of a refresh that nobody has asked for by name.
    `in_parts`: more records than a run can name are named to several, not left to the news. Each call is then worked
    off in its user's name, and however many are named, no guard against large changes takes them for an accident.
    """

    refresh: str
    parameter: str
    news: str
    given: Mapping[str, Any] = field(default_factory=dict, hash=False)
    in_parts: bool = False

    @property
    def refreshing(self) -> str:
        """The flow that carries a few records."""
        return self.refresh.split("/")[0]

    @property
    def passing(self) -> str:
        """The flow that carries them all."""
        return self.news.split("/")[0]

    def run_for(self, hints: Sequence[NewHint], at_most: int) -> tuple[str, dict[str, Any]]:
        """The deployment to run for hints of one user, and its parameters.

        A record that has a new id is named by both. A hint at everything new, or more than `at_most` records that are
        not taken in parts, are left to a run over the news, which carries the changes of every user and so is nobody's.
        """
        named = list(dict.fromkeys(id_ for hint in hints for id_ in (hint.external_id, hint.formerly) if id_))
        if (len(named) > at_most and not self.in_parts) or EVERYTHING in named:
            return self.news, {}
        user = hints[0].user
        return self.refresh, {**self.given, self.parameter: named} | ({ON_BEHALF: user} if user else {})


Targets = Mapping[tuple[str, str], Target]
"""By account and stream."""


@dataclass(frozen=True)
class Pace:
    """Seconds: how long hints are collected after quiet, how often and how long at most a run is waited for, the pauses
    between attempts to reach Prefect or the hub (the last one for ever), and those before hints are given to another
    run when one has not got through.

    `at_most` records are named to a run; more are left to one over all news, or to the next. Hints whose runs have
    failed `failures` times are given up, those whose runs were cut short `cuts` times.
    """

    window_s: float = 0.1
    at_most: int = 50
    look_s: float = 0.5
    hold_s: float = 900.0
    pauses_s: tuple[float, ...] = (1, 2, 4, 8, 15, 30)
    again_s: tuple[float, ...] = (1, 5, 30, 120, 300)
    failures: int = 8
    cuts: int = 20
