"""The hints that wait for one target, and the runs that are started for them: one at a time.

Runs of ours never overlap, and none is started while a pass over everything is under way: a pass that writes thousands
of records is echoed by as many hints, which are collected meanwhile. They are then too many to be named to a run: one
over the news follows, or, where a target says so, as many as it takes to name them all.

A hint is kept before anything else happens, and settled when its run has ended well. What is in between is kept too, so
that a receiver that was killed goes on where it was, with the run there is.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from uuid import uuid4

from sqlalchemy import Connection

from passerelle.hub import hints
from passerelle.hub.hints import Kept, NewHint
from passerelle.receiver.counts import Counts
from passerelle.receiver.ledger import Ledger, now
from passerelle.receiver.patience import insist
from passerelle.receiver.runs import COMPLETED, FAILED, REFUSED, Batch, Runs
from passerelle.receiver.shelf import Shelf
from passerelle.receiver.targets import Pace

log = logging.getLogger(__name__)


class Queue:
    """The hints of one target. Lives in one event loop."""

    def __init__(self, runs: Runs, ledger: Ledger, pace: Pace, counts: Counts) -> None:
        self.pace = pace
        self._runs, self._ledger, self._counts = runs, ledger, counts
        self._shelf = Shelf()
        self._storing: dict[NewHint, asyncio.Task[None]] = {}
        self._taken_up: deque[Batch] = deque()
        self._in_hand: Batch | None = None
        self._arrived = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many hints no run was asked for yet."""
        return len(self._shelf)

    @property
    def under_way(self) -> int:
        """How many hints a run was asked for that has not ended."""
        in_hand = [self._in_hand] if self._in_hand else []
        return sum(len(batch.hints) for batch in [*self._taken_up, *in_hand])

    def take_up(self, left: Sequence[Kept]) -> None:
        """Go on with what an earlier receiver left."""
        begun = sorted((one for one in left if one.wish), key=lambda one: (one.wish or "", one.id))
        batches = [Batch.of(list(kept), wish or "") for wish, kept in groupby(begun, key=lambda one: one.wish)]
        self._taken_up.extend(sorted(batches, key=lambda batch: batch.ids))
        self._shelf.put(one for one in left if not one.wish)
        self._arrived.set()

    async def take(self, told: Iterable[NewHint]) -> None:
        """Have these records looked at, each once; they are kept once this returns. Raises HubError."""
        for one in [self._storing_of(one) for one in told]:
            if one is not None:
                # Whoever stops waiting for the answer is kept all the same.
                await asyncio.shield(one)

    async def serve(self) -> None:
        """Start runs for what has come, until cancelled; what waits then is kept."""
        while True:
            await self._until_due()
            if await self._next() is not None:
                await self._see_through()

    def _storing_of(self, told: NewHint) -> asyncio.Task[None] | None:
        """What keeps a hint; None when it is kept already and waits."""
        if self._shelf.has(told):
            self._counts.repeated += 1
            self._shelf.hasten(told)
            self._arrived.set()
            return None
        storing = self._storing.get(told)
        if storing is not None and not told.formerly:
            self._counts.repeated += 1
            return storing
        storing = self._storing[told] = asyncio.create_task(self._keep(told))
        storing.add_done_callback(lambda done: None if done.cancelled() else done.exception())
        return storing

    async def _keep(self, told: NewHint) -> None:
        try:
            self._shelf.put(await self._ledger.keep([told]))
        finally:
            if self._storing.get(told) is asyncio.current_task():
                del self._storing[told]
        self._arrived.set()

    async def _until_due(self) -> None:
        """Wait until there is something to do, and then a moment for what comes with it."""
        while not self._taken_up:
            self._arrived.clear()
            pause = self._shelf.pause_s()
            if pause == 0:
                await asyncio.sleep(self.pace.window_s)
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), pause)

    async def _next(self) -> Batch | None:
        """Take the next batch in hand."""
        if self._taken_up:
            self._in_hand = self._taken_up.popleft()
            return self._in_hand
        await self._runs.nothing_under_way()
        # What comes from here on is for the next run: this one may have read already.
        taken = self._shelf.take(self._runs.at_most)
        if taken:
            batch = self._in_hand = Batch.of(taken, str(uuid4()))
            await self._write(lambda connection: hints.take_in_hand(connection, batch.ids, batch.wish))
        return self._in_hand

    async def _see_through(self) -> None:
        """Have a run for the batch in hand, and do what follows from its end."""
        batch = self._in_hand
        assert batch is not None  # there is one when this is called
        run = batch.run or await self._runs.start(batch)
        if run is None:
            await self._again(batch, REFUSED)
        else:
            if run != batch.run:
                await self._write(lambda connection: hints.begin(connection, batch.ids, run))
            ended = await self._runs.end_of(run)
            if ended == COMPLETED:
                await self._write(lambda connection: hints.settle(connection, batch.ids, now()))
            else:
                await self._again(batch, ended, run)
        self._in_hand = None

    async def _again(self, batch: Batch, ended: str, run: str = "") -> None:
        """Let hints wait for another run, except those that have waited for too many."""
        limit = self.pace.failures if ended in (FAILED, REFUSED) else self.pace.cuts
        tried = [replace(one, attempts=one.attempts + 1, wish=None, run=None) for one in batch.hints]
        lost = [one for one in tried if one.attempts >= limit]
        again = [one for one in tried if one.attempts < limit]

        def noted(connection: Connection) -> None:
            hints.settle(connection, [one.id for one in lost], now())
            hints.put_back(connection, [one.id for one in again])

        await self._write(noted)
        for one in again:
            pauses = self.pace.again_s
            self._shelf.put([one], pauses[min(one.attempts, len(pauses)) - 1])
        if again:
            log.warning("Run %s for %d hints: %s; they wait for another.", run, len(again), ended.lower())
        if lost:
            told = ", ".join(dict.fromkeys(one.told.external_id for one in lost))
            log.error("No run got through with %d hints (%s). The nightly run carries them: %s", len(lost), ended, told)
        self._counts.given_up += len(lost)

    async def _write(self, act: Callable[[Connection], None]) -> None:
        await insist(lambda: self._ledger.write(act), self.pace.pauses_s)
