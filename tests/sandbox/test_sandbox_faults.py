"""Faults between the network and the systems."""

import time

import httpx
import pytest

from tests.sandbox.calls import KEY, new_relation
from tests.sandbox_fixture import Sandbox, running_sandbox


def stored_names(sandbox: Sandbox) -> list[str]:
    return [relation["name"] for relation in sandbox.state("adminpulse", "relation").values()]


def until(sandbox: Sandbox, name: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if name in stored_names(sandbox):
            return True
        time.sleep(0.02)
    return False


def test_a_write_is_stored_though_the_caller_has_hung_up(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("stores-after-timeout", delay_ms=1500, system="adminpulse")
    with pytest.raises(httpx.ReadTimeout), httpx.Client(base_url=office.base_url, headers=KEY, timeout=0.1) as hasty:
        hasty.post("/relations", json=new_relation(name="Late"))
    assert "Late" not in stored_names(sandbox)
    assert until(sandbox, "Late", seconds=60)
    answer = office.post("/relations", json=new_relation(name="Late"))
    assert (answer.status_code, answer.elapsed.total_seconds() < 1.5) == (201, True)


def test_only_the_first_write_of_each_record_is_held(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("stores-after-timeout", delay_ms=800)
    waits = [office.put(f"/relations/{key}", json={"remarks": "x"}).elapsed.total_seconds() for key in (1, 1, 2)]
    assert [wait >= 0.8 for wait in waits] == [True, False, True]
    assert office.get("/relations/1").elapsed.total_seconds() < 0.8


def test_a_write_is_stored_and_answered_500(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("stores-then-500", count=1, method="POST")
    assert office.post("/relations", json=new_relation(name="Twice")).status_code == 500
    assert office.post("/relations", json=new_relation(name="Twice")).status_code == 201
    assert stored_names(sandbox).count("Twice") == 2


def test_nothing_is_stored_after_a_time_out(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("timeout")
    with pytest.raises(httpx.ReadTimeout), httpx.Client(base_url=office.base_url, headers=KEY, timeout=0.1) as hasty:
        hasty.post("/relations", json=new_relation(name="Lost"))
    assert not until(sandbox, "Lost", seconds=0.2)
    assert [call["status"] for call in sandbox.requests("adminpulse")] == [None]
    sandbox.fault("timeout", delay_ms=50)
    assert office.post("/relations", json=new_relation(name="Lost")).status_code == 504
    assert "Lost" not in stored_names(sandbox)


def test_a_system_that_is_down_closes_the_connection_or_answers_503(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("down")
    with pytest.raises(httpx.RemoteProtocolError):
        office.post("/relations", json=new_relation(name="Lost"))
    assert office.get("/companies").status_code == 503
    assert "Lost" not in stored_names(sandbox)
    assert [call["status"] for call in sandbox.requests("adminpulse")] == [None, 503]


def test_answers_are_cut_with_a_length_that_fits(sandbox: Sandbox, office: httpx.Client) -> None:
    whole = office.get("/companies")
    sandbox.fault("truncated")
    half = office.get("/companies")
    assert half.status_code == 200
    assert half.headers["content-type"] == "application/json"
    assert whole.content.startswith(half.content)
    assert len(half.content) == len(whole.content) // 2 == int(half.headers["content-length"])


def test_a_proxy_answers_html_with_200_and_502(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("html")
    answers = [office.get("/companies") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 502]
    assert all(answer.text.startswith("<html>") for answer in answers)


def test_rate_limited_says_when_to_come_back(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("rate-limited")
    answers = [office.get("/companies") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "1"


def test_refusals_have_the_shape_of_the_system(sandbox: Sandbox, office: httpx.Client, box: httpx.Client) -> None:
    sandbox.fault("not-activated")
    assert (office.get("/companies").status_code, box.get("/api/companies/BE1").status_code) == (403, 403)
    assert "support@adminpulse.be" in office.get("/companies").json()["message"]
    assert box.get("/api/companies/BE1").json() == {"error": "access_denied"}
    sandbox.fault("unauthorized")
    assert office.get("/companies").status_code == 401
    assert box.get("/api/companies/BE1").json() == {"error": "invalid_token"}


def test_faults_are_narrowed_by_system_method_path_and_count(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("unauthorized", system="openthebox")
    assert office.get("/companies").status_code == 200
    sandbox.fault("unauthorized", method="PUT")
    assert office.get("/companies").status_code == 200
    assert office.put("/relations/1", json={}).status_code == 401
    sandbox.fault("unauthorized", path="/relations/2$", count=2)
    paths = ["/relations/1", *["/relations/2"] * 3]
    assert [office.get(path).status_code for path in paths] == [200, 401, 401, 200]


def test_flaky_meets_the_same_faults_with_the_same_seed() -> None:
    def statuses() -> list[int]:
        with running_sandbox(companies=0, seed=3) as sandbox, httpx.Client(headers=KEY) as client:
            sandbox.fault("flaky", delay_ms=1)
            return [client.get(f"{sandbox.base_url}/adminpulse/companies").status_code for _ in range(200)]

    first = statuses()
    assert first == statuses()
    assert {200, 429, 500, 503} == set(first)
    assert first.count(200) > 150


@pytest.mark.parametrize(
    "wrong", [{"profile": "sunny"}, {"profile": "down", "system": "nobody"}, {"profile": "down", "path": "("}, {}]
)
def test_an_order_that_is_not_understood_is_refused(sandbox: Sandbox, wrong: dict[str, str]) -> None:
    assert sandbox.http.post("/_sandbox/faults", json=wrong).status_code == 400


def test_a_sandbox_starts_with_the_profile_it_is_told() -> None:
    with running_sandbox(companies=0, faults="unauthorized") as sandbox:
        assert httpx.get(f"{sandbox.base_url}/adminpulse/companies", headers=KEY).status_code == 401
        profiles = sandbox.http.get("/_sandbox/faults").json()
    assert profiles["active"]["profile"] == "unauthorized"
    assert {"none", "flaky", "mixed", "stores-after-timeout"} <= profiles["profiles"].keys()
