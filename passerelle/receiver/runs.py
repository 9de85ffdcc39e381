"""The runs of one target: started when nothing else is under way, and followed until they end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from passerelle.hub.hints import Kept
from passerelle.receiver.counts import Counts
from passerelle.receiver.patience import insist
from passerelle.receiver.prefect import UNDER_WAY, Prefect, PrefectRefused
from passerelle.receiver.targets import Pace, Target

log = logging.getLogger(__name__)

COMPLETED, FAILED = "COMPLETED", "FAILED"
FINAL = (COMPLETED, FAILED, "CRASHED", "CANCELLED")
REFUSED, GONE, STUCK = "REFUSED", "GONE", "STUCK"
"""Ends that are no states: Prefect would not start the run, knows it no more, or it only looks alive."""
SLOWER = 20
"""A run that is long in coming is asked about every twentieth of the time it was waited for, at most every 5 s."""
SLOWEST_S = 5.0


@dataclass(frozen=True)
class Batch:
    """Hints of one user for one run. `wish` is the run's idempotency key: asked for twice, there is still one run."""

    hints: tuple[Kept, ...]
    wish: str
    run: str | None = None

    @classmethod
    def of(cls, kept: Sequence[Kept], wish: str) -> Batch:
        """Hints that are, or were, taken in hand together."""
        return cls(tuple(kept), wish, next((one.run for one in kept if one.run), None))

    @property
    def ids(self) -> list[int]:
        """Under what they are kept."""
        return [one.id for one in self.hints]


class Runs:
    """Runs of one target. Lives in one event loop."""

    def __init__(self, target: Target, prefect: Prefect, pace: Pace, counts: Counts) -> None:
        self.target, self.pace = target, pace
        self._prefect, self._counts = prefect, counts
        self._stuck: set[str] = set()

    @property
    def at_most(self) -> int | None:
        """How many ids a batch may name; None when more are left to a run over the news."""
        return self.pace.at_most if self.target.in_parts else None

    async def nothing_under_way(self) -> None:
        """Wait until no run of ours and no pass is under way, but not for ever: one that died may look alive."""
        deadline = time.monotonic() + self.pace.hold_s
        while await insist(lambda: self._prefect.is_busy(self.target, self._stuck), self.pace.pauses_s):
            if time.monotonic() > deadline:
                log.warning("A run has been under way for %g s; starting another all the same.", self.pace.hold_s)
                return
            await asyncio.sleep(self.pace.look_s)

    async def start(self, batch: Batch) -> str | None:
        """The run of a batch, which is started unless it was already; None when Prefect refuses it."""
        deployment, parameters = self.target.run_for([one.told for one in batch.hints], self.pace.at_most)
        try:
            run = await insist(
                lambda: self._prefect.start(deployment, parameters, batch.wish), self.pace.pauses_s, (PrefectRefused,)
            )
        except PrefectRefused as problem:
            log.error("%s", problem)  # noqa: TRY400  the sentence says it all
            return None
        self._counts.started += 1
        return run

    async def end_of(self, run: str) -> str:
        """How a run ends, once it has. While no worker takes it, that is waited for without limit."""
        asked, begun = time.monotonic(), 0.0
        while True:
            state = await insist(lambda: self._prefect.state_of(run), self.pace.pauses_s)
            if state is None or state in FINAL:
                return state or GONE
            now = time.monotonic()
            begun = (begun or now) if state in UNDER_WAY else 0.0
            if begun and now - begun > self.pace.hold_s:
                self._stuck.add(run)
                return STUCK
            await asyncio.sleep(max(self.pace.look_s, min((now - asked) / SLOWER, SLOWEST_S)))
