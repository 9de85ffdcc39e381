"""Every request made of Corporama, artis.net and the French register is one they allow, query and body too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.engine.search import search
from passerelle.sandbox.app import create_app
from passerelle.sandbox.config import SandboxConfig
from tests.contract.requests_table import Call, Table
from tests.import_fixture import Sales, ready_sales
from tests.sandbox_fixture import running_sandbox

ROOT = Path(__file__).parents[2]
FACT = re.compile(r"^\| `([a-z0-9.]+)` \| (?:confirmed|assumed) \|", re.MULTILINE)
SYSTEMS = ("corporama", "artis", "recherche_entreprises")


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    """The table of each system."""
    return {system: Table(system) for system in SYSTEMS}


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Call]]:
    """Every call of what people do with these systems."""
    home = tmp_path_factory.mktemp("sales")
    with running_sandbox(companies=60, seed=5, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        live(ready_sales(sandbox, home, patch))
        yield sandbox.requests()


def live(sales: Sales) -> None:
    """Search, import companies with a site and people, and import them again with something corrected."""
    siret, other = sales.several(2, contacts=True)
    branch = next(one for one, sheet in sales.sheets.items() if sheet["siege"] == 0 and len(sheet["siret"]) == 14)
    for text, narrowed in (("sa", {"postcode": "75011"}), ("", {"naf": "6201Z"}), (siret, {}), (siret[:9], {})):
        search("corporama-companies-artis", text, "fr", sales.settings, narrowed)
    sales.prepared(siret)
    sales.run(siret, other, branch, contacts=("all",))
    contact = f"{siret[:9]}/{sales.sheets[siret]['contacts'][0]['id']}"
    corrected = {siret[:9]: {"phone": "01 99 00 55 55", "website": ""}, contact: {"phone": "01 99 00 55 56"}}
    sales.run(siret, other, branch, contacts=("all",), update_existing=True, overrides=corrected)


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_request_is_one_the_reference_allows(system: str, calls: list[Call], tables: dict[str, Table]) -> None:
    made = [call for call in calls if call["system"] == system]
    assert [fault for call in made for fault in tables[system].faults(call)] == []


LIVED = {
    "corporama": {"GET /societes", "GET /societes/{number}", "GET /credits"},
    "artis": {
        "GET /classifications",
        "GET /organisationsinternes",
        "GET /codespostaux",
        "GET /organisations",
        "POST /organisations",
        "PUT /organisations/{id}",
        "GET /sites",
        "POST /sites",
        "GET /interlocuteurs",
        "POST /interlocuteurs",
        "PUT /interlocuteurs/{id}",
    },
    "recherche_entreprises": {"GET /search"},
}
"""Calls an import is known to need: without them nothing would have been tried."""


@pytest.mark.parametrize("system", SYSTEMS)
def test_imports_make_calls_of_every_kind(system: str, calls: list[Call], tables: dict[str, Table]) -> None:
    made = {tables[system].name_of(call) for call in calls if call["system"] == system}
    assert LIVED[system] - made == set()


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_table_cites_facts_of_the_reference_and_names_what_the_stand_in_serves(
    system: str, tables: dict[str, Table], tmp_path: Path
) -> None:
    facts = set(FACT.findall((ROOT / "docs" / "systems.md").read_text(encoding="utf-8")))
    assert tables[system].facts - facts == set()
    app = create_app(SandboxConfig(home=tmp_path, companies=0))
    app.state.world.close()
    ours = {path: one for path, one in app.openapi()["paths"].items() if path.startswith(f"/{system}/")}
    served = {f"{way.upper()} {re.sub(r'{.*?}', '{id}', path)}" for path, ways in ours.items() for way in ways}
    listed = {name.replace(" /", f" /{system}/", 1) for name in tables[system].requests}
    assert served == {re.sub(r"{.*?}", "{id}", name) for name in listed}


def call(method: str, path: str, body: Any = None, **query: Any) -> Call:
    """A request."""
    return {"method": method, "path": path, "query": query, "body": body}


NEW = {"raisonSociale": "Brun", "adresse1": "1 rue A", "pays": "FR"}
ORGANISATIONS, PEOPLE = "/artis/organisations", "/artis/interlocuteurs"


@pytest.mark.parametrize(
    ("system", "asked", "told"),
    [
        ("corporama", call("GET", "/corporama/societes"), "is not valid under any of the given schemas"),
        ("corporama", call("GET", "/corporama/societes", nom="B"), "'B' does not match"),
        ("corporama", call("GET", "/corporama/societes/73282932000074", page="1"), "'page' was unexpected"),
        ("corporama", call("GET", "/corporama/societes", nom="Brun", pageSize="101"), "'101' does not match"),
        ("recherche_entreprises", call("GET", "/recherche_entreprises/search", q="ab"), "'ab' does not match"),
        ("recherche_entreprises", call("GET", "/recherche_entreprises/search", per_page="5"), "not valid under any"),
        ("recherche_entreprises", call("GET", "/recherche_entreprises/search", q="brun", include="siege"), "minimal"),
        ("artis", call("GET", ORGANISATIONS, siren="732829320", pageSize="201"), "'201' does not match"),
        ("artis", call("DELETE", f"{ORGANISATIONS}/12"), "no such call"),
        ("artis", call("POST", ORGANISATIONS, {"raisonSociale": "Brun"}), "'adresse1' is a required property"),
        ("artis", call("POST", ORGANISATIONS, NEW | {"code": "C1"}), "'code' was unexpected"),
        ("artis", call("POST", ORGANISATIONS, NEW | {"siret": "732 829 320 00074"}), "does not match"),
        ("artis", call("PUT", f"{ORGANISATIONS}/12", {"relations": []}), "'relations' was unexpected"),
        ("artis", call("PUT", "/artis/sites/12", {"organisationId": 4}), "'organisationId' was unexpected"),
        ("artis", call("POST", PEOPLE, {"nom": "Brun", "prenom": "Anne"}), "'titre' is a required property"),
        ("artis", call("POST", PEOPLE, {"confirmer": True}), "'confirmer' was unexpected"),
    ],
)
def test_a_request_that_is_not_allowed_is_named(system: str, asked: Call, told: str, tables: dict[str, Table]) -> None:
    faults = tables[system].faults(asked)
    assert any(told in fault for fault in faults), faults
