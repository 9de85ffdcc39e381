"""What tests of the stand-in for Reviso send, and what they look for in its answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.sandbox_fixture import Sandbox

Record = dict[str, Any]
TOKENS = {"X-AppSecretToken": "sandbox", "X-AgreementGrantToken": "sandbox"}
ROSSI: Record = {
    "name": "Officine Rossi Srl",
    "currency": "EUR",
    "customerGroup": {"customerGroupNumber": 1},
    "paymentTerms": {"paymentTermsNumber": 2},
    "vatZone": {"vatZoneNumber": 1},
}


@contextmanager
def reviso_client(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{sandbox.base_url}/reviso", headers=TOKENS, timeout=60) as client:
        yield client


def made(client: httpx.Client, **other: Any) -> Record:
    answer = client.post("/customers", json={**ROSSI, **other})
    assert answer.status_code == 201, answer.text
    record: Record = answer.json()
    return record


def found(client: httpx.Client, **asked: Any) -> list[int]:
    """The numbers of the customers of a list, which has to fit on one page."""
    answer = client.get("/customers", params={"pagesize": 1000, **asked})
    assert answer.status_code == 200, answer.text
    return [record["customerNumber"] for record in answer.json()["collection"]]


def faults(answer: httpx.Response) -> dict[str, str]:
    """The codes of the properties at fault, by name; of errors that are a tree."""
    assert answer.status_code == 400, answer.text
    return {name: held["errors"][0]["errorCode"] for name, held in answer.json()["errors"].items()}


def with_contact(sandbox: Sandbox, *, deleted: bool = False) -> Record:
    """A contact of the beginning."""
    contacts = sandbox.state("reviso", "contact").values()
    return next(contact for contact in contacts if contact["deleted"] == deleted)
