"""Every request made of Sellsy and Altior in the life of a firm is one the reference allows, body and query too."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.sandbox.app import create_app
from passerelle.sandbox.config import SandboxConfig
from passerelle.settings import Settings
from tests.contract.firms_life import live
from tests.contract.requests_table import Call, Table
from tests.firm_fixture import Firm, environment, rooted
from tests.sandbox_fixture import running_sandbox

ROOT = Path(__file__).parents[2]
FACT = re.compile(r"^\| `([a-z0-9.]+)` \| (?:confirmed|assumed) \|", re.MULTILINE)
SYSTEMS = ("sellsy", "altior")
TABLES = (*SYSTEMS, "reviso")
"""Those of other systems are held against what their clients' own tests ask."""
pytestmark = pytest.mark.xdist_group("requests")


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    """The table of each system."""
    return {system: Table(system) for system in TABLES}


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Call]]:
    """Every call in the life of a firm."""
    home = tmp_path_factory.mktemp("firm")
    with running_sandbox(companies=25, seed=5, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        live(Firm(sandbox, Settings(home=home, root=rooted(home))))
        yield sandbox.requests()


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_request_is_one_the_reference_allows(system: str, calls: list[Call], tables: dict[str, Table]) -> None:
    made = [call for call in calls if call["system"] == system]
    assert [fault for call in made for fault in tables[system].faults(call)] == []


LIVED = {
    "sellsy": {
        "POST /oauth2/access-tokens",
        "GET /v2/custom-fields",
        "GET /v2/companies",
        "GET /v2/individuals",
        "POST /v2/companies/search",
        "POST /v2/individuals/search",
        "POST /v2/companies",
        "POST /v2/individuals",
        "GET /v2/companies/{id}",
        "PUT /v2/companies/{id}",
        "POST /v2/companies/{id}/addresses",
        "POST /v2/individuals/{id}/addresses",
        "PUT /v2/companies/{id}/addresses/{id}",
        "PUT /v2/companies/{id}/custom-fields",
        "PUT /v2/individuals/{id}/custom-fields",
        "POST /v2/companies/{id}/convert",
    },
    "altior": {
        "GET /titles",
        "GET /users",
        "GET /establishments",
        "GET /thirdparties",
        "GET /thirdparties/{id}",
        "POST /thirdparties",
        "PUT /thirdparties/{id}",
    },
}
"""Calls a firm's life is known to need: without them nothing would have been tried."""


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_firms_life_makes_calls_of_every_kind(system: str, calls: list[Call], tables: dict[str, Table]) -> None:
    made = {tables[system].name_of(call) for call in calls if call["system"] == system}
    assert LIVED[system] - made == set()


@pytest.mark.parametrize("system", TABLES)
def test_a_table_cites_facts_of_the_reference_and_names_what_the_stand_in_serves(
    system: str, tables: dict[str, Table], tmp_path: Path
) -> None:
    facts = set(FACT.findall((ROOT / "docs" / "systems.md").read_text(encoding="utf-8")))
    assert tables[system].facts - facts == set()
    app = create_app(SandboxConfig(home=tmp_path, companies=0))
    app.state.world.close()
    paths = app.openapi()["paths"].items()
    served = {
        f"{method.upper()} {path.replace('{version}', 'latest')}"
        for path, methods in paths
        for method in methods
        if path.startswith(f"/{system}/")
    }
    listed = {
        name.replace(" /", f" {tables[system].prefix}/", 1).replace("{code}", "{id}")
        for name in tables[system].requests
    }
    assert {re.sub(r"\{\w+\}", "{id}", name) for name in served} == listed


def call(method: str, path: str, body: Any = None, **query: Any) -> Call:
    """A request of Sellsy."""
    return {"method": method, "path": f"/sellsy/v2{path}", "query": query, "body": body}


NEW = {"type": "client", "name": "Brun"}
RELATED = [{"type": "company", "id": 1}]
NEW_DEAL = {"name": "Site", "pipeline": 1, "step": 11, "related": RELATED}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (call("GET", "/suppliers"), "no such call"),
        (call("PATCH", "/companies/12", {"name": "Brun"}), "no such call"),
        (call("POST", "/individuals/3/contacts/4", {"roles": []}), "no such call"),
        (call("GET", "/companies", embed="owner"), "'embed' was unexpected"),
        (call("GET", "/companies", **{"embed[]": ["owner", "cf"]}), "'cf' does not match"),
        (call("GET", "/companies", limit="101"), "'101' does not match"),
        (call("GET", "/contacts", order="updated_at"), "'updated_at' is not one of"),
        (call("GET", "/companies/12", limit="10"), "'limit' was unexpected"),
        (call("POST", "/companies/search", {}), "'filters' is a required property"),
        (call("POST", "/companies/search", {"filters": {}, "limit": 10}), "'limit' was unexpected"),
        (call("POST", "/companies/search", {"filters": {"siren": "552100554"}}), "'siren' was unexpected"),
        (call("POST", "/individuals/search", {"filters": {"siret": "1"}}), "'siret' was unexpected"),
        (call("POST", "/contacts/search", {"filters": {"updated_at": {"start": "x"}}}), "'updated_at' was unexpected"),
        (call("POST", "/opportunities/search", {"filters": {"updated": {}}}), "'updated' was unexpected"),
        (call("POST", "/companies", {"name": "Brun"}), "'type' is a required property"),
        (call("POST", "/companies", NEW | {"sync": {}}), "'sync' was unexpected"),
        (call("POST", "/companies"), "None is not of type 'object'"),
        (call("PUT", "/companies/12", NEW), "'type' was unexpected"),
        (call("PUT", "/companies/12", {"legal_france": {"siret": "552 100 554 00013"}}), "is too long"),
        (call("PUT", "/companies/12", {"number_of_employees": {"id": 1}}), "is not of type 'integer'"),
        (call("GET", "/companies/12", {"name": "Brun"}), "takes no body"),
        (call("PUT", "/companies/12/custom-fields", {"custom_fields": []}), "is not of type 'array'"),
        (call("PUT", "/companies/12/custom-fields", [{"id": "41", "value": True}]), "is not of type 'integer'"),
        (call("POST", "/companies/12/addresses", {"name": "Principal"}), "'city' is a required property"),
        (call("POST", "/companies/12/contacts/4", {"roles": ["buyer"]}), "'buyer' is not one of"),
        (call("POST", "/companies/12/convert", {"target": "prospect"}), "'client' was expected"),
        (call("POST", "/contacts", {"last_name": "Brun", "company_id": 12}), "'company_id' was unexpected"),
        (call("POST", "/opportunities", NEW_DEAL | {"amount": 12.5}), "is not of type 'string'"),
        (call("POST", "/opportunities", NEW_DEAL | {"estimated_amount": "1"}), "'estimated_amount' was unexpected"),
        (call("POST", "/opportunities", NEW_DEAL | {"related": RELATED * 2}), "Too many items match"),
        (call("PATCH", "/opportunities/7", {"related": RELATED}), "'related' was unexpected"),
    ],
)
def test_a_request_the_reference_does_not_allow_is_named(asked: Call, told: str, tables: dict[str, Table]) -> None:
    faults = tables["sellsy"].faults(asked)
    assert any(told in fault and fault.startswith(f"{asked['method']} {asked['path']}:") for fault in faults), faults


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (call("GET", "/thirdparties", pageSize="201"), "'201' does not match"),
        (call("GET", "/thirdparties", externalKey="SELLSY"), "'externalValue' is a dependency"),
        (call("GET", "/thirdparties/12", page="1"), "'page' was unexpected"),
        (call("DELETE", "/thirdparties/12"), "no such call"),
        (call("PUT", "/thirdparties/12", {"code": "T1"}), "'code' was unexpected"),
        (call("PUT", "/thirdparties/12", {"siret": "552 100 554 00013"}), "does not match"),
        (call("POST", "/quotes", {}), "no such call"),
        (call("POST", "/contacts", {"lastName": "Brun", "links": [{"thirdPartyId": 1}]}), "'roles' is a required"),
    ],
)
def test_a_request_altior_is_not_assumed_to_allow_is_named(asked: Call, told: str, tables: dict[str, Table]) -> None:
    faults = tables["altior"].faults(asked | {"path": asked["path"].replace("/sellsy/v2", "/altior")})
    assert any(told in fault for fault in faults), faults


LISTS = {"currency": "EUR", "customerGroup": {"customerGroupNumber": 1}, "paymentTerms": {"paymentTermsNumber": 1}}
NEW_CUSTOMER = {"name": "Rossi", **LISTS, "vatZone": {"vatZoneNumber": 1}}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (call("GET", "/customers", pagesize="1001"), "'1001' does not match"),
        (call("GET", "/customers", filter="italianCertifiedEmail$eq:a@b.example"), "does not match"),
        (call("GET", "/customers", filter="name$eq:Rossi (Bologna)"), "does not match"),
        (call("GET", "/customers", filter="name$eq:Rossi$xor:name$eq:Bianchi"), "does not match"),
        (call("GET", "/customers", filter="lastUpdated$gte:2026-11-22T10:00:00+01:00"), "does not match"),
        (call("GET", "/customers", sort="barred"), "does not match"),
        (call("GET", "/provinces/39"), "no such call"),
        (call("POST", "/customers", {"name": "Rossi"}), "'vatZone' is a required property"),
        (call("POST", "/customers", NEW_CUSTOMER | {"attention": {"customerContactNumber": 1}}), "was unexpected"),
        (call("PUT", "/customers/12", LISTS), "'name' is a required property"),
        (call("PUT", "/customers/12", NEW_CUSTOMER | {"email": None}), "None is not of type 'string'"),
        (call("PUT", "/customers/12", NEW_CUSTOMER | {"balance": 0}), "'balance' was unexpected"),
        (call("PUT", "/customers/12", NEW_CUSTOMER | {"paymentType": {"name": "RID"}}), "was unexpected"),
        (call("PUT", "/customers/12/contacts/3", {"name": "Anna"}), "'customerContactNumber' is a required"),
        (call("POST", "/customers/12/contacts", {"name": "Anna", "mobile": "3"}), "'mobile' was unexpected"),
    ],
)
def test_a_request_reviso_does_not_allow_is_named(asked: Call, told: str, tables: dict[str, Table]) -> None:
    faults = tables["reviso"].faults(asked | {"path": asked["path"].replace("/sellsy/v2", "/reviso")})
    assert any(told in fault for fault in faults), faults


def test_a_filter_reviso_allows_is_let_through(tables: dict[str, Table]) -> None:
    wanted = "name$eq:Rossi $(Bologna$)$or:vatNumber$eq:IT00743110157$and:lastUpdated$gte:2026-11-22T10:00:00Z"
    asked = call("GET", "/customers", filter=wanted, sort="-lastUpdated", pagesize="1000")
    assert tables["reviso"].faults(asked | {"path": "/reviso/customers"}) == []
