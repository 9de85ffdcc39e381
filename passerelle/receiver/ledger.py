"""The hub as the receiver uses it: one thread writes, and calls that come while it does share the next transaction.

So a burst costs a few transactions, not one a call, and every call is answered after the transaction that keeps it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from passerelle.hub import hints
from passerelle.hub.database import Hub
from passerelle.hub.hints import Kept, NewHint

T = TypeVar("T")

INTEGRATION = "receiver"
"""Under what its writes are told apart from those of integrations."""


class Ledger:
    """Keeps hints. Lives in one event loop."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._thread = ThreadPoolExecutor(1, "ledger")
        self._told: list[tuple[Sequence[NewHint], asyncio.Future[list[Kept]]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, told: Sequence[NewHint]) -> list[Kept]:
        """Keep hints; they are once this returns. Raises HubError."""
        kept: asyncio.Future[list[Kept]] = asyncio.get_running_loop().create_future()
        self._told.append((told, kept))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await kept

    async def write(self, act: Callable[[Connection], T]) -> T:
        """Do something in a transaction of its own. Raises HubError."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._in_transaction, act)

    async def close(self) -> None:
        """Finish what is being written."""
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)
        await asyncio.to_thread(self._thread.shutdown)

    async def _write_all(self) -> None:
        while self._told:
            calls, self._told = self._told, []
            flat = [one for told, _ in calls for one in told]
            try:
                kept = iter(await self.write(partial(_store, flat)))
            except Exception as problem:  # noqa: BLE001  whatever it was, each of the calls is told
                for _, future in calls:
                    with contextlib.suppress(asyncio.InvalidStateError):
                        future.set_exception(problem)
                continue
            for told, future in calls:
                mine = [next(kept) for _ in told]
                # Whoever has stopped waiting for the answer is kept all the same.
                if not future.done():
                    future.set_result(mine)

    def _in_transaction(self, act: Callable[[Connection], T]) -> T:
        with self._hub.write(INTEGRATION) as connection:
            return act(connection)


def _store(told: Sequence[NewHint], connection: Connection) -> list[Kept]:
    return hints.store(connection, told, now())


def now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)
