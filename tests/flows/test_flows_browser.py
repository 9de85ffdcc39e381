"""A person's way through Prefect's interface, in a real browser: search, pick, create, look at what came of it.

With PASSERELLE_SCREENSHOTS naming a folder, the pictures of the README are taken on the way (`make screenshots`).
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.flows.browsing import BUSY, CHROMIUM, Browser
from tests.flows.conftest import Services
from tests.office_fixture import digits

pytestmark = [
    pytest.mark.xdist_group("services"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH (Debian: apt-get install chromium)"),
]


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
    # There are more than one page shows.
    page.get_by_placeholder("Search deployments").fill("search-openthebox")
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
