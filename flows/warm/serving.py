"""Serving the warm pool in this process: until it is told to stop, or its code changes."""

from __future__ import annotations

import asyncio
import platform
import signal
import sys

import anyio
from prefect.settings import PREFECT_WORKER_QUERY_SECONDS, temporary_settings

from flows.warm.tending import tend
from flows.warm.warming import warm_up
from flows.warm.watching import Watch
from flows.warm.worker import POOL, STOPPED, Leaving, WarmWorker
from passerelle.settings import Settings

POLL_S = 0.5
"""Seconds between two looks for work."""
RUNS_AT_ONCE = 4


def serve() -> int:
    """Warm up, then run what the pool holds. Returns the exit code: 0 when told to stop, 75 to be started again."""
    settings = Settings()
    watch = Watch(settings.root.absolute())
    wrong = warm_up(settings)
    if wrong:
        sys.stderr.write(f"{wrong}\n")
    with temporary_settings({PREFECT_WORKER_QUERY_SECONDS: POLL_S}):
        return asyncio.run(_serve(watch, settings))


async def _serve(watch: Watch, settings: Settings) -> int:
    name = f"warm-{platform.node()}"
    worker = WarmWorker(watch, work_pool_name=POOL, name=name, limit=RUNS_AT_ONCE, prefetch_seconds=0)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, worker.leave, STOPPED)
    async with anyio.create_task_group() as beside:
        beside.start_soon(tend, settings.hub_url)
        try:
            await worker.start()
        except* Leaving:
            pass  # nothing is left to do: that is how it ends
        beside.cancel_scope.cancel()
    return worker.leaving or STOPPED
