"""The page of a run both ways: each way's counts, and every record with the pages of its own system."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from passerelle.settings import Settings
from tests.firm_fixture import DOWN, UP, Firm, environment, rooted
from tests.report.test_run_page import Reader, page_at
from tests.sandbox_fixture import Record, running_sandbox

pytestmark = pytest.mark.xdist_group("firm page")

SIRET = "55210055400013"
SELLSY = "https://www.sellsy.com/?_f=third&thirdid="


@dataclass(frozen=True)
class Ran:
    """A firm's dry run and its first run; Altior holds a company that Sellsy doesn't, and a double of it."""

    firm: Firm
    new: Record
    double: Record
    planned: dict[str, Any]
    done: dict[str, Any]

    @property
    def altior(self) -> str:
        """What the addresses of Altior's pages begin with."""
        return f"{self.firm.sandbox.base_url}/#/tiers/"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """Both runs, made once."""
    home = tmp_path_factory.mktemp("firm")
    with running_sandbox(companies=8, seed=5, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        values = {"name": "Usine", "nature": "MORAL", "type": "CLIENT", "siret": SIRET}
        new, double = (sandbox.add("altior", "thirdparty", **values) for _ in range(2))
        firm = Firm(sandbox, Settings(home=home, root=rooted(home)))
        yield Ran(firm, new, double, firm.run(dry_run=True), firm.run())


def html(summary: dict[str, Any]) -> str:
    """The page as it is written."""
    return Path(summary["report"]).read_text(encoding="utf-8")


def addresses(page: Reader) -> set[str | None]:
    """Every page that is linked to."""
    return {attrs["href"] for tag, attrs in page.tags if tag == "a"}


def test_each_way_has_its_counts_under_its_own_heading(ran: Ran) -> None:
    page, counts = page_at(ran.done["report"]), ran.done["streams"]
    assert int(page.text("count-read")) == counts[DOWN]["read"]
    assert int(page.text("part-read")) == counts[UP]["read"]
    assert int(page.text("part-created")) == counts[UP]["created"] > 0
    for heading in ("<h3>From Sellsy to Altior</h3>", "<h3>From Altior to Sellsy</h3>"):
        assert heading in html(ran.done)


def test_what_changed_is_told_of_both_systems_with_both_pages(ran: Ran) -> None:
    page = page_at(ran.done["report"])
    key = next(key for key, id_ in ran.firm.pairs().items() if id_ == str(ran.new["id"]))
    assert "What changed in Altior and Sellsy" in html(ran.done)
    assert "records changed in Altior and Sellsy." in html(ran.done)
    assert f"Usine Sellsy {key} · {SIRET} new in Sellsy" in page.text("changes")
    assert "new in Altior" in page.text("changes")
    assert {f"{SELLSY}{key.split('/')[1]}", f"{ran.altior}{ran.new['id']}"} <= addresses(page)


def test_a_dry_run_says_that_nothing_was_written_to_either(ran: Ran) -> None:
    page = page_at(ran.planned["report"])
    assert "Nothing was written to Altior or Sellsy" in html(ran.planned)
    assert "What would change in Altior and Sellsy" in html(ran.planned)
    assert "new in Sellsy" in page.text("changes")
    assert html(ran.planned).count(f'href="{ran.altior}{ran.new["id"]}"') == 1


def test_a_record_held_back_on_the_way_back_is_told_with_its_own_page_and_number(ran: Ran) -> None:
    page = page_at(ran.done["report"])
    assert f"Altior {ran.double['id']} · {SIRET}" in page.text("to-mend")
    assert "held back" in page.text("to-mend")
    assert "Correct it in Altior or Sellsy" in page.text("to-mend")
    assert f"{ran.altior}{ran.double['id']}" in addresses(page)


def test_every_record_is_judged_and_counted_once(ran: Ran) -> None:
    judged = {rule["suite"]: rule["rows"] for rule in ran.done["rules"]}
    counts, streams = {one["side"]: one["records"] for one in ran.done["completeness"]}, ran.done["streams"]
    assert counts["target"] == streams[UP]["read"]
    assert counts["source"] == streams[DOWN]["read"]
    assert judged["altior_thirdparty"] <= streams[UP]["read"]


def test_a_refresh_says_to_how_many_records_it_was_limited(ran: Ran) -> None:
    keys = tuple(ran.firm.pairs())[:2]
    assert "only 2 records asked for" in html(ran.firm.run(keys=keys))


def test_adoptions_are_told_of_the_way_that_made_them(ran: Ran) -> None:
    for summary, what in ((ran.planned, "would be adopted"), (ran.done, "adopted")):
        count = summary["streams"][DOWN]["adopted"]
        text = Path(summary["report"]).read_text(encoding="utf-8")
        assert f'<span id="adopted">Of these {count} {what}: ' in text
        assert "Sellsy: calls left: " in text
