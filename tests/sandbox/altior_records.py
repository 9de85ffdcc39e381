"""What tests of the stand-in for Altior send, and what they look for in its answers."""

from typing import Any

import httpx

Record = dict[str, Any]
REFERENCE = {"type": "EXTERNAL", "key": "SELLSY", "name": "Sellsy", "value": "company/6657"}


def new_third_party(**other: object) -> Record:
    mandatory = {"nature": "MORAL", "type": "CLIENT", "name": "Atelier Brun"}
    return mandatory | {"establishment": "Siège", "user": "Camille Morel"} | other


def new_affaire(**other: object) -> Record:
    mandatory = {"name": "Rénovation", "thirdPartyId": 1, "establishment": "Siège", "user": "Karim Haddad"}
    return mandatory | other


def made(client: httpx.Client, path: str, sent: Record) -> Record:
    answer = client.post(path, json=sent)
    assert answer.status_code == 201, answer.text
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
