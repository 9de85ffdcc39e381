"""The vendors' limits on calls, and how fast their time passes."""

import httpx

from passerelle.sandbox.clock import Clock
from passerelle.sandbox.limits import CallLimit
from tests.sandbox.calls import KEY
from tests.sandbox_fixture import Sandbox, running_sandbox


def test_adminpulse_answers_480_calls_a_minute(office: httpx.Client) -> None:
    statuses = [office.get("/companies").status_code for _ in range(482)]
    assert statuses == [200] * 480 + [429] * 2
    assert "Retry-After" not in office.get("/companies").headers


def test_openthebox_answers_300_calls_a_minute_and_says_how_long_to_wait(sandbox: Sandbox, box: httpx.Client) -> None:
    pid = next(iter(sandbox.state("openthebox", "company")))
    statuses = [box.get(f"/api/companies/{pid}").status_code for _ in range(301)]
    assert statuses == [200] * 300 + [429]
    assert 0 < int(box.get(f"/api/companies/{pid}").headers["Retry-After"]) <= 60


def test_a_scaled_minute_passes_sooner() -> None:
    minute_in_50_ms = 1200
    with running_sandbox(companies=0, time_scale=minute_in_50_ms) as sandbox, httpx.Client(headers=KEY) as client:
        statuses = {client.get(f"{sandbox.base_url}/adminpulse/companies").status_code for _ in range(600)}
    assert statuses == {200}


def test_a_limit_is_a_sliding_window_and_forgets_refused_calls() -> None:
    class Hand(Clock):
        now = 0.0

        def seconds(self) -> float:
            return Hand.now

    limit = CallLimit(Hand(), calls=2, window=60)
    assert [limit.wait() for _ in range(2)] == [None, None]
    Hand.now = 30
    assert limit.wait() == 30
    Hand.now = 60
    assert limit.wait() is None


def test_latency_is_added_to_each_call_of_a_system() -> None:
    with running_sandbox(companies=0, latency_ms=400) as sandbox, httpx.Client(headers=KEY) as client:
        system = client.get(f"{sandbox.base_url}/adminpulse/companies")
        # The quickest of some: the first call of a busy machine may well take that long by itself.
        control = min(client.get(f"{sandbox.base_url}/_sandbox/health").elapsed for _ in range(5))
    assert system.elapsed.total_seconds() >= 0.4
    assert control.total_seconds() < 0.4
