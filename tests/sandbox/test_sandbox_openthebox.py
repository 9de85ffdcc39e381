"""openthebox over HTTP: tokens, one company by its number, and what is refused."""

import time

import httpx
import pytest

from tests.sandbox.calls import credentials
from tests.sandbox_fixture import Sandbox, running_sandbox


def test_a_token_is_given_for_the_right_client(sandbox: Sandbox) -> None:
    answer = httpx.post(f"{sandbox.base_url}/openthebox/oauth/token", json=credentials())
    assert answer.status_code == 200
    assert answer.json().keys() == {"access_token", "token_type", "expires_in"}
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 86_400)


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"client_secret": "guessed"}, 401),
        ({"client_id": "guessed"}, 401),
        ({"audience": "https://elsewhere.be"}, 401),
        ({"grant_type": "password"}, 403),
        ({"scope": "all"}, 400),
    ],
)
def test_no_token_for_anything_else(sandbox: Sandbox, other: dict[str, str], status: int) -> None:
    answer = httpx.post(f"{sandbox.base_url}/openthebox/oauth/token", json=credentials(**other))
    assert answer.status_code == status
    assert "access_token" not in answer.text


def test_wrong_credentials_are_told_in_the_vendors_words(sandbox: Sandbox) -> None:
    answer = httpx.post(f"{sandbox.base_url}/openthebox/oauth/token", json=credentials(client_secret="no"))
    assert answer.json() == {"error": "access_denied", "error_description": "Unauthorized"}


def test_a_company_is_answered_by_its_number(sandbox: Sandbox, box: httpx.Client) -> None:
    for pid, company in sandbox.state("openthebox", "company").items():
        assert box.get(f"/api/companies/{pid}").json() == company


@pytest.mark.parametrize(("number", "status"), [("BE0000000097", 404), ("0403449823", 400), ("BE403449823", 400)])
def test_other_numbers_are_answered_in_plain_text(box: httpx.Client, number: str, status: int) -> None:
    answer = box.get(f"/api/companies/{number}")
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer sandbox"}, {"Authorization": "Basic c2FuZGJveA=="}])
def test_calls_without_a_token_are_refused(sandbox: Sandbox, header: dict[str, str]) -> None:
    pid = next(iter(sandbox.state("openthebox", "company")))
    answer = httpx.get(f"{sandbox.base_url}/openthebox/api/companies/{pid}", headers=header)
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_token"})


def test_unknown_parameters_and_paths_are_refused(sandbox: Sandbox, box: httpx.Client) -> None:
    pid = next(iter(sandbox.state("openthebox", "company")))
    assert box.get(f"/api/companies/{pid}", params={"lang": "nl"}).status_code == 400
    assert box.get("/api/companies").status_code == 404
    assert box.post(f"/api/companies/{pid}", json={}).status_code == 405


def test_a_token_dies_after_a_day_of_the_vendors_time() -> None:
    day_in_half_a_second = 172_800
    with running_sandbox(companies=1, time_scale=day_in_half_a_second) as sandbox:
        company = f"{sandbox.base_url}/openthebox/api/companies/{next(iter(sandbox.state('openthebox', 'company')))}"
        token = httpx.post(f"{sandbox.base_url}/openthebox/oauth/token", json=credentials()).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.get(company, headers=headers).status_code == 200
        time.sleep(0.5)
        assert httpx.get(company, headers=headers).status_code == 401
