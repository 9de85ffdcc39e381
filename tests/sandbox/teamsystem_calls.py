"""What tests of TeamSystem's stand-in send."""

from typing import Any

import httpx

from tests.sandbox_fixture import Sandbox

KEY = {"ApiKey": "sandbox"}
FLAT = {"Crm-FreeFieldsStyle": "AsValueOnlyParentProperties"}
LOGIN = {"grant_type": "password", "username": "sandbox", "password": "sandbox"}
STATE = "/_sandbox/state/teamsystem"


def stored(crm: httpx.Client, kind: str = "Company", **sent: Any) -> int:
    """The id of a record that was created or changed; a write answers nothing else."""
    answer = crm.post(f"/{kind}/CreateOrUpdate", json=sent)
    assert answer.status_code == 200, answer.text
    assert type(answer.json()) is int
    return int(answer.json())


def read(crm: httpx.Client, key: int, kind: str = "Company", **headers: str) -> dict[str, Any]:
    record: dict[str, Any] = crm.get(f"/{kind}/{key}", headers=headers).raise_for_status().json()
    return record


def found(crm: httpx.Client, text: str, kind: str = "Company", **asked: Any) -> list[int]:
    """The ids that a filter finds."""
    answer = crm.get(f"/{kind}/SearchByODataCriteria", params={"$filter": text, "$top": 500, **asked})
    assert answer.status_code == 200, answer.text
    return [record["id"] for record in answer.json()]


def told(answer: httpx.Response, status: int = 400) -> str:
    """The message of a refused call, which holds nothing else."""
    assert answer.status_code == status, answer.text
    assert answer.json().keys() == {"message"}
    return str(answer.json()["message"])


def switched(sandbox: Sandbox, **switches: Any) -> None:
    sandbox.edit("teamsystem", "setting", 1, **switches)
