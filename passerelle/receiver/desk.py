"""Where hints go: to the queue of the target that carries their stream."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from passerelle.receiver.counts import Counts
from passerelle.receiver.prefect import Prefect
from passerelle.receiver.queue import Queue
from passerelle.receiver.targets import Pace, Targets
from passerelle.systems.hooks import Hint

log = logging.getLogger(__name__)


class Desk:
    """Takes hints and starts runs for them, in the background of one event loop."""

    def __init__(self, targets: Targets, prefect: Prefect, pace: Pace) -> None:
        self.counts = Counts()
        self._targets, self._prefect = targets, prefect
        # Streams that the same deployments carry wait together.
        self._queues = {target: Queue(target, prefect, pace, self.counts) for target in set(targets.values())}
        self._serving: list[asyncio.Task[None]] = []

    @property
    def waiting(self) -> int:
        """How many records no run has been started for yet."""
        return sum(len(queue) for queue in self._queues.values())

    def take(self, account: str, hints: Sequence[Hint]) -> None:
        """Have what the hints name looked at."""
        for hint in hints:
            target = self._targets.get((account, hint.stream))
            if target is None:
                self.counts.unassigned += 1
                log.info("No run carries %s of %s by webhooks yet; a hint was counted.", hint.stream, account)
            else:
                self._queues[target].take([hint.external_id])

    def open(self) -> None:
        """Begin to start runs."""
        self._serving = [asyncio.create_task(queue.serve()) for queue in self._queues.values()]

    async def close(self) -> None:
        """Start no more runs; what still waits is told."""
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await self._prefect.close()
