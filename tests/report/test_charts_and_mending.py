"""The charts of a run's page, and which records it says to mend first."""

import re
from pathlib import Path
from typing import Any

import pytest

from passerelle.engine.noticed import Flaw
from passerelle.engine.opening import close_run, open_run
from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options
from passerelle.report.mending import ranked
from tests.office_fixture import INTEGRATION, Office, counts_of
from tests.report.test_run_page import known_company, page_at


def test_completeness_is_the_share_of_records_read_that_hold_a_field_on_the_second_run_too(office: Office) -> None:
    first = {(one["side"], one["field"]): one for one in office.run()["completeness"]}
    summary = office.run()
    second = {(one["side"], one["field"]): one for one in summary["completeness"]}
    relations = list(office.relations.values())
    numbered = sum(bool(one["enterpriseNumber"]) for one in relations)
    assert first["target", "enterprise_number"]["records"] == len(relations)
    assert second["target", "enterprise_number"]["filled"] == numbered < len(relations)
    assert second["source", "name"]["records"] == first["source", "name"]["records"] > 0
    text = page_at(summary["report"]).text("completeness")
    assert f"Enterprise number openthebox 100 % AdminPulse {100 * numbered / len(relations):.0f} %" in text


def test_the_trend_compares_completed_runs_of_the_flow_and_leaves_dry_runs_out(office: Office) -> None:
    first = office.run()
    assert "trend" not in page_at(first["report"]).texts
    office.run(dry_run=True)
    page = page_at(office.run()["report"])
    told = [attrs["aria-label"] for tag, attrs in page.tags if tag == "svg" and attrs.get("class") == "chart"]
    counts = counts_of(first)
    assert len(told) == 3
    assert re.search(rf"Records changed, run by run, oldest first: \S+ {counts['updated']}, \S+ 0\.", told[0] or "")


def test_every_chart_has_words_for_those_who_cannot_see_it(office: Office) -> None:
    office.run()
    page = page_at(office.run()["report"])
    drawings = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len(drawings) > 20
    assert all(attrs.get("role") == "img" and attrs.get("aria-label") for attrs in drawings)


def test_what_is_held_back_comes_before_warnings_then_the_most_flawed_then_active_clients(office: Office) -> None:
    run = open_run(INTEGRATION, INTEGRATION, Options(), office.settings, {})
    run.flaws |= {
        "one warning": Flaw("", True, False, ["a"]),
        "two warnings, closed": Flaw("", False, False, ["a", "b"]),
        "two warnings": Flaw("", True, False, ["a", "b"]),
        "held": Flaw("", False, True, ["c"]),
        "held, and a warning": Flaw("", False, True, ["c", "a"]),
    }
    mends = ranked(run, {"held": ["c"], "held, and a warning": ["c"], "to decide": ["d"]}, {"to decide": "conflicts"})
    close_run(run, "completed", {})
    assert [one.record for one in mends] == [
        *("held, and a warning", "held", "to decide", "two warnings", "two warnings, closed", "one warning"),
    ]


def test_a_record_to_mend_says_who_why_where_and_what_to_do(office: Office) -> None:
    id_, _ = known_company(office)
    name = office.relations[id_]["name"]
    office.sandbox.edit("adminpulse", "relation", id_, enterpriseNumber="0403.449.824", vatNumber="BE0403449824")
    text = page_at(office.run()["report"]).text("mend-first")
    mine = next(part for part in text.split("held back ") if f"relation {id_} ·" in part)
    assert mine.startswith(name)
    assert "check digits" in mine and "VAT number that has wrong check digits" in mine
    assert f"passerelle quarantine replay {id_}" in mine


def test_at_most_ten_come_first(first: dict[str, Any]) -> None:
    html = Path(first["report"]).read_text(encoding="utf-8")
    assert 0 < len(re.findall(r'<li class="card', html)) <= 10


@pytest.mark.parametrize(("keys", "built"), [((), True), (("0403449823",), False)])
def test_data_docs_are_built_by_full_passes_where_they_are_set(
    office: Office, keys: tuple[str, ...], built: bool
) -> None:
    settings = office.settings.model_copy(update={"data_docs": True})
    summary = execute(INTEGRATION, INTEGRATION, Options(keys=keys), settings, {})
    index = Path(summary["report"]).parent / "data_docs" / "index.html"
    assert index.is_file() is built
    links = [attrs.get("href") for tag, attrs in page_at(summary["report"]).tags if tag == "a"]
    assert ("data_docs/index.html" in links) is built
