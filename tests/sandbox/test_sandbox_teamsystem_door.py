"""Who is let into the CRM: keys of users, tokens, and so many calls a minute."""

from typing import Any

import httpx
import pytest

from tests.sandbox.teamsystem_calls import FLAT, KEY, LOGIN, STATE, read, stored, told
from tests.sandbox_fixture import Sandbox, running_sandbox

BASE = "/teamsystem/api/latest"


def login(sandbox: Sandbox, **sent: Any) -> httpx.Response:
    return sandbox.http.post(f"{BASE}/Auth/Login", json=sent, headers={"WebApiKey": "any"})


@pytest.mark.parametrize("version", ["latest", "v9", "v1"])
@pytest.mark.parametrize("header", ["ApiKey", "apikey"])
def test_a_key_opens_each_version(sandbox: Sandbox, version: str, header: str) -> None:
    answer = sandbox.http.get(f"/teamsystem/api/{version}/Company/Count", headers={header: "sandbox"})
    assert (answer.status_code, answer.json()) == (200, 60)


@pytest.mark.parametrize("path", ["/teamsystem/api/v2/Company", f"{BASE}/Companies", f"{BASE}/Company/Create", "/x"])
def test_nothing_else_is_served(sandbox: Sandbox, path: str) -> None:
    assert sandbox.http.get(path, headers=KEY).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"ApiKey": "wrong"}, {"WebApiKey": "sandbox"}, {"Authorization": "Bearer x"}])
def test_nobody_else_is_let_in(sandbox: Sandbox, headers: dict[str, str]) -> None:
    assert told(sandbox.http.get(f"{BASE}/Company", headers=headers), 401)


@pytest.mark.parametrize("names", [tuple(LOGIN), ("Grant_Type", "Username", "PASSWORD")])
def test_a_token_opens_too(sandbox: Sandbox, names: tuple[str, ...]) -> None:
    answer = login(sandbox, **dict(zip(names, LOGIN.values(), strict=True)))
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}", "WebApiKey": "any"}
    assert sandbox.http.get(f"{BASE}/Company/Count", headers=headers).json() == 60


@pytest.mark.parametrize(
    ("wrong", "status"), [({"password": "guessed"}, 401), ({"username": "x"}, 401), ({"grant_type": "code"}, 400)]
)
def test_a_refused_log_in_says_error(sandbox: Sandbox, wrong: dict[str, str], status: int) -> None:
    answer = login(sandbox, **(LOGIN | wrong))
    assert (answer.status_code, answer.json().keys()) == (status, {"error"})


def test_a_token_dies() -> None:
    life_in_a_tenth_of_a_second = 12_000
    with running_sandbox(companies=0, time_scale=life_in_a_tenth_of_a_second) as sandbox:
        headers = {"Authorization": f"Bearer {login(sandbox, **LOGIN).json()['access_token']}"}
        statuses = []
        while not statuses or statuses[-1] == 200:
            statuses.append(sandbox.http.get(f"{BASE}/Company/Count", headers=headers).status_code)
            assert len(statuses) < 1000
    assert (statuses[0], statuses[-1]) == (200, 401)


def test_a_key_that_only_reads_writes_nothing(sandbox: Sandbox, crm: httpx.Client) -> None:
    reader = {"ApiKey": "sandbox-readonly"}
    before = sandbox.state("teamsystem", "company")
    assert crm.get("/Company/7001", headers=reader).status_code == 200
    told(crm.post("/Company/CreateOrUpdate", json={"companyName": "Rossi"}, headers=reader), 403)
    told(crm.put("/Company", json={"companyName": "Rossi"}, headers=reader), 403)
    told(crm.delete("/Company/7001", headers=reader), 403)
    assert sandbox.state("teamsystem", "company") == before


def test_the_state_tells_whose_key_wrote_and_the_api_does_not(sandbox: Sandbox, crm: httpx.Client) -> None:
    key = crm.put("/Company", json={"companyName": "Rossi"}, headers={"ApiKey": "sandbox-giulia"}).json()
    assert sandbox.record("teamsystem", "company", key)["_by"] == "giulia"
    assert "_by" not in read(crm, key)
    stored(crm, id=key, city="Bari")
    assert sandbox.record("teamsystem", "company", key)["_by"] == "amministratore"
    assert sandbox.edit("teamsystem", "company", key, city="Roma")["_by"] == "by hand"


def test_a_key_is_revoked_narrowed_and_made_by_hand(sandbox: Sandbox, crm: httpx.Client) -> None:
    (mine,) = [one["id"] for one in sandbox.state("teamsystem", "webapikey").values() if one["key"] == "sandbox"]
    sandbox.edit("teamsystem", "webapikey", mine, scope="read")
    told(crm.delete("/Company/7001"), 403)
    sandbox.delete("teamsystem", "webapikey", mine)
    told(crm.get("/Company"), 401)
    sandbox.add("teamsystem", "webapikey", key="another", user="giulia")
    assert crm.get("/Company/Count", headers={"ApiKey": "another"}).json() == 60
    assert sandbox.http.post(f"{STATE}/webapikey", json={"key": ""}).status_code == 400


def test_sixty_calls_a_minute_are_answered(crm: httpx.Client) -> None:
    statuses = [crm.get("/Company/Count").status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    answer = crm.get("/Company/Count")
    told(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_faults_leave_the_log_in_alone_and_speak_the_vendors_shape(sandbox: Sandbox, crm: httpx.Client) -> None:
    sandbox.fault("stores-then-500", system="teamsystem")
    assert login(sandbox, **LOGIN).status_code == 200
    told(crm.put("/Company", json={"companyName": "Rossi"}), 500)
    assert crm.get("/Company/Count").json() == 61
    sandbox.fault("not-activated", system="teamsystem")
    told(crm.get("/Company"), 403)
    assert login(sandbox, **LOGIN).status_code == 200
    sandbox.fault("shrunk", system="teamsystem")
    assert len(crm.get("/Company").json()) == crm.get("/Company/Count").json() == 13
    sandbox.fault("rejects", contains="Rossi", message="no")
    assert told(crm.put("/Company", json={"companyName": "Officine Rossi"}, headers=FLAT)) == "no"
