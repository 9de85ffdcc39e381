"""Everything that runs integrations, started once as a person starts it: `passerelle up --sandbox`."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from passerelle.cli.running.server import Up, running_up
from passerelle.cli.running.services import free_port
from passerelle.transforms.identifiers import parse_enterprise_number
from tests.command_line import Answer, Cli, called
from tests.flows.browsing import PATIENCE_S, RUN_S, Browser, opened_browser

ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
START_S, STOP_S = 180.0, 120.0


def plain_environment(home: Path) -> dict[str, str]:
    """The environment without any connection or server, and with this home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PASSERELLE_", "PREFECT_"))}
    return kept | {"PASSERELLE_HOME": str(home), "DO_NOT_TRACK": "1"}


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Call the command line without any connection or server but those of `settings`."""

    def call(home: Path, *arguments: str, settings: dict[str, str] | None = None) -> Answer:
        for name in [name for name in os.environ if name.startswith(("PASSERELLE_", "PREFECT_"))]:
            monkeypatch.delenv(name)
        for name, value in (plain_environment(home) | (settings or {})).items():
            monkeypatch.setenv(name, value)
        return called(monkeypatch, capsys, *arguments)

    return call


@dataclass(frozen=True)
class Services:
    """A running `passerelle up`, seen through the calls that Prefect's interface makes and the sandbox's controls."""

    up: Up
    home: Path

    def post(self, path: str, body: object) -> Any:
        """A call to Prefect's API, again while its server is busy."""
        for _ in range(20):
            answer = httpx.post(self.up.api_url + path, json=body, timeout=PATIENCE_S)
            if answer.status_code != 503:
                return answer.raise_for_status().json()
            time.sleep(0.2)
        raise AssertionError("Prefect's server stayed busy")

    def get(self, path: str) -> Any:
        """A look at Prefect's API."""
        return httpx.get(self.up.api_url + path, timeout=PATIENCE_S).raise_for_status().json()

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment by flow and name."""
        found: dict[str, Any] = self.get(f"/deployments/name/{name}")
        return found

    def run(self, deployment: str, **parameters: Any) -> dict[str, Any]:
        """Start a deployment and wait for its end; the flow run."""
        return self.followed(self.start(deployment, **parameters), ENDED)

    def start(self, deployment: str, **parameters: Any) -> str:
        """Start a deployment; the flow run."""
        asked = {"parameters": parameters}
        return str(self.post(f"/deployments/{deployment}/create_flow_run", asked)["id"])

    def followed(self, id_: str, until: Collection[str]) -> dict[str, Any]:
        """Wait until a flow run is in a state of one of these types; the run."""
        deadline = time.monotonic() + RUN_S
        while time.monotonic() < deadline:
            run: dict[str, Any] = self.get(f"/flow_runs/{id_}")
            if run["state_type"] in until:
                return run
            time.sleep(0.1)
        raise AssertionError(f"the run is still {run['state_name']} after {RUN_S} s")

    def restart(self, *parts: str) -> None:
        """Kill processes of `passerelle up`, each told by a part of its command, and wait until all are there again."""
        before = {part: self._children(part) for part in parts}
        for pid in set().union(*before.values()):
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + START_S
        while not (all(self._children(part) - gone for part, gone in before.items()) and self._answers()):
            assert time.monotonic() < deadline, f"{parts} did not come back"
            time.sleep(0.2)

    def _children(self, part: str) -> set[int]:
        command = ["ps", "--ppid", str(self.up.pid), "-o", "pid=,args="]
        listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return {int(line.split()[0]) for line in listing.splitlines() if part in line}

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.up.api_url}/health", timeout=PATIENCE_S).is_success
        except httpx.HTTPError:
            return False

    def relations(self) -> dict[str, dict[str, Any]]:
        """AdminPulse's relations by id."""
        return self.standing("adminpulse/relation")

    def companies(self) -> dict[str, dict[str, Any]]:
        """openthebox's companies by number."""
        return self.standing("openthebox/company")

    def standing(self, of: str) -> dict[str, dict[str, Any]]:
        """What a system of the sandbox holds now, of one stream, by id."""
        answer = httpx.get(f"{self.up.sandbox}/_sandbox/state/{of}", timeout=PATIENCE_S)
        found: dict[str, dict[str, Any]] = answer.raise_for_status().json()
        return found

    def set(self, of: str, **values: Any) -> None:
        """Change a record in a system of the sandbox, as somebody who works in it does."""
        httpx.put(f"{self.up.sandbox}/_sandbox/state/{of}", json=values, timeout=PATIENCE_S).raise_for_status()

    def clean(self) -> list[tuple[str, str]]:
        """Ids and numbers of active companies that both systems know by one number."""
        known, relations = self.companies(), self.relations()
        numbers = {id_: re.sub(r"\D", "", relation["enterpriseNumber"] or "") for id_, relation in relations.items()}
        return [
            (id_, parse_enterprise_number(number))
            for id_, number in numbers.items()
            if f"BE{number}" in known
            and list(numbers.values()).count(number) == 1
            and relations[id_]["relationType"] == "Company"
            and not relations[id_]["inactive"]
        ]


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """`passerelle up --sandbox`; at the end it is stopped as with Ctrl-C and must end by itself, leaving nothing."""
    home = tmp_path_factory.mktemp("up")
    port, hooks_port = str(free_port()), str(free_port())
    ports = ["--port", port, "--hooks-port", hooks_port]
    command = [sys.executable, "-m", "passerelle", "up", "--sandbox", "--companies", "60", *ports]
    process = subprocess.Popen(command, env=plain_environment(home), stdout=subprocess.PIPE, text=True)
    try:
        yield Services(_ready(process, home), home)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(STOP_S) == 0
    assert not (home / "up.json").exists()
    assert str(home) not in _commands_with(port)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser with an empty profile."""
    with opened_browser() as browser:
        yield browser


def _ready(process: "subprocess.Popen[str]", home: Path) -> Up:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        up = running_up(home)
        if up:
            return up
        time.sleep(0.2)
    raise AssertionError(f"`passerelle up` did not start; see {home}/logs")


def _commands_with(port: str) -> str:
    listing = subprocess.run(["ps", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    return "\n".join(line for line in listing.splitlines() if port in line)
