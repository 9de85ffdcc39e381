"""Tending what waits for people: every now and then, forms that nobody has filled in in time are closed."""

from __future__ import annotations

from contextlib import closing

import anyio
import anyio.to_thread
import httpx
from prefect.logging import get_logger

from passerelle.errors import PasserelleError
from passerelle.hub.database import open_hub
from tasks.overdue import close_overdue

EVERY_S = 10.0


async def tend(hub_url: str) -> None:
    """Look until cancelled. What goes wrong is logged and tried again at the next look."""
    while True:
        try:
            await anyio.to_thread.run_sync(_look, hub_url)
        except (PasserelleError, httpx.HTTPError) as problem:
            get_logger("passerelle").warning("Forms that wait for people could not be looked at: %s", problem)
        await anyio.sleep(EVERY_S)


def _look(hub_url: str) -> None:
    with closing(open_hub(hub_url)) as hub:
        for run in close_overdue(hub):
            get_logger("passerelle").info("Ended %s: nobody has filled in its form in time.", run)
