"""Bursts: many calls of few records are few runs, each call is answered soon, and a kill in the middle loses none."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx

from passerelle.hub import hints
from passerelle.hub.database import open_hub
from tests.http.scripted import scripted_server
from tests.receiver.bursts import burst, post
from tests.receiver.standing import KEY, PATIENCE_S, ROOT, V9, Office, event, receiving

THOUSAND = 1000
SOON_S = 0.05


def test_a_thousand_calls_in_a_second_for_ten_customers_are_ten_records_and_few_runs() -> None:
    with receiving() as receiver:
        receiver.prefect.held = "RUNNING"
        key = receiver.key()
        numbers = [str(place % 10 + 1) for place in range(THOUSAND)]
        bodies = [json.dumps({"oldNumber": number, "newNumber": number}).encode() for number in numbers]
        calls = [post(f"{V9}?TustenaWebApiKey={key}", body) for body in bodies]
        assert {one.status for one in burst(receiver.url, calls, THOUSAND)} == {200}
        receiver.until(lambda: receiver.health()["waiting"] <= 10)
        receiver.prefect.held = ""
        receiver.until(receiver.is_quiet)
        health = receiver.health()
        # At most four are in hand and ten wait, and a run names four.
        assert health["started"] <= 4
        asked = [parameters["customers"] for _, parameters in receiver.prefect.started]
        assert {number for run in asked for number in run} == set(numbers)


def test_a_call_is_kept_and_answered_within_fifty_milliseconds() -> None:
    with receiving() as receiver:
        receiver.prefect.held = "RUNNING"
        call = post(f"{V9}?TustenaWebApiKey={receiver.key()}", b'{"oldNumber": "7", "newNumber": "7"}')
        took: list[float] = []
        # Somebody else may be busy on this machine: one look in twenty finds it as quick as it is.
        while len(took) < 20 and min(took, default=1.0) > SOON_S:
            took.append(median(burst(receiver.url, [call], THOUSAND)[0].seconds for _ in range(30)))
        assert min(took) < SOON_S, took


@contextmanager
def receive(home: Path, prefect: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """`passerelle receive` as a process of its own; its address."""
    settings = {
        "PASSERELLE_HOME": str(home),
        "PASSERELLE_ROOT": str(ROOT),
        "PREFECT_API_URL": prefect,
        "PASSERELLE_SELLSY_WEBHOOK_KEY": KEY,
        # So that every run names what it is for.
        "PASSERELLE_HOOKS_AT_MOST": "500",
    }
    command = [sys.executable, "-m", "passerelle", "receive", "--port", "0"]
    with subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        try:
            yield found[0], process
        finally:
            process.kill()


def left(url: str) -> int:
    """How many hints a receiver has not settled."""
    health = httpx.get(f"{url}/health", timeout=PATIENCE_S).json()
    return int(health["waiting"] + health["under_way"])


def kill_once(process: "subprocess.Popen[str]", url: str, many: int) -> None:
    """Kill a receiver as soon as it has kept so many calls."""
    deadline = time.monotonic() + PATIENCE_S
    while left(url) < many and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)


def test_a_receiver_killed_in_the_middle_of_a_burst_has_lost_no_answered_call(tmp_path: Path) -> None:
    bodies = [json.dumps(event(place + 1, relatedtype="company")).encode() for place in range(200)]
    signatures = [hashlib.sha1(KEY.encode() + body).hexdigest() for body in bodies]
    calls = [
        post("/hooks/sellsy", body, **{"x-webhook-signature": signature})
        for body, signature in zip(bodies, signatures, strict=True)
    ]
    with scripted_server() as server:
        office = Office(server, held="RUNNING")
        with receive(tmp_path, server.url) as (url, process):
            threading.Thread(target=kill_once, args=(process, url, 40), daemon=True).start()
            answers = burst(url, calls, 100)
        answered = {f"company/{one.place + 1}" for one in answers if one.status == 200}
        assert 0 < len(answered) < len(calls)
        office.held = ""
        with receive(tmp_path, server.url) as (url, _):
            deadline = time.monotonic() + 2 * PATIENCE_S
            while left(url):
                assert time.monotonic() < deadline
                time.sleep(0.05)
    hub = open_hub(f"sqlite:///{tmp_path}/hub.sqlite")
    with hub.read() as connection:
        assert hints.unsettled(connection) == []
    hub.close()
    named = [id_ for _, parameters in office.started for id_ in parameters["third_parties"]]
    assert answered <= set(named)
    # Each was told once, and the run that was under way at the kill was followed, not started again.
    assert len(named) == len(set(named))
    assert len(office.started) == len(office.made)
