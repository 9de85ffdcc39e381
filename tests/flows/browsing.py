"""A real browser on Prefect's interface, and what a person does in it."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, Request, sync_playwright

RUN_S = 180.0
PATIENCE_S = 120.0
"""How long an answer may take: these tests are of what is answered, and a busy disk stops Prefect's server for long."""

CHROMIUM = shutil.which("chromium")
PREFECTS_OWN = re.compile(r"/favicon\.ico$|/ico/(?:undefined|paused)\.svg$")
"""Pictures Prefect's interface asks its own server for and the server doesn't have (404): its icon in the root of the
site, and those of a run that waits, or whose state the page has not learnt yet."""
BUSY = re.compile(r"/(?:create_flow_run|resume): .* status of 503 |/assets/\w+-[\w-]+\.js: ")
"""Prefect's server on SQLite refuses to start or resume a run while another process writes (503); its form says "Oops"
and logs the answer. A person presses Submit again, and so does the test."""


@dataclass
class Browser:
    """A page, with every request it made and every error it told its console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def picture(self, name: str, of: Locator | None = None) -> None:
        """Take a picture for the README, if one is wanted: of the page, or of a part of it."""
        folder = os.environ.get("PASSERELLE_SCREENSHOTS")
        if folder:
            self.page.wait_for_timeout(500)
            (of or self.page).screenshot(path=Path(folder) / f"{name}.png")

    def write(self, place: int, text: str) -> None:
        """Write into a form's text field."""
        self._write(self.page.locator("textarea").nth(place), text)

    def send(self) -> None:
        """Send a form and follow the run that it starts to its end."""
        self.start()
        self.wait_for("Completed")

    def start(self) -> str:
        """Send a form and go to the page of the run that it starts; the run."""
        run = str(self._submit("**/create_flow_run")["id"])
        # Where "View run" leads; the message that holds it may be gone already.
        self.page.goto(urljoin(self.page.url, f"/runs/flow-run/{run}"))
        return run

    def wait_for(self, state: str) -> None:
        """Wait on a run's page for a state."""
        self.page.locator(".state-badge", has_text=state).first.wait_for(timeout=1_000 * RUN_S)

    def open_artifact(self, key: str) -> None:
        """From a run's page to one of its artifacts."""
        self.page.locator("#artifacts").click()
        card = self.page.locator("a[href*='/artifacts/artifact/']", has_text=key).first
        # The page draws its cards anew whenever it asks for the run's state, so a click may miss.
        self.page.goto(urljoin(self.page.url, str(card.get_attribute("href"))))

    def open_review(self) -> None:
        """On the page of a run that waits, open its form."""
        self.page.get_by_role("button", name="Resume").first.click()
        self.page.locator(".p-modal .schema-form-property").first.wait_for()

    def asked(self, title: str) -> Locator:
        """A field of the form of a run that waits, by its title."""
        label = self.page.locator(
            ".schema-form-property__label", has_text=re.compile(rf"^\s*{re.escape(title)}( \(Optional\))?\s*$")
        )
        return self.page.locator(".p-modal .schema-form-property", has=label)

    def fill(self, title: str, text: str) -> None:
        """Fill in a field of such a form."""
        self._write(self.asked(title).locator("textarea"), text)

    def choose(self, title: str, text: str) -> None:
        """Pick one of the choices of such a form's field."""
        self.asked(title).locator(".p-select-button__icon").click()
        self.page.get_by_text(text, exact=True).last.click()

    def answer(self) -> None:
        """Send such a form."""
        self._submit("**/resume")
        self.page.locator(".p-modal").first.wait_for(state="hidden")

    def _write(self, box: Locator, text: str) -> None:
        """Again when the form was drawn anew under the pen."""
        for _ in range(5):
            box.fill(text)
            self.page.wait_for_timeout(700)
            if box.input_value() == text:
                return
        raise AssertionError(f"the form does not keep {text!r}")

    def _submit(self, call: str) -> Any:
        for _ in range(10):
            with self.page.expect_response(call) as answered:
                self.page.get_by_role("button", name="Submit").click()
            if answered.value.status != 503:
                break
            self.page.wait_for_timeout(1_000)
        return answered.value.json()


@contextmanager
def opened_browser() -> Iterator[Browser]:
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
