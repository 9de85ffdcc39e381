"""A receiver on a loopback socket and a Prefect that a test moves by hand; calls as Sellsy makes them."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import SecretStr

from passerelle.receiver.accounts import Account, accounts_of
from passerelle.receiver.app import create_app
from passerelle.receiver.desk import Desk
from passerelle.receiver.prefect import Prefect
from passerelle.receiver.serving import bound, server_of
from passerelle.receiver.targets import Pace, Target
from passerelle.settings import Settings
from tests.http.scripted import Asked, Reply, Server, scripted_server

ROOT = Path(__file__).parents[2]
KEY = "a key of ours"
SOME = Target("refresh-some/on-demand", "third_parties", "all/news", {"initialise": False})
TARGETS = {("sellsy", "thirdparty"): SOME, ("sellsy", "contact"): SOME}
PACE = Pace(window_s=0.1, at_most=4, look_s=0.05, hold_s=5, pauses_s=(0.1, 0.1, 0.1))
PATIENCE_S = 10.0


@dataclass
class Office:
    """Prefect as the receiver sees it: `runs` are those under way by flow, `away` the statuses it answers first."""

    server: Server
    runs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    away: list[int] = field(default_factory=list)
    missing: bool = False

    def __post_init__(self) -> None:
        self.server.script = self._answer

    @property
    def started(self) -> list[tuple[str, dict[str, Any]]]:
        """The runs asked for: deployment and parameters."""
        asked = [one for one in self.server.asked if one.path.endswith("/create_flow_run")]
        return [(one.path.split("/")[2].replace(".", "/"), json.loads(one.body)["parameters"]) for one in asked]

    def wishes(self) -> list[dict[str, Any]]:
        """The whole bodies of those calls."""
        return [json.loads(one.body) for one in self.server.asked if one.path.endswith("/create_flow_run")]

    def _answer(self, asked: Asked) -> Reply:
        if self.away:
            return Reply(status=self.away.pop(0), body={})
        if asked.path == "/flow_runs/filter":
            flow = json.loads(asked.body)["flows"]["name"]["any_"][0]
            return Reply(body=self.runs.get(flow, []))
        if self.missing:
            return Reply(status=404, body={"detail": "Deployment not found"})
        return Reply(body={"id": asked.path.removeprefix("/deployments/name/").replace("/", ".")})


def run(state: str, *tags: str, **parameters: Any) -> dict[str, Any]:
    """A run of Prefect, as far as it matters."""
    return {"state_type": state, "tags": list(tags), "parameters": parameters}


@dataclass
class Receiver:
    """A running receiver."""

    url: str
    prefect: Office

    def call(self, told: object, key: str = KEY, form: bool = False, account: str = "sellsy") -> httpx.Response:
        """A call as Sellsy makes it."""
        text = told if isinstance(told, str) else json.dumps(told)
        body = urlencode({"notif": text}).encode() if form else text.encode()
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        signed = hashlib.sha1(key.encode() + body).hexdigest()
        headers = {"Content-Type": kind, "x-webhook-signature": signed, "User-Agent": "Sellsy"}
        return httpx.post(f"{self.url}/hooks/{account}", content=body, headers=headers)

    def health(self) -> dict[str, Any]:
        """What it has counted."""
        found: dict[str, Any] = httpx.get(f"{self.url}/health").raise_for_status().json()
        return found

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait for something that shall happen."""
        deadline = time.monotonic() + PATIENCE_S
        while not reached():
            assert time.monotonic() < deadline, (self.health(), self.prefect.started)
            time.sleep(0.02)


def event(id_: int = 6657, kind: str = "client", name: str = "updated", **other: str) -> dict[str, str]:
    """What Sellsy tells of a record."""
    told = {"eventType": kind, "event": name, "timestamp": "1778187955", "ownerid": "1084", "ownertype": "staff"}
    return told | {"relatedtype": kind, "relatedid": str(id_), "corpid": "929"} | other


def accounts(key: str | None = KEY) -> dict[str, Account]:
    """The accounts of our own mappings, with this key, by the id that calls name."""
    known = accounts_of(Settings(root=ROOT))
    return {name: replace(one, key=SecretStr(key) if key else None, own_id="929") for name, one in known.items()}


@contextmanager
def receiving(key: str | None = KEY, pace: Pace = PACE, nobody: bool = False) -> Iterator[Receiver]:
    """A receiver in a thread; `nobody`: there is no Prefect at all."""
    with scripted_server() as server, bound("127.0.0.1", 0) as listening:
        office = Office(server)
        desk = Desk(TARGETS, Prefect(lambda: "" if nobody else server.url), pace)
        ready = threading.Event()
        serving = server_of(create_app(accounts(key), desk), ready.set)
        thread = threading.Thread(target=serving.run, args=([listening],), daemon=True)
        thread.start()
        try:
            assert ready.wait(PATIENCE_S)
            yield Receiver(f"http://127.0.0.1:{listening.getsockname()[1]}", office)
        finally:
            serving.should_exit = True
            thread.join(PATIENCE_S)
