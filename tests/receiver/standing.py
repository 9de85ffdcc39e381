"""A receiver on a loopback socket and a Prefect that a test moves by hand; calls as Sellsy makes them."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import SecretStr

from passerelle.hub import receiver_keys
from passerelle.hub.database import open_for_calls, open_hub
from passerelle.mapping.loader import load_system
from passerelle.mapping.models import SystemProfile
from passerelle.receiver.accounts import Account, KeyedAccount, Known, accounts_of
from passerelle.receiver.app import create_app
from passerelle.receiver.desk import Desk
from passerelle.receiver.prefect import Prefect
from passerelle.receiver.serving import bound, server_of
from passerelle.receiver.targets import Pace, Target
from passerelle.settings import Settings
from passerelle.systems.reviso_hooks import Hooks
from tests.http.scripted import Asked, Reply, Server, scripted_server

ROOT = Path(__file__).parents[2]
KEY = "a key of ours"
SOME = Target("refresh-some/on-demand", "third_parties", "all/news", {"initialise": False})
CUSTOMERS = Target("refresh-customers/on-demand", "customers", "customers/news", in_parts=True)
TARGETS = {("sellsy", "thirdparty"): SOME, ("sellsy", "contact"): SOME, ("reviso", "customer"): CUSTOMERS}
PACE = Pace(window_s=0.4, at_most=4, look_s=0.05, hold_s=60, pauses_s=(0.1,), again_s=(0.1,), failures=3, cuts=5)
PATIENCE_S = 60.0
HUB_S = 0.5
V9, V1 = "/api/v9/RevisoCustomer", "/api/v1/RevisoCustomer"
WEBHOOKS = {
    "key": "a key made with `passerelle keys create reviso --user NAME`",
    "keyed": {
        "paths": {V9: "TustenaWebApiKey", V1: "apiKey"},
        "stream": "customer",
        "old": ["oldNumber", "old"],
        "new": ["newNumber", "new"],
        "by_hand": {
            "where": "All settings > Other > Web hooks",
            "address": "URL",
            "fields": {
                "Tipo": "Cliente aggiornato",
                "Nome": "Passerelle",
                "Data posted": '{"oldNumber": "[OLDNUMBER]", "newNumber": "[NEWNUMBER]"}',
                "Content-type": "application/json",
            },
        },
    },
}
"""What the calls of Reviso are like."""


def reviso_profile() -> SystemProfile:
    """A system that calls as Reviso does."""
    base = load_system(ROOT, "altior").model_dump(by_alias=True)
    streams = {"customer": base["streams"]["thirdparty"]}
    return SystemProfile.model_validate(
        base | {"system": "reviso", "title": "Reviso", "streams": streams, "webhooks": WEBHOOKS}
    )


REVISO = KeyedAccount("reviso", reviso_profile(), Hooks(reviso_profile()))


@dataclass
class Office:
    """Prefect as the receiver sees it: `runs` are those of others under way by flow, `away` the statuses it answers
    first. Runs asked for end as `ends` says in turn, then well; while `held` says a state, they are in that one."""

    server: Server
    runs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    away: list[int] = field(default_factory=list)
    missing: bool = False
    held: str = ""
    ends: list[str] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server.script = self._answer

    @property
    def started(self) -> list[tuple[str, dict[str, Any]]]:
        """The runs there are: deployment and parameters. Asked for twice by one key, there is one."""
        asked = {json.loads(one.body)["idempotency_key"]: one for one in self._wished()}
        return [
            (one.path.split("/")[2].replace(".", "/"), json.loads(one.body)["parameters"]) for one in asked.values()
        ]

    def wishes(self) -> list[dict[str, Any]]:
        """The whole bodies of the calls that asked for runs."""
        return [json.loads(one.body) for one in self._wished()]

    def _wished(self) -> list[Asked]:
        return [one for one in self.server.asked if one.path.endswith("/create_flow_run")]

    def _answer(self, asked: Asked) -> Reply:
        if self.away:
            return Reply(status=self.away.pop(0), body={})
        if asked.path == "/flow_runs/filter":
            flow = json.loads(asked.body)["flows"]["name"]["any_"][0]
            return Reply(body=self.runs.get(flow, []))
        if asked.path.startswith("/flow_runs/"):
            return self._state(asked.path.removeprefix("/flow_runs/"))
        if asked.path.endswith("/create_flow_run"):
            wish = json.loads(asked.body)["idempotency_key"]
            return Reply(body={"id": self.made.setdefault(wish, f"run-{len(self.made) + 1}")})
        if self.missing:
            return Reply(status=404, body={"detail": "Deployment not found"})
        return Reply(body={"id": asked.path.removeprefix("/deployments/name/").replace("/", ".")})

    def _state(self, run: str) -> Reply:
        if not self.held and run not in self.ended:
            self.ended[run] = self.ends.pop(0) if self.ends else "COMPLETED"
        state = self.held or self.ended[run]
        return Reply(status=404, body={}) if state == "GONE" else Reply(body={"id": run, "state_type": state})


def run(state: str, *tags: str, **parameters: Any) -> dict[str, Any]:
    """A run of Prefect, as far as it matters."""
    return {"id": "somebody's", "state_type": state, "tags": list(tags), "parameters": parameters}


@dataclass
class Receiver:
    """A running receiver."""

    url: str
    prefect: Office
    hub_url: str

    def told(self, old: object, new: object, **other: Any) -> httpx.Response:
        """A call as Reviso makes it."""
        body = {"oldNumber": old, "newNumber": new}
        return self.hook(json=body, **other)

    def hook(self, key: str | None = None, path: str = V9, parameter: str = "TustenaWebApiKey", **body: Any) -> Any:
        """A call to Reviso's path with a key, in whatever shape."""
        asked = body.pop("params", {}) | ({} if key is None else {parameter: key})
        return httpx.request(body.pop("method", "POST"), f"{self.url}{path}", params=asked, **body)

    def key(self, user: str = "anna") -> str:
        """A new key for Reviso's calls, known to the receiver."""
        hub = open_hub(self.hub_url)
        with hub.write("receiver") as connection:
            _, text = receiver_keys.create(connection, "reviso", user, datetime.now(UTC))
        hub.close()
        self.until(lambda: self.hook(text, content=b"{").status_code != 401)
        return text

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

    def is_quiet(self) -> bool:
        """Whether nothing waits and nothing is under way, looked at once."""
        health = self.health()
        return not (health["waiting"] or health["under_way"])

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


def accounts(key: str | None = KEY) -> dict[str, Known]:
    """Sellsy as our own mappings have it, with this key, by the id that calls name; and Reviso."""
    known = accounts_of(Settings(root=ROOT))["sellsy"]
    assert isinstance(known, Account)
    return {"sellsy": replace(known, key=SecretStr(key) if key else None, own_id="929"), "reviso": REVISO}


@contextmanager
def receiving(
    key: str | None = KEY, pace: Pace = PACE, nobody: bool = False, hub_url: str = "", office: Office | None = None
) -> Iterator[Receiver]:
    """A receiver in a thread, on a hub of its own unless told; `nobody`: there is no Prefect at all."""
    with scripted_server() as server, TemporaryDirectory() as folder, bound("127.0.0.1", 0) as listening:
        office = office or Office(server)
        url = hub_url or f"sqlite:///{folder}/hub.sqlite"
        prefect = Prefect(lambda: "" if nobody else office.server.url)
        desk = Desk(TARGETS, prefect, pace, open_for_calls(url, HUB_S))
        ready = threading.Event()
        serving = server_of(create_app(accounts(key), desk), ready.set)
        thread = threading.Thread(target=serving.run, args=([listening],), daemon=True)
        thread.start()
        try:
            assert ready.wait(PATIENCE_S)
            yield Receiver(f"http://127.0.0.1:{listening.getsockname()[1]}", office, url)
        finally:
            serving.should_exit = True
            thread.join(PATIENCE_S)
