"""A sandbox for tests: real HTTP on a loopback socket, served from a thread of the test's process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from passerelle.sandbox.server import SandboxConfig, running

Record = dict[str, Any]


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox and its controls; a control that is refused raises httpx.HTTPStatusError."""

    base_url: str
    http: httpx.Client

    def state(self, system: str, stream: str) -> dict[str, Record]:
        """Every record of a stream by id; ids are texts."""
        records: dict[str, Record] = self._control("GET", f"state/{system}/{stream}").json()
        return records

    def record(self, system: str, stream: str, key: object) -> Record:
        """One record."""
        found: Record = self._control("GET", f"state/{system}/{stream}/{key}").json()
        return found

    def edit(self, system: str, stream: str, key: object, **values: Any) -> Record:
        """Change attributes of a record as somebody at that system would; the record afterwards."""
        after: Record = self._control("PUT", f"state/{system}/{stream}/{key}", values).json()
        return after

    def add(self, system: str, stream: str, **values: Any) -> Record:
        """Add a record as somebody at that system would; the record."""
        record: Record = self._control("POST", f"state/{system}/{stream}", values).json()
        return record

    def delete(self, system: str, stream: str, key: object) -> None:
        """Remove a record."""
        self._control("DELETE", f"state/{system}/{stream}/{key}")

    def requests(self, system: str | None = None, method: str | None = None, since: int = 0) -> list[Record]:
        """What was called, oldest first: sequence, system, method, path, query, body, status, at."""
        asked = {"since": since} | ({"system": system} if system else {})
        calls: list[Record] = self._control("GET", "requests", params=asked).json()
        return [call for call in calls if method in (None, call["method"])]

    def fault(self, profile: str, **narrowed: Any) -> None:
        """Make a fault profile act, narrowed by system, method, path, count, delay_ms, contains, calls, status."""
        self._control("POST", "faults", {"profile": profile, **narrowed})

    def reset(self, to: str = "seed") -> None:
        """Back to the seed, or to a mark; no calls, no faults, no tokens, no counted limits."""
        self._control("POST", "reset", params={"to": to})

    def mark(self, name: str = "mark") -> None:
        """Keep what is held now, for `reset(name)`."""
        self._control("POST", "mark", params={"name": name})

    def _control(
        self, method: str, path: str, body: Any = None, params: dict[str, Any] | None = None
    ) -> httpx.Response:
        return self.http.request(method, f"/_sandbox/{path}", json=body, params=params).raise_for_status()


@contextmanager
def running_sandbox(**config: Any) -> Iterator[Sandbox]:
    """A sandbox with these settings of SandboxConfig; without ``home`` its state is thrown away at the end."""
    with TemporaryDirectory() as folder:
        settings = SandboxConfig(**{"home": Path(folder), **config})
        with running(settings) as base_url, httpx.Client(base_url=base_url, timeout=60) as http:
            yield Sandbox(base_url, http)
