"""Where hints go: they are kept, then wait in the queue of the target that carries their stream."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from passerelle.errors import HubError
from passerelle.hub import hints
from passerelle.hub.database import Hub
from passerelle.hub.hints import Kept, NewHint
from passerelle.receiver.counts import Counts
from passerelle.receiver.keyring import KeyRing
from passerelle.receiver.ledger import Ledger, now
from passerelle.receiver.patience import insist
from passerelle.receiver.prefect import Prefect
from passerelle.receiver.queue import Queue
from passerelle.receiver.runs import Runs
from passerelle.receiver.targets import Pace, Target, Targets
from passerelle.systems.hooks import Hint

log = logging.getLogger(__name__)

ANSWER_S = 10.0
"""How long a call is made to wait for its hints to be kept; longer than the hub's own patience."""
KEPT = timedelta(days=30)
"""How long settled hints are kept, for whoever asks what was told."""
TIDY_S = 3600.0


class Desk:
    """Takes hints and starts runs for them, in the background of one event loop. Closes the hub at its end."""

    def __init__(self, targets: Targets, prefect: Prefect, pace: Pace, hub: Hub) -> None:
        self.counts = Counts()
        self.ledger = Ledger(hub)
        self.ring = KeyRing(hub, self.ledger)
        self._targets, self._prefect, self._pace, self._hub = targets, prefect, pace, hub
        # Streams that the same deployments carry wait together.
        self._queues = {target: self._queue(target) for target in set(targets.values())}
        self._serving: list[asyncio.Task[None]] = []

    @property
    def waiting(self) -> int:
        """How many hints no run was asked for yet."""
        return sum(queue.waiting for queue in self._queues.values())

    @property
    def under_way(self) -> int:
        """How many hints a run was asked for that has not ended."""
        return sum(queue.under_way for queue in self._queues.values())

    async def take(self, account: str, told: Sequence[Hint], user: str | None = None) -> None:
        """Have what hints name looked at; they are kept once this returns. Raises HubError when they are not."""
        try:
            async with asyncio.timeout(ANSWER_S):
                for hint in told:
                    await self._take(NewHint(account, hint.stream, hint.external_id, hint.formerly, user))
        except TimeoutError:
            raise HubError(f"The hub's database has not answered within {ANSWER_S:g} s.") from None

    async def open(self) -> None:
        """Take up what was left, and begin to start runs. Raises HubError."""
        left = await self.ledger.write(hints.unsettled)
        for target, queue in self._queues.items():
            queue.take_up([one for one in left if self._target_of(one) == target])
        homeless = [one for one in left if self._target_of(one) is None]
        if homeless:
            log.warning("%d hints are kept for streams that no run carries any more.", len(homeless))
        log.info("%d hints were left by an earlier receiver.", len(left) - len(homeless))
        self._serving = [asyncio.create_task(queue.serve()) for queue in self._queues.values()]
        self._serving.append(asyncio.create_task(self._tidy()))

    async def close(self) -> None:
        """Start no more runs; what still waits is kept for the next start."""
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await self._prefect.close()
        await self.ledger.close()
        self._hub.close()
        log.info("The receiver was stopped; %d hints are kept for its next start.", self.waiting + self.under_way)

    def _queue(self, target: Target) -> Queue:
        return Queue(Runs(target, self._prefect, self._pace, self.counts), self.ledger, self._pace, self.counts)

    def _target_of(self, one: Kept) -> Target | None:
        return self._targets.get((one.told.connection, one.told.stream))

    async def _take(self, told: NewHint) -> None:
        target = self._targets.get((told.connection, told.stream))
        if target is None:
            self.counts.unassigned += 1
            log.info("No run carries %s of %s by webhooks yet; a hint was counted.", told.stream, told.connection)
        else:
            await self._queues[target].take([told])

    async def _tidy(self) -> None:
        while True:
            await insist(lambda: self.ledger.write(_forget), self._pace.pauses_s)
            await asyncio.sleep(TIDY_S)


def _forget(connection: Connection) -> None:
    hints.forget(connection, now() - KEPT)
