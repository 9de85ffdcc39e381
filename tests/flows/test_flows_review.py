"""A person's way from a search in Corporama to a third party of artis.net: a form, a restart, and the confirmation."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from passerelle.hub.database import open_hub
from passerelle.hub.form_schema import form
from passerelle.quality.checks import is_siret
from tests.flows.browsing import CHROMIUM, Browser
from tests.flows.conftest import Services

pytestmark = pytest.mark.xdist_group("services")

IMPORT, SEARCH = "import-from-corporama/on-demand", "search-corporama/on-demand"
WAITING = ("PAUSED", "COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def third_parties(services: Services, siret: str) -> list[dict[str, Any]]:
    """artis.net's third parties with a SIRET."""
    return [one for one in services.standing("artis/organisation").values() if one["siret"] == siret]


def newcomer(services: Services, number: int) -> dict[str, Any]:
    """The sheet of a seat with a contact, of a company artis.net doesn't have."""
    known = {str(one["siret"])[:9] for one in services.standing("artis/organisation").values()}
    sheets = services.standing("corporama/establishment").items()
    found = [
        sheet
        for siret, sheet in sheets
        if sheet["siret"] == siret
        and is_siret(siret)
        and sheet["siege"]
        and sheet["siren"] not in known
        and sheet["rue"]
        if all(one["nom"] and one["prenom"] and one["civilite"] for one in sheet["contacts"]) and sheet["contacts"]
    ]
    return found[number]


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (Debian: apt-get install chromium)")
def test_search_check_complete_and_import_across_a_restart(services: Services, browser: Browser) -> None:
    sheet, page = newcomer(services, 0), browser.page
    contact = sheet["contacts"][0]
    named = f"{contact['prenom']} {contact['nom']}"

    page.goto(f"{services.up.ui_url}/deployments/deployment/{services.deployment(SEARCH)['id']}/run")
    page.get_by_text("Name, SIREN or SIRET").wait_for()
    browser.write(0, sheet["siren"])
    browser.send()
    browser.open_artifact("search-corporama-candidates")
    row = page.locator("tr", has_text=sheet["siret"])
    row.get_by_text("not yet:").wait_for()
    page.goto(str(row.get_by_role("link", name="create").get_attribute("href")))
    page.get_by_text("SIRET or SIREN of companies").wait_for()
    assert page.locator("textarea").first.input_value() == sheet["siret"]
    run = browser.start()
    browser.wait_for("Suspended")
    pulled = services.standing("corporama/account")

    waiting = page.url
    page.goto("about:blank")
    services.restart("prefect server start", "flows.warm")
    page.goto(waiting)
    browser.wait_for("Suspended")
    browser.open_review()
    assert browser.asked("Raison Sociale").locator("textarea").input_value() == sheet["raisonSociale"]
    browser.choose("Internal organisation the relation is with", "NORD (Équipements du Nord)")
    browser.fill("Adresse 1", "12 quai des Brumes")
    browser.fill("SIRET", "73282932000075")
    browser.asked(f"Import the contact {named}").get_by_role("switch").click()
    browser.answer()
    services.followed(run, ("PAUSED",))
    page.reload()
    browser.open_review()
    page.get_by_text("SIRET with a wrong check digit").wait_for()
    assert browser.asked("Adresse 1").locator("textarea").input_value() == "12 quai des Brumes"
    assert browser.asked(f"{named}: Nom").locator("textarea").input_value() == contact["nom"]
    browser.picture("review", of=page.locator(".p-modal__card"))
    browser.fill("SIRET", sheet["siret"])
    browser.answer()
    browser.wait_for("Completed")
    browser.open_artifact("import-from-corporama-imported")
    (created,) = third_parties(services, sheet["siret"])
    page.locator(f"a[href$='/tiers/{created['id']}']").first.wait_for()
    browser.picture("imported")

    assert created["adresse1"] == "12 quai des Brumes"
    assert created["relations"] == [{"organisationInterne": "NORD", "type": "Prospect"}]
    people = services.standing("artis/interlocuteur").values()
    assert [one["prenom"] for one in people if {"organisationId": created["id"]} in one["collaborations"]] == [
        contact["prenom"]
    ]
    assert services.standing("corporama/account") == pulled
    assert services.post(f"/flow_runs/{run}/input/filter", {"prefix": "suspended"}) == []


def test_a_form_that_nobody_fills_in_ends_with_a_sentence_and_nothing_created(services: Services) -> None:
    sheet = newcomer(services, -1)
    run = services.start(services.deployment(IMPORT)["id"], numbers=[sheet["siret"]])
    asked = services.followed(run, WAITING)
    assert asked["state_name"] == "Suspended", asked["state"]["message"]
    hub = open_hub(f"sqlite:///{services.home}/hub.sqlite")
    with hub.write("forms") as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(update(form).where(form.c.run_id == run).values(expires_at=past))

    ended = services.followed(run, ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"))

    assert (ended["state_type"], ended["state_name"]) == ("CANCELLED", "Unanswered")
    assert "nothing was written" in ended["state"]["message"]
    assert third_parties(services, sheet["siret"]) == []
    assert services.post(f"/flow_runs/{run}/input/filter", {"prefix": "suspended"}) == []
    with hub.read() as connection:
        assert connection.execute(form.select().where(form.c.run_id == run)).all() == []
    hub.close()


def test_a_run_that_is_cancelled_while_it_waits_ends_at_once(services: Services) -> None:
    sheet = newcomer(services, -2)
    run = services.start(services.deployment(IMPORT)["id"], numbers=[sheet["siret"]])
    assert services.followed(run, WAITING)["state_name"] == "Suspended"
    services.post(f"/flow_runs/{run}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})

    assert services.followed(run, ("CANCELLED",))["state_name"] == "Cancelled"
    assert third_parties(services, sheet["siret"]) == []
