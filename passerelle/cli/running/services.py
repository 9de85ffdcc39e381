"""The services of `passerelle up`: sandbox if asked for, Prefect server, registration, both workers, receiver."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from passerelle.cli.running import sandbox
from passerelle.cli.running.children import Child, stop
from passerelle.cli.running.server import Up, announce, answers, prefect_environment, running_up, withdraw
from passerelle.errors import ConfigurationError
from passerelle.settings import Settings

HOST = "127.0.0.1"
SERVER_S, SANDBOX_S, REGISTER_S, RECEIVER_S = 120.0, 60.0, 120.0, 60.0
"""How long each may take to start; the server's first start creates its database."""
LOOK_S = 1.0


class Stopped(Exception):
    """Somebody pressed Ctrl-C, or the process was told to end."""


class Services:
    """A context manager: whatever was started is stopped at its end, however it ends."""

    def __init__(self, settings: Settings, port: int, companies: int | None, hooks_port: int) -> None:
        self.home = settings.home.absolute()
        self.root = settings.root.absolute()
        self.port, self.hooks_port = port, hooks_port
        self.companies = companies
        self.logs = self.home / "logs"
        self.ui_url = f"http://{HOST}:{port}"
        self.hooks_url = f"http://{HOST}:{hooks_port}"
        self.sandbox_url = ""
        self.servers: list[Child] = []
        self.workers: list[Child] = []
        self.environment = prefect_environment(self.home, f"{self.ui_url}/api") | {
            "PASSERELLE_HOME": str(self.home),
            "PASSERELLE_ROOT": str(self.root),
        }

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, at: TracebackType | None) -> bool:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        # Workers first: they tell the server how their runs ended. The process worker leaves that to us.
        stop(self.workers)
        if self.workers:
            withdraw(self.home)
            self._report_crashed()
        stop(self.servers)
        return kind is Stopped

    def _report_crashed(self, pool: str = "") -> None:
        from passerelle.cli.running.leftovers import report_crashed

        trouble = report_crashed(f"{self.ui_url}/api", pool)
        if trouble:
            sys.stderr.write(f"{trouble}\n")

    def start(self) -> None:
        """Start everything, each once what it needs is there. Raises PasserelleError or ConfigurationError."""
        self._refuse_twice()
        if self.companies is not None:
            sandbox.keep_to_itself(self.home, self.companies)
            self.sandbox_url = f"http://{HOST}:{free_port()}"
            self.environment |= sandbox.environment(self.sandbox_url)
            standing_in = self._child(self.servers, "sandbox", sandbox.arguments(self.sandbox_url, self.companies))
            standing_in.await_ready(lambda: sandbox.is_ready(self.sandbox_url), SANDBOX_S)
        server = ["prefect", "server", "start", "--host", HOST, "--port", str(self.port)]
        self._child(self.servers, "server", server).await_ready(lambda: answers(f"{self.ui_url}/api/health"), SERVER_S)
        self._report_crashed()
        self._child(self.servers, "register", ["flows.register"]).await_end(REGISTER_S)
        self.servers.pop()
        self._child(self.workers, "worker-nightly", ["prefect", "worker", "start", "--pool", "passerelle-nightly"])
        # Its runs are threads of its own and die with it; those of the nightly worker are processes and may live on.
        self._child(self.workers, "worker-warm", ["flows.warm"], lambda: self._report_crashed("passerelle-warm"))
        # With the workers, as it shall tell the server nothing more once they are gone.
        receiver = self._child(self.workers, "receiver", ["passerelle", "receive", "--port", str(self.hooks_port)])
        receiver.await_ready(lambda: answers(f"{self.hooks_url}/health"), RECEIVER_S)
        announce(self.home, Up(os.getpid(), f"{self.ui_url}/api", self.ui_url, self.sandbox_url, self.hooks_url))

    def watch(self, say: Callable[[str], None]) -> None:
        """Keep every child alive until told to stop. Raises PasserelleError when one keeps dying."""
        while True:
            time.sleep(LOOK_S)
            for child in [*self.servers, *self.workers]:
                if child.keep_alive():
                    say(f"{child.name} had ended and was started again; see {child.log}")

    def _child(
        self, among: list[Child], name: str, arguments: list[str], after_death: Callable[[], None] = lambda: None
    ) -> Child:
        child = Child(name, arguments, self.environment, self.logs, after_death)
        among.append(child)
        return child

    def _refuse_twice(self) -> None:
        other = running_up(self.home)
        if other:
            raise ConfigurationError(f"`passerelle up` is already running for {self.home}: {other.ui_url}.")
        _refuse_taken(self.port, "--port")
        _refuse_taken(self.hooks_port, "--hooks-port")
        if not (self.root / "prefect.yaml").is_file():
            raise ConfigurationError(f"{self.root} holds no prefect.yaml; run this in the project's folder.")


def _refuse_taken(port: int, option: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as problem:
            raise ConfigurationError(f"Port {port} cannot be used ({problem}); choose another with {option}.") from None


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _stop(_number: int, _frame: object) -> None:
    raise Stopped
