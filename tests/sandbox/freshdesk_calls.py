"""What tests of Freshdesk's stand-in send."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.sandbox_fixture import Record, Sandbox

BASE = "/freshdesk/api/v2"
READ_ONLY = {"id", "created_at", "updated_at", "active", "avatar", "contact_type", "devices", "deleted"}


@contextmanager
def portal_client(sandbox: Sandbox, key: str = "sandbox") -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{sandbox.base_url}{BASE}", auth=(key, "any"), timeout=60) as client:
        yield client


def made(portal: httpx.Client, what: str, **sent: Any) -> Record:
    """A record that was created, or a field that was defined."""
    answer = portal.post(f"/{what}", json=sent)
    assert answer.status_code == 201, answer.text
    record: Record = answer.json()
    assert answer.headers["location"].endswith(f"{BASE}/{what}/{record['id']}")
    return record


def contact(portal: httpx.Client, **sent: Any) -> Record:
    """A new contact, with an e-mail unless another way to reach them is given."""
    reached = {} if sent.keys() & {"email", "phone", "mobile"} else {"email": "anna@voorbeeld.example"}
    return made(portal, "contacts", **{"name": "Anna Peeters", **reached, **sent})


def company(portal: httpx.Client, **sent: Any) -> Record:
    return made(portal, "companies", **{"name": "Voorbeeld BV", **sent})


def changed(portal: httpx.Client, path: str, **sent: Any) -> Record:
    answer = portal.put(path, json=sent)
    assert answer.status_code == 200, answer.text
    record: Record = answer.json()
    return record


def read(portal: httpx.Client, path: str, **asked: Any) -> Any:
    answer = portal.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(portal: httpx.Client, path: str, **asked: Any) -> list[int]:
    """The ids of a list of one page."""
    return [record["id"] for record in read(portal, path, **{"per_page": 100, **asked})]


def faults(answer: httpx.Response, status: int = 400) -> list[tuple[str, str]]:
    """The fields at fault, and the codes."""
    assert answer.status_code == status, answer.text
    assert answer.json().keys() == {"description", "errors"}
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def nothing(answer: httpx.Response, status: int = 204) -> None:
    """An answer without a body."""
    assert (answer.status_code, answer.content) == (status, b"")


def switched(sandbox: Sandbox, **switches: Any) -> None:
    sandbox.edit("freshdesk", "setting", 1, **switches)
