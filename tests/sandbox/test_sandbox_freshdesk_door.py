"""Who is let into Freshdesk, how often, and what every answer says."""

from typing import Any

import httpx
import pytest

from tests.sandbox.freshdesk_calls import BASE, faults, nothing, read, switched
from tests.sandbox_fixture import Sandbox


@pytest.mark.parametrize("password", ["X", "unused_with_api_key", ""])
def test_a_key_opens_with_any_password(sandbox: Sandbox, password: str) -> None:
    answer = sandbox.http.get(f"{BASE}/agents/me", auth=("sandbox", password))
    assert (answer.status_code, answer.json()["contact"]["email"]) == (200, "nadia.lambert@support.example")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer sandbox"}, {"Authorization": "Basic !"}])
def test_nobody_else_is_let_in(sandbox: Sandbox, headers: dict[str, str]) -> None:
    answer = sandbox.http.get(f"{BASE}/contacts", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_credentials")
    assert sandbox.http.get(f"{BASE}/contacts", auth=("guessed", "X")).status_code == 401


def test_every_answer_has_the_vendors_headers(portal: httpx.Client) -> None:
    for path, left in (("/contacts/1", 399), ("/contacts", 398), ("/contacts?page=0", 397)):
        headers = portal.get(path).headers
        assert headers["X-Freshdesk-Api-Version"] == "latest=v2; requested=v2"
        assert headers["x-request-id"]
        limits = [headers[f"X-RateLimit-{name}"] for name in ("Total", "Remaining", "Used-CurrentRequest")]
        assert limits == ["400", str(left), "1"]
        assert "retry-after" not in headers


@pytest.mark.parametrize(("plan", "calls"), [("trial", 50), ("growth", 200)])
def test_a_plan_allows_so_many_calls_a_minute(sandbox: Sandbox, portal: httpx.Client, plan: str, calls: int) -> None:
    switched(sandbox, plan=plan)
    statuses = [portal.get("/contacts/1").status_code for _ in range(calls + 1)]
    assert statuses == [404] * calls + [429]
    answer = portal.get("/account")
    assert answer.json() == {"message": "You have exceeded the limit of requests per minute"}
    assert 0 < int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(("plan", "lists"), [("growth", 20), ("pro", 100)])
def test_a_plan_allows_fewer_lists_of_contacts(sandbox: Sandbox, portal: httpx.Client, plan: str, lists: int) -> None:
    switched(sandbox, plan=plan)
    statuses = [portal.get("/contacts", params={"per_page": 1}).status_code for _ in range(lists + 1)]
    assert statuses == [200] * lists + [429]
    assert portal.get("/companies", params={"per_page": 1}).status_code == 200
    switched(sandbox, add_on=2000)
    answer = portal.get("/contacts", params={"per_page": 1})
    assert (answer.status_code, answer.headers["X-RateLimit-Total"]) == (200, "2000")


def test_an_include_costs_a_call(portal: httpx.Client) -> None:
    answer = portal.get("/contacts", params={"include": "company"})
    assert faults(answer) == [("include", "invalid_value")]
    assert answer.headers["X-RateLimit-Used-CurrentRequest"] == "2"
    assert answer.headers["X-RateLimit-Remaining"] == "398"


@pytest.mark.parametrize("accepted", ["text/html", "application/xml;q=1"])
def test_json_alone_is_answered(portal: httpx.Client, accepted: str) -> None:
    nothing(portal.get("/contacts", headers={"Accept": accepted}), 406)
    assert portal.get("/contacts", headers={"Accept": "text/html, */*;q=0.5"}).status_code == 200


@pytest.mark.parametrize("sent", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_json_alone_is_taken(portal: httpx.Client, sent: str) -> None:
    answer = portal.post("/contacts", content="name=x", headers={"Content-Type": sent})
    assert (answer.status_code, answer.json().keys()) == (415, {"message"})


@pytest.mark.parametrize("sent", ["{", "[]", '"text"', ""])
def test_a_body_is_a_json_object(portal: httpx.Client, sent: str) -> None:
    answer = portal.post("/contacts", content=sent, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_json")


def test_what_is_not_there_is_answered_without_a_word(portal: httpx.Client) -> None:
    nothing(portal.get("/contacts/1"), 404)
    nothing(portal.put("/companies/1", json={"note": "x"}), 404)
    nothing(portal.get("/tickets"), 404)
    nothing(portal.patch("/contacts/9001", json={}), 405)


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"page": 0}, "page"), ({"per_page": 101}, "per_page"), ({"per_page": "x"}, "per_page"), ({"page": -1}, "page")],
)
def test_pages_have_a_range(portal: httpx.Client, asked: dict[str, Any], field: str) -> None:
    assert faults(portal.get("/contacts", params=asked)) == [(field, "invalid_value")]
    assert faults(portal.get("/companies", params={"name": "x"})) == [("name", "invalid_field")]


def test_the_link_leads_to_the_next_page_as_long_as_there_is_one(sandbox: Sandbox, portal: httpx.Client) -> None:
    seen, url = [], f"{sandbox.base_url}{BASE}/contacts?per_page=7&_updated_since=2020-01-01T00:00:00Z"
    while url:
        answer = portal.get(url)
        seen += [one["id"] for one in answer.json()]
        url = answer.links.get("next", {}).get("url", "")
    assert len(seen) == len(set(seen)) == len(sandbox.state("freshdesk", "contact"))
    assert len(read(portal, "/contacts")) == 30


def test_the_account_and_its_agents_tell_of_themselves(sandbox: Sandbox, portal: httpx.Client) -> None:
    switched(sandbox, plan="growth", time_zone="Paris")
    account = read(portal, "/account")
    assert (account["tier_type"], account["timezone"], account["total_agents"]["full_time"]) == ("Growth", "Paris", 3)
    assert read(portal, "/agents/102")["contact"]["name"] == "Karim Haddad"
    sandbox.edit("freshdesk", "agent", 101, api_key="another")
    assert portal.get("/account").status_code == 401
    assert sandbox.http.get(f"{BASE}/account", auth=("another", "X")).status_code == 200


def test_faults_speak_the_vendors_shape(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.fault("not-activated", system="freshdesk")
    assert portal.get("/contacts").json()["code"] == "access_denied"
    sandbox.fault("unauthorized", system="freshdesk")
    assert portal.get("/contacts").json()["code"] == "invalid_credentials"
    sandbox.fault("stores-then-500", system="freshdesk")
    answer = portal.post("/companies", json={"name": "Rossi"})
    assert (answer.status_code, answer.json().keys()) == (500, {"message"})
    sandbox.fault("rejects", system="freshdesk", contains="Rossi", message="no")
    assert portal.post("/contacts", json={"name": "Mario Rossi", "phone": "1"}).json()["errors"][0]["message"] == "no"
    sandbox.fault("none")
    assert faults(portal.post("/companies", json={"name": "Rossi"}), 409) == [("name", "duplicate_value")]
    sandbox.fault("empty", system="freshdesk")
    assert read(portal, "/companies") == read(portal, "/contacts") == []


def test_an_answer_that_is_lost_leaves_what_was_stored(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.fault("stores-then-500", system="freshdesk", count=1)
    assert portal.post("/contacts", json={"name": "A", "email": "a@b.example"}).status_code == 500
    assert faults(portal.post("/contacts", json={"name": "A", "email": "a@b.example"}), 409)
    assert len(read(portal, "/contacts", email="a@b.example")) == 1
