"""AdminPulse over HTTP, reading: keys, pages, filters."""

import httpx
import pytest

from tests.sandbox_fixture import Sandbox, running_sandbox


@pytest.mark.parametrize("path", ["/relations", "/relations/1", "/companies"])
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer other"}, {"Authorization": "sandbox"}])
def test_every_call_needs_the_key(sandbox: Sandbox, path: str, header: dict[str, str]) -> None:
    answer = httpx.get(f"{sandbox.base_url}/adminpulse{path}", headers=header)
    assert answer.status_code == 401
    assert answer.json().keys() == {"message"}


def test_the_pages_hold_every_active_relation_once(sandbox: Sandbox, office: httpx.Client) -> None:
    first = office.get("/relations", params={"pageSize": 20}).json()
    pages = [office.get("/relations", params={"pageSize": 20, "page": at}).json() for at in range(first["pageCount"])]
    read = [relation["id"] for page in pages for relation in page["results"]]
    kept = sandbox.state("adminpulse", "relation").values()
    assert read == [relation["id"] for relation in kept if not relation["inactive"]]
    assert all(len(page["results"]) == 20 for page in pages[:-1])
    assert office.get("/relations", params={"pageSize": 20, "page": first["pageCount"]}).json()["results"] == []


def test_inactive_relations_are_hidden_unless_asked_for(sandbox: Sandbox, office: httpx.Client) -> None:
    kept = sandbox.state("adminpulse", "relation")
    inactive = {relation["id"] for relation in kept.values() if relation["inactive"]}
    usual = {relation["id"] for relation in office.get("/relations?pageSize=400").json()["results"]}
    with_them = office.get("/relations?pageSize=400&includeInactive=true").json()["results"]
    assert inactive
    assert not usual & inactive
    assert {relation["id"] for relation in with_them} == usual | inactive


@pytest.mark.parametrize(
    "query", ["pageSize=401", "pageSize=0", "page=-1", "page=x", "vatNumber=BE0403449823", "vatNumber=12", "sort=name"]
)
def test_parameters_that_are_not_understood_are_refused(office: httpx.Client, query: str) -> None:
    answer = office.get(f"/relations?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == query.split("=")[0]


def test_without_a_page_size_a_hundred_are_answered() -> None:
    with running_sandbox(companies=150) as sandbox:
        headers = {"Authorization": "Bearer sandbox"}
        answer = httpx.get(f"{sandbox.base_url}/adminpulse/relations", headers=headers).json()
    assert (len(answer["results"]), answer["pageCount"]) == (100, 2)


def test_the_vat_filter_compares_the_digits_that_were_typed(sandbox: Sandbox, office: httpx.Client) -> None:
    dotted = sandbox.add("adminpulse", "relation", name="A", vatNumber="BE 0403.449.823")
    without_zero = sandbox.add("adminpulse", "relation", name="B", vatNumber="403449823")
    ten = office.get("/relations?vatNumber=0403449823").json()
    nine = office.get("/relations?vatNumber=403449823").json()
    assert [relation["id"] for relation in ten["results"]] == [dotted["id"]]
    assert [relation["id"] for relation in nine["results"]] == [without_zero["id"]]
    assert ten["pageCount"] == 1


def test_the_vat_filter_follows_changes(sandbox: Sandbox, office: httpx.Client) -> None:
    added = sandbox.add("adminpulse", "relation", name="A", vatNumber="BE0403449823")
    sandbox.edit("adminpulse", "relation", added["id"], vatNumber="BE0999000129")
    assert office.get("/relations?vatNumber=0403449823").json() == {"results": [], "pageCount": 0}
    assert [one["id"] for one in office.get("/relations?vatNumber=0999000129").json()["results"]] == [added["id"]]
    sandbox.delete("adminpulse", "relation", added["id"])
    assert office.get("/relations?vatNumber=0999000129").json()["results"] == []


def test_one_relation_is_read_by_its_id(sandbox: Sandbox, office: httpx.Client) -> None:
    assert office.get("/relations/3").json() == sandbox.record("adminpulse", "relation", 3)
    assert office.get("/relations/999999").status_code == 404
    assert office.get("/relations/APR00003").status_code == 404


def test_the_own_companies_are_a_bare_list(office: httpx.Client) -> None:
    companies = office.get("/companies").json()
    assert isinstance(companies, list)
    assert all(company.keys() == {"id", "name"} for company in companies)
