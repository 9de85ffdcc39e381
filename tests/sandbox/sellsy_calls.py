"""What tests of Sellsy's stand-in send."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.sandbox_fixture import Sandbox

RIGHT = {"grant_type": "client_credentials", "client_id": "sandbox", "client_secret": "sandbox"}
TOKENS = "/sellsy/oauth2/access-tokens"
FIELD = 41
"""The id of the custom field "Synchronisation Altior"."""


@contextmanager
def sellsy_client(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client of the API with a living token."""
    token = sandbox.http.post(TOKENS, json=RIGHT).raise_for_status().json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{sandbox.base_url}/sellsy/v2", headers=headers, timeout=60) as client:
        yield client


def details_of(answer: httpx.Response) -> dict[str, str]:
    """The fields that a refused call names, each with the message."""
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.keys()) == (400, 400, {"code", "message", "details", "context"})
    details: dict[str, str] = error["details"]
    return details


def ids(answer: httpx.Response) -> list[int]:
    """The ids on a page."""
    return [record["id"] for record in answer.raise_for_status().json()["data"]]


def searched(client: httpx.Client, path: str, query: str = "limit=100", **filters: Any) -> list[int]:
    """The ids that a search finds."""
    return ids(client.post(f"{path}/search?{query}", json={"filters": filters}))


def all_pages(client: httpx.Client, path: str, **query: Any) -> list[int]:
    """The ids on all pages of a list, until one is not full."""
    found: list[int] = []
    asked = {"limit": 20, **query}
    while True:
        page = client.get(path, params=asked).raise_for_status().json()
        found += [record["id"] for record in page["data"]]
        assert page["pagination"]["offset"] is not None
        if page["pagination"]["count"] < asked["limit"]:
            return found
        asked["offset"] = page["pagination"]["offset"]


def new_company(**other: Any) -> dict[str, Any]:
    return {"type": "client", "name": "Atelier Brun"} | other


def new_address(**other: Any) -> dict[str, Any]:
    place = {"name": "Principal", "address_line_1": "12 rue des Lilas", "postal_code": "75011", "city": "Paris"}
    return place | {"country_code": "FR"} | other
