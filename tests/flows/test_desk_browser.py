"""The forms of a new company and contact, filled in by a person in a real browser, and what the portal has then."""

import re

import pytest
from playwright.sync_api import Locator

from tests.flows.browsing import CHROMIUM, Browser
from tests.flows.conftest import Services

pytestmark = [
    pytest.mark.xdist_group("services"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (Debian: apt-get install chromium)"),
]

COMPANY = {
    "Nom de l'entreprise": "Atelier Brun",
    "Description": "Menuiserie",
    "Notes": "Appeler avant midi",
    "Domaines de l'entreprise": "brun.example, atelier-brun.example",
    "Date de renouvellement": "31/12/2026",
}
CONTACT = {
    "Nom complet": "Anna Peeters",
    "Titre": "CFO",
    "E-mail": "anna@brun.example",
    "Téléphone mobile": "+32470000001",
    "Adresse": "Rue du Chêne 16",
}


def field(browser: Browser, label: str) -> Locator:
    """A field of the form by its label."""
    told = browser.page.locator(".schema-form-property__label", has_text=re.compile(rf"^{re.escape(label)}( \(|$)"))
    return browser.page.locator(".schema-form-property").filter(has=told).last


def fill_in(browser: Browser, services: Services, flow: str, texts: dict[str, str], choices: dict[str, str]) -> None:
    """Open a form, write and choose by the labels of its fields."""
    page = browser.page
    deployment = services.deployment(f"{flow}/on-demand")["id"]
    page.goto(f"{services.up.ui_url}/deployments/deployment/{deployment}/run")
    field(browser, next(iter(texts))).locator("textarea").first.wait_for()
    # The form is drawn anew once it knows its defaults.
    page.wait_for_timeout(1_000)
    for label, text in texts.items():
        field(browser, label).locator("textarea").first.fill(text)
    for label, word in choices.items():
        field(browser, label).locator(".p-select-button__icon").first.click()
        page.get_by_text(word, exact=True).last.click()


def test_both_forms_are_filled_in_and_stand_in_the_portal(services: Services, browser: Browser) -> None:
    other = next(iter(services.standing("freshdesk/company").values()))
    rated = {"État de santé": "satisfait", "Niveau de compte": "premium"}
    fill_in(browser, services, "new-freshdesk-company", COMPANY, rated)
    browser.picture("new-company")
    browser.send()
    (company,) = (one for one in services.standing("freshdesk/company").values() if one["name"] == "Atelier Brun")
    assert (company["description"], company["note"]) == ("Menuiserie", "Appeler avant midi")
    assert company["domains"] == ["atelier-brun.example", "brun.example"]
    assert (company["health_score"], company["account_tier"]) == ("Happy", "Premium")
    assert company["renewal_date"] == "2026-12-31T00:00:00Z"

    chosen = {"Fuseau horaire": "(GMT-10:00) Hawaii", "Langue": "Dutch", "Service": "Achats"}
    fill_in(browser, services, "new-freshdesk-contact", CONTACT | {"Entreprise": "atelier brun"}, chosen)
    browser.page.get_by_role("button", name="Add item").click()
    associated = field(browser, "Entreprises associées")
    associated.locator("textarea").first.fill(other["name"])
    associated.locator(".p-toggle__control").first.click()
    browser.picture("new-contact")
    browser.send()
    (anna,) = (one for one in services.standing("freshdesk/contact").values() if one["name"] == "Anna Peeters")
    assert (anna["job_title"], anna["email"], anna["mobile"]) == ("CFO", "anna@brun.example", "+32470000001")
    assert (anna["address"], anna["time_zone"], anna["language"]) == ("Rue du Chêne 16", "Hawaii", "nl")
    assert (anna["company_id"], anna["view_all_tickets"]) == (company["id"], False)
    assert anna["other_companies"] == [{"company_id": other["id"], "view_all_tickets": True}]
    assert anna["custom_fields"]["service"] == "Achats"
