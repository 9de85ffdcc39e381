"""Sellsy over HTTP, at the door: tokens, quotas, the shape of errors."""

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.sellsy_calls import RIGHT, TOKENS, sellsy_client
from tests.sandbox_fixture import Sandbox, running_sandbox

PERIODS = ("Second", "Minute", "Day", "Month")


@pytest.fixture
def sellsy(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sellsy_client(sandbox) as client:
        yield client


@pytest.mark.parametrize("sent", [{"json": RIGHT}, {"data": RIGHT}], ids=["json", "form"])
def test_a_token_is_given_for_json_and_for_a_form(sandbox: Sandbox, sent: dict[str, dict[str, str]]) -> None:
    answer = httpx.post(f"{sandbox.base_url}{TOKENS}", **sent).raise_for_status().json()  # type: ignore[arg-type]
    assert answer == {"token_type": "Bearer", "expires_in": 3600, "access_token": answer["access_token"]}
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert httpx.get(f"{sandbox.base_url}/sellsy/v2/companies", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("other", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_wrong_clients_are_answered_in_the_words_of_oauth(
    sandbox: Sandbox, other: dict[str, str], status: int, error: str
) -> None:
    answer = httpx.post(f"{sandbox.base_url}{TOKENS}", json=RIGHT | other)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json().keys() == {"error", "error_description"}
    assert httpx.post(f"{sandbox.base_url}{TOKENS}", content=b"nonsense").status_code == 401


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer sandbox"}, {"Authorization": "Basic x"}])
def test_every_call_needs_a_token(sandbox: Sandbox, header: dict[str, str]) -> None:
    answer = httpx.get(f"{sandbox.base_url}/sellsy/v2/companies", headers=header)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["details"], error["context"]) == (401, 401, [], None)


def test_a_token_dies_after_an_hour() -> None:
    hour_in_1_s = 3600
    with running_sandbox(companies=0, time_scale=hour_in_1_s) as fast, sellsy_client(fast) as client:
        began = time.monotonic()
        statuses = [client.get("/staffs").status_code]
        while statuses[-1] == 200 and time.monotonic() < began + 5:
            time.sleep(0.1)
            statuses.append(client.get("/staffs").status_code)
    assert (statuses[0], statuses[-1]) == (200, 401)


def test_a_token_can_be_withdrawn_and_the_api_not_activated(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    sandbox.fault("expired-token", calls=2)
    assert [sellsy.get("/staffs").status_code for _ in range(4)] == [200, 200, 401, 401]
    sandbox.fault("not-activated", system="sellsy")
    assert httpx.post(f"{sandbox.base_url}{TOKENS}", json=RIGHT).status_code == 200
    assert (sellsy.get("/staffs").status_code, sellsy.get("/staffs").json()["error"]["code"]) == (403, 403)


def test_every_answer_says_what_is_left_of_the_quotas(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    answers = [sellsy.get("/companies"), sellsy.get("/companies/1"), sellsy.post("/companies", json={})]
    assert [answer.status_code for answer in answers] == [200, 404, 400]
    left = [[int(answer.headers[f"X-Quota-Remaining-By-{period}"]) for period in PERIODS] for answer in answers]
    assert left == [[24 - at, 999 - at, 99_999 - at, 1_999_999 - at] for at in range(3)]
    without_token = httpx.get(f"{sandbox.base_url}/sellsy/v2/companies")
    assert without_token.headers["X-Quota-Remaining-By-Second"] == "21"


def test_beyond_25_calls_a_second_calls_are_refused(sellsy: httpx.Client) -> None:
    answers = [sellsy.get("/staffs/99") for _ in range(27)]
    assert [answer.status_code for answer in answers] == [404] * 25 + [429] * 2
    assert answers[-1].json()["error"]["code"] == 429
    assert answers[-1].headers["X-Quota-Remaining-By-Second"] == "0"
    assert "Retry-After" not in answers[-1].headers


def test_the_quotas_can_be_read(sellsy: httpx.Client) -> None:
    sellsy.get("/staffs")
    quotas = sellsy.get("/quotas").json()
    assert quotas["api_rate_seconds"] == {"limit": 25, "used": 2}
    assert quotas.keys() == {f"api_rate_{period}" for period in ("seconds", "minutes", "days", "months")}


@pytest.mark.parametrize("path", ["/companies/1", "/companies/x", "/contacts/1001", "/individuals/1001", "/nothing"])
def test_what_is_not_there_is_answered_404_with_an_empty_array(sellsy: httpx.Client, path: str) -> None:
    answer = sellsy.get(path)
    assert answer.status_code == 404
    assert answer.json() == {"error": {"code": 404, "message": "Not Found", "details": [], "context": None}}


def test_a_missing_attribute_is_told_in_french(sellsy: httpx.Client) -> None:
    answer = sellsy.post("/contacts", json={"first_name": "Anne"})
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": 400,
        "message": "Le contenu de la requête est invalide: le champ 'last_name' est manquant.",
        "details": {"last_name": "Ce champ est manquant"},
        "context": None,
    }
    broken = sellsy.post("/contacts", content=b"{")
    assert (broken.status_code, broken.json()["error"]["details"]) == (400, [])
