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
import pytest

from passerelle.hub import hints
from passerelle.hub.database import open_hub
from tests.http.scripted import scripted_server
from tests.receiver.bursts import burst, post
from tests.receiver.standing import KEY, ROOT, V9, Office, event, receiving

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
        receiver.until(lambda: receiver.health()["waiting"] == receiver.health()["under_way"] == 0)
        health = receiver.health()
        # At most ten are in hand and ten wait, and more than four are too many to be named.
        assert health["started"] <= 4
        assert receiver.prefect.started[-1][0] == "customers/news"


def test_a_call_is_kept_and_answered_within_fifty_milliseconds() -> None:
    with receiving() as receiver:
        receiver.prefect.held = "RUNNING"
        call = post(f"{V9}?TustenaWebApiKey={receiver.key()}", b'{"oldNumber": "7", "newNumber": "7"}')
        took: list[float] = []
        # Somebody else may be busy on this machine: one look in three finds it as quick as it is.
        while len(took) < 3 and min(took, default=1.0) > SOON_S:
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


@pytest.mark.parametrize("after_s", [0.3, 0.7])
def test_a_receiver_killed_in_the_middle_of_a_burst_has_lost_no_answered_call(tmp_path: Path, after_s: float) -> None:
    bodies = [json.dumps(event(place + 1, relatedtype="company")).encode() for place in range(200)]
    signatures = [hashlib.sha1(KEY.encode() + body).hexdigest() for body in bodies]
    calls = [
        post("/hooks/sellsy", body, **{"x-webhook-signature": signature})
        for body, signature in zip(bodies, signatures, strict=True)
    ]
    with scripted_server() as server:
        office = Office(server, held="RUNNING")
        with receive(tmp_path, server.url) as (url, process):
            threading.Timer(after_s, process.send_signal, [signal.SIGKILL]).start()
            answers = burst(url, calls, 200)
        answered = {f"company/{one.place + 1}" for one in answers if one.status == 200}
        assert 0 < len(answered) < len(calls)
        office.held = ""
        with receive(tmp_path, server.url) as (url, _):
            deadline = time.monotonic() + 120
            while any(httpx.get(f"{url}/health").json()[name] for name in ("waiting", "under_way")):
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
