"""Great Expectations' pages of a run: its own figures, no value of a record, nothing asked of another host."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.errors import PasserelleError
from passerelle.quality.validations import read_validations
from passerelle.report.datadocs import build_data_docs
from tests.office_fixture import Office, ready_office
from tests.report.test_run_page import known_company
from tests.sandbox_fixture import Sandbox

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECRET = "0499 nobody answers"


pytestmark = pytest.mark.xdist_group("data docs")


@pytest.fixture(scope="module")
def folder(town: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a run that met a phone nobody can call and a trend to draw."""
    town.reset()
    with pytest.MonkeyPatch.context() as patch:
        yield met(ready_office(town, tmp_path_factory.mktemp("docs"), patch, thin=False, floor="100"))


def met(office: Office) -> Path:
    """Run twice; the second run meets the phone."""
    id_, _ = known_company(office)
    office.run()
    channels = office.relations[id_]["channels"]
    others = [one for one in channels if one["type"] != "Phone"]
    phone = next(one for one in channels if one["type"] == "Phone") | {"value": SECRET}
    office.sandbox.edit("adminpulse", "relation", id_, channels=[*others, phone])
    return Path(office.run()["report"]).parent


def test_they_hold_the_runs_own_figures_and_no_value(folder: Path) -> None:
    index = build_data_docs(folder)
    pages = {file: file.read_text(encoding="utf-8") for file in index.parent.rglob("*.html")}
    (mine,) = [one for one in read_validations(folder) if one.system == "AdminPulse"]
    phone = next(rule for rule in mine.rules if rule.title == "Phone readable")
    assert phone.failed >= 1
    (found,) = [text for file, text in pages.items() if file.name == "AdminPulse.html"]
    assert f"{phone.failed} unexpected value" in found
    assert f"of {phone.rows} total rows" in found
    assert not any(SECRET in text for text in pages.values())
    assert SECRET not in (folder / "validations.json").read_text(encoding="utf-8")


def test_links_and_persons_are_judged_in_them_too(folder: Path, first: dict[str, Any]) -> None:
    index = build_data_docs(Path(first["report"]).parent)
    text = index.read_text(encoding="utf-8")
    assert [suite for suite in ("openthebox_company", "openthebox_mandate") if suite not in text] == []
    judged = {one.suite: one.rows for one in read_validations(index.parent.parent)}
    assert judged["openthebox_mandate"] > 0


def test_a_run_that_kept_no_validations_says_so(tmp_path: Path) -> None:
    with pytest.raises(PasserelleError, match=r"holds no validations\.json"):
        build_data_docs(tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A real browser, if this machine has one."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(BROWSERS)} is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("width", [1200, 390])
def test_they_and_the_report_open_from_the_disk_without_a_request_or_an_error(
    folder: Path, browser: object, width: int
) -> None:
    index = build_data_docs(folder)
    page = browser.new_page(viewport={"width": width, "height": 800})  # type: ignore[attr-defined]
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    files = [folder / "index.html", *index.parent.rglob("*.html")]
    for file in files:
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, file
        for link in page.eval_on_selector_all("a", "all => all.map(one => one.href)"):
            assert not link.startswith("file:") or Path(link.removeprefix("file://").partition("#")[0]).exists(), link
    assert asked == [file.as_uri() for file in files]
    assert said == []
