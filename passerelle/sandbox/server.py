"""Serving a sandbox: until stopped, or for as long as a block of code needs it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

import uvicorn
from fastapi import FastAPI

from passerelle.sandbox.app import create_app
from passerelle.sandbox.config import SandboxConfig, SandboxError
from passerelle.sandbox.wire import ClosableProtocol

HOST = "127.0.0.1"
PATIENCE = 10.0
"""Seconds within which a sandbox has to serve."""

__all__ = ["SandboxConfig", "SandboxError", "create_app", "running", "serve"]


class _Server(uvicorn.Server):
    """uvicorn's server; it calls back once it serves."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to serve, then say so."""
        await super().startup(sockets=sockets)
        self._ready()


def serve(config: SandboxConfig) -> None:
    """Serve on the loopback interface until interrupted; prints one line with the address when it serves.

    Raises SandboxError if the settings, the state or the port cannot be used.
    """
    with _prepared(config) as (app, listening):
        url = _url(listening)
        # uvicorn stops cleanly on Ctrl-C, then raises it again.
        with suppress(KeyboardInterrupt):
            _server(app, lambda: print(f"sandbox ready on {url}", flush=True)).run([listening])


@contextmanager
def running(config: SandboxConfig) -> Iterator[str]:
    """A sandbox in a thread of this process for the length of a ``with`` block; yields its base URL.

    Raises SandboxError if the settings, the state or the port cannot be used.
    """
    with _prepared(config) as (app, listening):
        ready = threading.Event()
        server = _server(app, ready.set)
        thread = threading.Thread(target=server.run, args=([listening],), name="sandbox", daemon=True)
        thread.start()
        try:
            if not ready.wait(PATIENCE):
                raise SandboxError(f"sandbox: it did not serve within {PATIENCE:.0f} s")
            yield _url(listening)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


@contextmanager
def _prepared(config: SandboxConfig) -> Iterator[tuple[FastAPI, socket.socket]]:
    with _bound(config.port) as listening:
        app = create_app(config)
        with closing(app.state.world):
            yield app, listening


def _bound(port: int) -> socket.socket:
    # The protocol is named because asyncio sends small answers without delay only on sockets that name it.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise SandboxError(f"sandbox: port {port} cannot be used ({error.strerror}); choose another, or 0") from error
    return listening


def _url(listening: socket.socket) -> str:
    return f"http://{HOST}:{listening.getsockname()[1]}"


def _server(app: FastAPI, ready: Callable[[], None]) -> _Server:
    settings = uvicorn.Config(
        app,
        http=ClosableProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    return _Server(settings, ready)
