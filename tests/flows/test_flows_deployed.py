"""The deployments and the warm worker, seen through the calls that Prefect's interface makes."""

from pathlib import Path

import httpx
import pytest

from passerelle.mapping.checks_creation import allowed_answers
from passerelle.mapping.loader import load_system
from tests.firm_fixture import CHOSEN
from tests.flows.browsing import PATIENCE_S
from tests.flows.conftest import Services

REFRESH = "refresh-from-openthebox/on-demand"
SEARCH = "search-openthebox/on-demand"
NIGHTLY = "openthebox-to-adminpulse/nightly"
CREATE = "create-from-kbo/on-demand"
BOTH_WAYS = "sellsy-altior/nightly"
REFRESH_PAIR = "refresh-sellsy-altior/on-demand"

pytestmark = pytest.mark.xdist_group("services")


def test_refresh_brings_one_relation_up_to_date(services: Services) -> None:
    id_, number = services.clean()[0]
    right = services.companies()[f"BE{number}"]
    services.set(f"adminpulse/relation/{id_}", foundingDate="1999-09-09")
    shown = f"{number[:4]}.{number[4:7]}.{number[7:]}"

    run = services.run(services.deployment(REFRESH)["id"], enterprise_numbers=[shown], overwrite_local=True)

    assert run["state_type"] == "COMPLETED", run["state"]["message"]
    assert run["name"] == f"refresh {shown}"
    assert services.relations()[id_]["foundingDate"] == right["startDate"]
    artifacts = services.post("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}})
    texts = {artifact["key"]: artifact["data"] for artifact in artifacts}
    assert "Updated | 1 |" in texts["refresh-from-openthebox-summary"]
    assert f"[{id_}](https://app.adminpulse.be/#/relations/{id_})" in texts["refresh-from-openthebox-changes"]
    assert "1999-09-09" in texts["refresh-from-openthebox-changes"]


def test_dry_run_shows_the_plan_and_writes_nothing(services: Services) -> None:
    id_, number = services.clean()[1]
    services.set(f"adminpulse/relation/{id_}", foundingDate="1998-08-08")

    run = services.run(services.deployment(REFRESH)["id"], enterprise_numbers=[number], dry_run=True)

    assert run["name"].endswith("(dry run)")
    assert services.relations()[id_]["foundingDate"] == "1998-08-08"
    artifacts = services.post("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}})
    plan = next(artifact["data"] for artifact in artifacts if artifact["key"] == "refresh-from-openthebox-plan")
    assert "- incorporation date: 1998-08-08" in plan


def test_every_wrong_number_is_named_and_nothing_runs(services: Services) -> None:
    run = services.run(services.deployment(REFRESH)["id"], enterprise_numbers=["0403.449.824", "0403449823", "12"])

    assert run["state_type"] == "FAILED"
    message = run["state"]["message"]
    assert "'0403.449.824'" in message
    assert "'12'" in message
    assert "0403449823'" not in message
    assert "Traceback" not in message
    tasks = services.post("/task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    assert tasks == []


def test_flow_that_cannot_be_loaded_is_reported_and_the_worker_goes_on(services: Services) -> None:
    good = services.deployment(REFRESH)
    body = {"name": "gone", "flow_id": good["flow_id"], "entrypoint": "flows.gone.gone"}
    gone = services.post("/deployments/", body | {"work_pool_name": "passerelle-warm"})

    crashed = services.run(gone["id"])
    after = services.run(good["id"], enterprise_numbers=[services.clean()[2][1]])

    assert crashed["state_type"] == "CRASHED"
    assert "flows.gone.gone" in crashed["state"]["message"]
    assert after["state_type"] == "COMPLETED"


@pytest.mark.parametrize(("name", "cron"), [(NIGHTLY, "15 2 * * *"), (BOTH_WAYS, "45 3 * * *")])
def test_nightly_runs_by_brussels_time_one_at_a_time(services: Services, name: str, cron: str) -> None:
    nightly = services.deployment(name)

    (schedule,) = nightly["schedules"]
    assert schedule["active"]
    assert schedule["schedule"]["cron"] == cron
    assert schedule["schedule"]["timezone"] == "Europe/Brussels"
    assert nightly["global_concurrency_limit"]["limit"] == 1
    assert nightly["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    assert nightly["work_pool_name"] == "passerelle-nightly"


def test_search_leaves_a_table_whose_links_open_the_refresh_filled_in(services: Services) -> None:
    known = [number for _, number in services.clean()]
    companies = services.companies().values()
    held = "".join(relation["enterpriseNumber"] or "" for relation in services.relations().values())
    held = "".join(sign for sign in held if sign.isdigit())
    missing = next(c["enterpriseNumber"] for c in companies if c["enterpriseNumber"][1:] not in held)

    runs = [services.run(services.deployment(SEARCH)["id"], text=text) for text in (missing, known[0])]

    assert [run["state_type"] for run in runs] == ["COMPLETED", "COMPLETED"], runs[0]["state"]["message"]
    assert runs[0]["name"] == f"search '{missing}'"
    texts = [
        services.post("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}})[0]["data"]
        for run in runs
    ]
    form = f"/deployments/deployment/{services.deployment(REFRESH)['id']}/run?parameters="
    filled = f"%7B%22enterprise_numbers%22%3A%5B%22{missing}%22%5D%2C%22create_missing%22%3Atrue%7D"
    assert f"| not yet: [create]({services.up.ui_url}{form}{filled}) |" in texts[0]
    assert "https://app.adminpulse.be/#/relations/" in texts[1]
    assert "[create]" not in texts[1]


@pytest.mark.parametrize("name", [REFRESH, NIGHTLY, CREATE, SEARCH, BOTH_WAYS, REFRESH_PAIR])
def test_form_has_titles_and_help(services: Services, name: str) -> None:
    fields = services.deployment(name)["parameter_openapi_schema"]["properties"]

    assert fields
    for key, field in fields.items():
        assert field["title"] != key, key
        assert len(field["description"]) > len(field["title"]), key


def test_form_of_refresh_shows_examples_and_insists_on_a_number(services: Services) -> None:
    deployment = services.deployment(REFRESH)
    field = deployment["parameter_openapi_schema"]["properties"]["enterprise_numbers"]

    assert field["examples"] == [["0403.449.823", "BE0403590274"]]
    started = f"{services.up.api_url}/deployments/{deployment['id']}/create_flow_run"
    answer = httpx.post(started, json={"parameters": {"enterprise_numbers": []}}, timeout=PATIENCE_S)
    assert answer.status_code == 409


def test_form_of_refresh_asks_what_adminpulse_asks(services: Services) -> None:
    fields = services.deployment(REFRESH)["parameter_openapi_schema"]["properties"]
    profile = load_system(Path(), "adminpulse")

    for name, question in profile.streams["relation"].asks.items():
        allowed = allowed_answers(profile, question)
        assert fields[name]["type"] == "string"
        assert fields[name].get("enum", []) == (["", *allowed] if allowed else [])


def test_refresh_of_a_pair_on_the_warm_worker_goes_both_ways(services: Services) -> None:
    before = services.standing("sellsy/company")
    id_, name = next((id_, one["name"]) for id_, one in before.items() if one["_custom_fields"][CHOSEN])

    run = services.run(services.deployment(REFRESH_PAIR)["id"], third_parties=[f"company {id_}"])

    assert run["state_type"] == "COMPLETED", run["state"]["message"]
    assert run["name"] == f"refresh company {id_}"
    artifacts = services.post("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}})
    texts = {artifact["key"]: artifact["data"] for artifact in artifacts}
    assert "| altior.thirdparty>sellsy.thirdparty |" in texts["refresh-sellsy-altior-summary"]
    assert name in [one["name"] for one in services.standing("altior/thirdparty").values()]


def test_run_from_the_command_line_finds_the_running_server(services: Services) -> None:
    from tests.flows.test_flows_commands import passerelle

    before = services.post("/flow_runs/count", {})
    ended = passerelle(services.home, "run", "refresh-from-openthebox", "--param", "enterprise_numbers=12")

    assert ended.returncode == 2
    assert "using the sandbox of `passerelle up`" in ended.stderr
    assert services.post("/flow_runs/count", {}) == before + 1
