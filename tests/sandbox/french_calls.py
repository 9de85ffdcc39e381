"""Calls of the French stand-ins, and what tests look for in their answers."""

from typing import Any

import httpx

Record = dict[str, Any]


def made(client: httpx.Client, path: str, sent: Record) -> Record:
    answer = client.post(path, json=sent)
    assert answer.status_code == 201, answer.text
    record: Record = answer.json()
    return record


def changed(client: httpx.Client, path: str, **sent: object) -> Record:
    answer = client.put(path, json=sent)
    assert answer.status_code == 200, answer.text
    record: Record = answer.json()
    return record


def found(client: httpx.Client, path: str, **asked: object) -> list[int]:
    """The ids of a list, which has to fit on one page."""
    answer = client.get(path, params={"pageSize": 200, **asked})
    assert answer.status_code == 200, answer.text
    return [record["id"] for record in answer.json()["items"]]


def fields_at_fault(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 400, answer.text
    assert answer.json()["message"] == "Données invalides"
    return {error["field"] for error in answer.json()["errors"]}
