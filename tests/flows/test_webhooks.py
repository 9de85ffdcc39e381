"""Webhooks end to end: Sellsy calls the receiver of `passerelle up`, and Altior holds the change within a minute."""

import hashlib
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.command_line import Cli
from tests.firm_fixture import CHOSEN
from tests.flows.browsing import PATIENCE_S
from tests.flows.conftest import Services
from tests.flows.test_flows_commands import passerelle

pytestmark = pytest.mark.xdist_group("services")

MINUTE_S = 60.0


def health(services: Services) -> dict[str, Any]:
    """What the receiver has counted."""
    found: dict[str, Any] = httpx.get(f"{services.up.hooks}/health", timeout=PATIENCE_S).raise_for_status().json()
    return found


def phones(services: Services, partner: str) -> str:
    """What Altior holds of a third party of Sellsy, as text."""
    held = services.standing("altior/thirdparty").values()
    return str([one for one in held if partner in [reference["value"] for reference in one["references"]]])


def test_a_change_in_sellsy_is_in_altior_within_a_minute(services: Services, cli: Cli) -> None:
    registered = cli(services.home, "connections", "hook", "sellsy", services.up.hooks, "--json")
    assert (registered.code, registered.document["done"]) == (0, "created"), registered.err
    held = services.standing("sellsy/company").items()
    id_ = next(id_ for id_, one in held if one["_custom_fields"][CHOSEN] and one["type"] == "client")
    before = health(services)

    services.set(f"sellsy/company/{id_}", phone_number="+33199004242")
    began = time.monotonic()
    while "01 99 00 42 42" not in phones(services, f"company/{id_}"):
        assert time.monotonic() - began < MINUTE_S, health(services)
        time.sleep(0.5)

    after = health(services)
    assert after["started"] > before["started"]
    assert after["refused"] == before["refused"]
    marked = services.post("/flow_runs/filter", {"flow_runs": {"tags": {"all_": ["webhook"]}}})
    assert any(f"company/{id_}" in run["parameters"].get("third_parties", ()) for run in marked)
    removed = cli(services.home, "connections", "hook", "sellsy", services.up.hooks, "--remove")
    assert removed.code == 0
    # What our own writing to Sellsy told is of no concern to the tests that follow.
    while health(services)["waiting"]:
        assert time.monotonic() - began < 2 * MINUTE_S, health(services)
        time.sleep(0.5)


def test_a_wrong_signature_starts_nothing(services: Services) -> None:
    before, runs = health(services), services.post("/flow_runs/count", {"flow_runs": {"tags": {"all_": ["webhook"]}}})
    told = {"eventType": "client", "event": "updated", "relatedtype": "client", "relatedid": "1001"}
    headers = {"x-webhook-signature": "0" * 40, "User-Agent": "Sellsy"}
    answer = httpx.post(f"{services.up.hooks}/hooks/sellsy", json=told, headers=headers, timeout=PATIENCE_S)
    assert answer.status_code == 401
    assert health(services)["refused"] == before["refused"] + 1
    assert services.post("/flow_runs/count", {"flow_runs": {"tags": {"all_": ["webhook"]}}}) == runs


def test_while_a_pass_is_under_way_hints_wait_for_its_end(services: Services) -> None:
    flow = services.deployment("sellsy-altior/nightly")["flow_id"]
    pass_ = services.post("/flow_runs/", {"flow_id": flow, "state": {"type": "RUNNING", "name": "Running"}})
    started = health(services)["started"]
    body = b'{"eventType": "client", "event": "updated", "relatedtype": "company", "relatedid": "999999"}'
    headers = {"x-webhook-signature": hashlib.sha1(b"sandbox" + body).hexdigest()}
    called = httpx.post(f"{services.up.hooks}/hooks/sellsy", content=body, headers=headers, timeout=PATIENCE_S)
    assert called.status_code == 200
    time.sleep(5)
    held = health(services)
    services.post(f"/flow_runs/{pass_['id']}/set_state", {"state": {"type": "COMPLETED"}, "force": True})

    assert (held["started"], held["waiting"]) == (started, 1)
    began = time.monotonic()
    while health(services)["started"] == started:
        assert time.monotonic() - began < MINUTE_S, health(services)
        time.sleep(0.2)


def test_a_port_of_the_receiver_that_is_taken_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = passerelle(tmp_path, "up", "--sandbox", "--port", "0", "--hooks-port", port)
    assert ended.returncode == 2
    assert f"Port {port} cannot be used" in ended.stderr
    assert "--hooks-port" in ended.stderr
    assert not (tmp_path / "logs").exists()
