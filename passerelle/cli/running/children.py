"""Child processes: started in a group of their own, restarted when they die, stopped together with all they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from passerelle.errors import PasserelleError

GRACE_S = 25.0
"""Seconds a child has to end by itself once asked to; a worker lets its runs finish or marks them crashed."""
RESTARTS = 5
WITHIN_S = 120.0
"""A child that dies more than `RESTARTS` times within this time is not started again."""
ASKED_FOR_A_RESTART = 75
"""Exit code of a child that wants to be started again because its code has changed."""
STEP_S = 0.2


class Child:
    """One child process, `python -m …`, with its output in a file."""

    def __init__(
        self,
        name: str,
        arguments: list[str],
        environment: dict[str, str],
        logs: Path,
        after_death: Callable[[], None] = lambda: None,
    ) -> None:
        """`after_death` is called once it has died, before it is started again."""
        self.name = name
        self.after_death = after_death
        self.command = [sys.executable, "-m", *arguments]
        self.environment = os.environ | environment
        self.log = logs / f"{name}.log"
        self.deaths: deque[float] = deque(maxlen=RESTARTS + 1)
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  no word of the command comes from outside
                self.command, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip

    def await_ready(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until the child is ready. Raises PasserelleError when it ends before, or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise PasserelleError(f"{self.name} ended while starting: {self._last_words()} See {self.log}.")
            if time.monotonic() > deadline:
                raise PasserelleError(f"{self.name} was not ready within {seconds:.0f} s. See {self.log}.")
            time.sleep(STEP_S)

    def await_end(self, seconds: float) -> None:
        """Wait until the child has done its work. Raises PasserelleError when it fails or takes too long."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise PasserelleError(f"{self.name} did not end within {seconds:.0f} s. See {self.log}.") from None
        if code:
            raise PasserelleError(f"{self.name} failed: {self._last_words()} See {self.log}.")

    def keep_alive(self) -> bool:
        """Start the child again if it has died; whether it had. Raises PasserelleError when it keeps dying."""
        code = self.process.poll()
        if code is None:
            return False
        if code != ASKED_FOR_A_RESTART:
            self.deaths.append(time.monotonic())
        if len(self.deaths) > RESTARTS and self.deaths[-1] - self.deaths[0] < WITHIN_S:
            raise PasserelleError(f"{self.name} keeps ending: {self._last_words()} See {self.log}.")
        self.after_death()
        self.process = self._start()
        return True

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing.")


def stop(children: list[Child]) -> None:
    """Ask children to end, all at once, then end whatever is left of them and of what they started."""
    started = [pid for child in children for pid in _descendants(child.process.pid)]
    for child in children:
        if child.process.poll() is None:
            child.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_S
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
        child.process.kill()
        child.process.wait()
    for pid in started:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _descendants(pid: int) -> list[int]:
    """Every process started by this one, and by those: some are in groups of their own."""
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607
    parents = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    found = [child for child, parent in parents if parent == pid]
    return found + [further for child in found for further in _descendants(child)]
