"""Serving the receiver: until stopped."""

from __future__ import annotations

import gc
import logging
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from passerelle.errors import ConfigurationError
from passerelle.hub.database import open_for_calls
from passerelle.receiver.accounts import Account, accounts_of
from passerelle.receiver.app import create_app
from passerelle.receiver.desk import Desk
from passerelle.receiver.prefect import Prefect
from passerelle.receiver.targets import Pace, Targets
from passerelle.settings import Settings

log = logging.getLogger(__name__)

FAMILIAR = "%(asctime)s %(levelname)s %(message)s"
STOP_S = 3
HUB_S = 5.0
"""How long a call may wait for the hub's database before it is answered that nothing can be kept."""


class _Server(uvicorn.Server):
    """uvicorn's server; it calls back once it serves."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to serve, then say so."""
        await super().startup(sockets=sockets)
        self._ready()


def serve(settings: Settings, targets: Targets, prefect: Callable[[], str], host: str, port: int) -> None:
    """Serve until interrupted; prints one line with the address when it serves.

    `prefect` is the address of Prefect's API, asked whenever it is needed; empty when there is none. Raises
    ConfigurationError when a mapping is wrong or the port cannot be used, HubError when the hub can't.
    """
    logging.basicConfig(level=logging.INFO, format=FAMILIAR)
    # It tells every call with its address; ours tell what matters of them.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    accounts = accounts_of(settings)
    for account in accounts.values():
        if isinstance(account, Account) and account.key is None:
            log.warning("%s", account.keyless)
    pace = Pace(settings.hooks_window_s, settings.hooks_at_most)
    with bound(host, port) as listening:
        hub = open_for_calls(settings.hub_url, HUB_S)
        _spare_what_stays()
        app = create_app(accounts, Desk(targets, Prefect(prefect), pace, hub))
        url = f"http://{host}:{listening.getsockname()[1]}"
        # uvicorn stops cleanly on Ctrl-C, then raises it again.
        with suppress(KeyboardInterrupt):
            server_of(app, lambda: print(f"receiver ready on {url}", flush=True)).run([listening])


def _spare_what_stays() -> None:
    """Have the garbage collector look no more at what was loaded: that takes a quarter of a second, in which no call is
    answered."""
    gc.collect()
    gc.freeze()


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises ConfigurationError when it cannot."""
    try:
        return socket.create_server((host, port), backlog=128)
    except OSError as problem:
        raise ConfigurationError(
            f"Port {port} of {host} cannot be used ({problem.strerror}); choose another for the webhooks."
        ) from None


def server_of(app: FastAPI, ready: Callable[[], None]) -> uvicorn.Server:
    """What serves the application; `ready` is called once it does."""
    settings = uvicorn.Config(
        app, http="httptools", ws="none", lifespan="on", log_config=None, access_log=False,
        timeout_graceful_shutdown=STOP_S, proxy_headers=False, server_header=False,
    )  # fmt: skip
    return _Server(settings, ready)
