"""What TeamSystem Cloud CRM may be asked: its table against the facts, the stand-in, and slips. What its client asks is
held against the table by its own tests."""

import re
from pathlib import Path
from typing import Any

import pytest

from passerelle.sandbox.app import create_app
from passerelle.sandbox.config import SandboxConfig
from tests.contract.requests_table import Call, Table

ROOT = Path(__file__).parents[2]
FACT = re.compile(r"^\| `([a-z0-9.]+)` \| (?:confirmed|assumed) \|", re.MULTILINE)
PREFIX = "/teamsystem/api/latest"


@pytest.fixture(scope="module")
def table() -> Table:
    """The requests the facts allow."""
    return Table("teamsystem")


def test_the_table_cites_facts_and_names_what_the_stand_in_serves(table: Table, tmp_path: Path) -> None:
    facts = set(FACT.findall((ROOT / "docs" / "systems.md").read_text(encoding="utf-8")))
    assert table.facts - facts == set()
    app = create_app(SandboxConfig(home=tmp_path, companies=0))
    app.state.world.close()
    ours = {path.replace("{version}", "latest"): one for path, one in app.openapi()["paths"].items()}
    served = {f"{way.upper()} {path}" for path, ways in ours.items() for way in ways if path.startswith(PREFIX)}
    listed = {name.replace(" /", f" {PREFIX}/", 1) for name in table.requests}
    assert {re.sub(r"\{\w+\}", "{id}", name) for name in served} == listed


def call(method: str, path: str, body: Any = None, **query: Any) -> Call:
    """A request."""
    return {"method": method, "path": f"{PREFIX}{path}", "query": query, "body": body}


SELECTION = {"label": "Valuta", "entity": "company", "type": "Select"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (call("GET", "/Company/SearchByODataCriteria", **{"$top": "501"}), "'501' does not match"),
        (call("GET", "/Company/SearchByODataCriteria", **{"$select": "id"}), "'$select' was unexpected"),
        (call("GET", "/Company/Search", field="companyName", value="Rossi"), "'companyName' does not match"),
        (call("GET", "/Company/GetPolymorphicSchema", TypeNameHandling="all"), "'none' was expected"),
        (call("POST", "/Company/CreateOrUpdate", {"companyName": "Rossi", "full_name": "Rossi"}), "'full_name'"),
        (call("POST", "/Company/CreateOrUpdate", {"phones": ["051 000000"]}), "is not of type 'object'"),
        (call("POST", "/Company/CreateOrUpdate", {"state": "Italia"}), "'Italia' does not match"),
        (call("POST", "/Contact/CreateOrUpdate", {"surname": None}), "None is not of type 'string'"),
        (call("PUT", "/Company", {"id": 7001, "companyName": "Rossi"}), "0 was expected"),
        (call("POST", "/Lead/CreateOrUpdate", {"surname": "Rossi"}), "no such call"),
        (
            call(
                "POST", "/CustomField", {"label": "Valuta", "entity": "company", "type": "Select", "options": ["a,b"]}
            ),
            "'a,b'",
        ),
    ],
)
def test_a_request_that_is_not_allowed_is_named(asked: Call, told: str, table: Table) -> None:
    faults = table.faults(asked)
    assert any(told in fault for fault in faults), faults
