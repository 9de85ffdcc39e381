"""A person's way through Prefect's interface, in a real browser: search, pick, create, look at what came of it.

With PASSERELLE_SCREENSHOTS naming a folder, the pictures of the README are taken on the way (`make screenshots`).
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, Request, sync_playwright

from tests.flows.conftest import PATIENCE_S, RUN_S, Services
from tests.office_fixture import digits

CHROMIUM = shutil.which("chromium")
PREFECTS_OWN = re.compile(r"/favicon\.ico$|/ico/undefined\.svg$")
"""Pictures Prefect's interface asks its own server for and the server doesn't have (404): its icon in the root of the
site, and that of a run whose state the page has not learnt yet."""
BUSY = re.compile(r"/create_flow_run: .* status of 503 |/assets/FlowRunCreate-\w+\.js: ")
"""Prefect's server on SQLite refuses to start a run while another process writes (503); its form says "Oops" and logs
the answer. A person presses Submit again, and so does the test."""

pytestmark = [
    pytest.mark.xdist_group("services"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (Debian: apt-get install chromium)"),
]


@dataclass
class Browser:
    """A page, with every request it made and every error it told its console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def picture(self, name: str) -> None:
        """Take a picture for the README, if one is wanted."""
        folder = os.environ.get("PASSERELLE_SCREENSHOTS")
        if folder:
            self.page.wait_for_timeout(500)
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def write(self, place: int, text: str) -> None:
        """Write into a form's text field, again when the form was drawn anew under the pen."""
        for _ in range(5):
            self.page.locator("textarea").nth(place).fill(text)
            self.page.wait_for_timeout(700)
            if self.page.locator("textarea").nth(place).input_value() == text:
                return
        raise AssertionError(f"the form does not keep {text!r}")

    def send(self) -> None:
        """Send a form and follow the run that it starts to its end."""
        for _ in range(5):
            with self.page.expect_response("**/create_flow_run") as answered:
                self.page.get_by_role("button", name="Submit").click()
            if answered.value.status != 503:
                break
            self.page.wait_for_timeout(1_000)
        # Where "View run" leads; the message that holds it may be gone already.
        self.page.goto(urljoin(self.page.url, f"/runs/flow-run/{answered.value.json()['id']}"))
        self.page.locator(".state-badge", has_text="Completed").first.wait_for(timeout=1_000 * RUN_S)

    def open_artifact(self, key: str) -> None:
        """From a run's page to one of its artifacts."""
        self.page.locator("#artifacts").click()
        card = self.page.locator("a[href*='/artifacts/artifact/']", has_text=key).first
        # The page draws its cards anew whenever it asks for the run's state, so a click may miss.
        self.page.goto(urljoin(self.page.url, str(card.get_attribute("href"))))


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's Chromium on an empty profile."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        # High enough for the cards of a run's artifacts, which are fetched when they come into sight.
        page = opened.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(1_000 * PATIENCE_S)
        browser = Browser(page)

        def note(request: Request) -> None:
            browser.requests.append(request.url)

        page.on("request", note)
        page.on("pageerror", lambda error: browser.errors.append(str(error)))
        page.on(
            "console",
            lambda told: (
                browser.errors.append(f"{told.location.get('url')}: {told.text}")
                if told.type == "error" and not PREFECTS_OWN.search(str(told.location.get("url")))
                else None
            ),
        )
        yield browser
        opened.close()


def newcomer(services: Services) -> tuple[str, str]:
    """Number and name of an active company that AdminPulse doesn't have."""
    companies = services.companies().values()
    held = {digits(relation["enterpriseNumber"]) for relation in services.relations().values()}
    free = (one for one in companies if one["enterpriseNumber"] not in held and one["typeOfEnterprise"] == "2")
    found = next(one for one in free if one["status"] == "AC")
    return found["enterpriseNumber"], found["names"][0]["value"]


def test_search_pick_create_and_look_without_leaving_this_machine(services: Services, browser: Browser) -> None:
    number, name = newcomer(services)
    page = browser.page

    search = services.deployment("search-openthebox/on-demand")["id"]
    page.goto(f"{services.up.ui_url}/deployments")
    page.locator(f"a[href*='{search}']").first.wait_for()
    page.goto(f"{services.up.ui_url}/deployments/deployment/{search}/run")
    browser.write(0, number[:3])
    browser.send()
    browser.open_artifact("search-openthebox-candidates")
    row = page.locator("tr", has_text=number)
    row.get_by_text("not yet:").wait_for()
    browser.picture("search")

    page.goto(str(row.get_by_role("link", name="create").get_attribute("href")))
    page.get_by_text("New relations: status").wait_for()
    assert page.locator("textarea").first.input_value() == number
    page.locator(".p-select-button__icon").first.click()
    page.get_by_text("customer", exact=True).click()
    browser.write(1, "2")
    browser.picture("create")
    browser.send()
    assert page.get_by_text(f"refresh {number[:4]}.{number[4:7]}.{number[7:]}").first.is_visible()
    browser.open_artifact("refresh-from-openthebox-summary")
    page.get_by_text("Created with status customer, own company 2").wait_for()

    (relation,) = (one for one in services.relations().values() if digits(one["enterpriseNumber"]) == number)
    assert (relation["status"], relation["ownCompanyId"]) == ("Customer", 2)
    report = re.search(r"\S+/index\.html", page.inner_text("body"))
    assert report
    page.goto(Path(report[0]).absolute().as_uri())
    assert name in page.inner_text("body")

    assert {urlsplit(url).hostname for url in browser.requests if not url.startswith(("file:", "data:", "blob:"))} == {
        "127.0.0.1"
    }
    assert [error for error in browser.errors if not BUSY.search(error)] == []
