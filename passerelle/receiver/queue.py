"""The hints that wait for one target, and the runs that are started for them: one at a time.

Runs of ours never overlap, and none is started while a pass over everything is under way: a pass that writes thousands
of records is echoed by as many hints, which are collected meanwhile and then too many to be named, so that one run over
the news follows.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from uuid import uuid4

from passerelle.receiver.counts import Counts
from passerelle.receiver.prefect import Prefect, PrefectAway, PrefectRefused
from passerelle.receiver.targets import Pace, Target

log = logging.getLogger(__name__)


class Queue:
    """The hints of one target. Lives in one event loop."""

    def __init__(self, target: Target, prefect: Prefect, pace: Pace, counts: Counts) -> None:
        self.target, self.pace = target, pace
        self._prefect, self._counts = prefect, counts
        # A dictionary keeps the order in which they came.
        self._waiting: dict[str, None] = {}
        self._in_hand: dict[str, None] = {}
        self._arrived = asyncio.Event()

    def __len__(self) -> int:
        """How many records wait."""
        return len({**self._waiting, **self._in_hand})

    def take(self, ids: Iterable[str]) -> None:
        """Have these records looked at, each once."""
        for id_ in ids:
            self._counts.repeated += id_ in self._waiting
            self._waiting[id_] = None
        self._arrived.set()

    async def serve(self) -> None:
        """Start runs for what has come, until cancelled; what waits then is told."""
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                await asyncio.sleep(self.pace.window_s)
                await self._started()
        except asyncio.CancelledError:
            self._give_up("the receiver was stopped")
            raise

    async def _started(self) -> None:
        """Start a run for what waits, or say that it could not be."""
        try:
            await self._with_patience()
        except (PrefectAway, PrefectRefused) as problem:
            self._give_up(str(problem))
        except Exception as problem:  # whatever broke down, the next hints shall find somebody
            log.exception("The receiver broke down over some hints.")
            self._give_up(type(problem).__name__)

    async def _with_patience(self) -> None:
        """Hints stay in hand, and others join them, while Prefect is away; in the end it is too long."""
        once = str(uuid4())
        for pause in self.pace.pauses_s:
            try:
                return await self._once(once)
            except PrefectAway as problem:
                log.warning("%s; trying again in %g s, %d hints wait.", problem, pause, len(self))
                await asyncio.sleep(pause)
        return await self._once(once)

    async def _once(self, once: str) -> None:
        if len(self):
            await self._nothing_under_way()
        if not self._in_hand:
            # What comes from here on is for the next run: this one may have read already.
            self._in_hand, self._waiting = self._waiting, {}
        if not self._in_hand:
            return
        if len(self._in_hand) > self.pace.at_most:
            await self._prefect.start(self.target.news, {}, once)
        else:
            await self._prefect.start(
                self.target.refresh, {**self.target.given, self.target.parameter: list(self._in_hand)}, once
            )
        self._counts.started += 1
        self._in_hand = {}

    async def _nothing_under_way(self) -> None:
        """Wait until no run of ours and no pass is under way, but not for ever: one that died may look alive."""
        deadline = time.monotonic() + self.pace.hold_s
        while True:
            scene = await self._prefect.look(self.target)
            for id_ in scene.waiting & self._waiting.keys():
                del self._waiting[id_]
                self._counts.repeated += 1
            if not (scene.busy and len(self)):
                return
            if time.monotonic() > deadline:
                log.warning("A run has been under way for %g s; starting another all the same.", self.pace.hold_s)
                return
            await asyncio.sleep(self.pace.look_s)

    def _give_up(self, why: str) -> None:
        lost = {**self._in_hand, **self._waiting}
        if lost:
            told = ", ".join(lost)
            log.error("No run was started for %d hints: %s. The nightly run carries them: %s", len(lost), why, told)
        self._counts.given_up += len(lost)
        self._in_hand, self._waiting = {}, {}
