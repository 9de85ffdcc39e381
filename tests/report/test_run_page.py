"""The page of a run: figures that add up, problems first, nothing from elsewhere, never a reason to fail."""

import re
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from passerelle.engine.noticed import Problem
from passerelle.engine.opening import close_run, open_run
from passerelle.engine.run import OUTCOMES, Options, Run, now
from passerelle.hub import history
from passerelle.report.latest import latest_report
from passerelle.report.page import write_report
from tests.office_fixture import INTEGRATION, Office, counts_of, digits

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Reader(HTMLParser):
    """The text under each id, and what the page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(dict(attrs).get("id"))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for id_ in filter(None, self._open):
            self.texts[id_] = self.texts.get(id_, "") + data

    def text(self, id_: str) -> str:
        return " ".join(self.texts[id_].split())


def page_at(path: Path | str) -> Reader:
    reader = Reader()
    reader.feed(Path(path).read_text(encoding="utf-8"))
    assert reader._open == [], "every tag is closed"
    return reader


def known_company(office: Office) -> tuple[str, str]:
    """A relation, and its company's number."""
    companies = office.sandbox.state("openthebox", "company")
    for id_, one in office.relations.items():
        number = digits(one["enterpriseNumber"])
        if one["relationType"] == "Company" and f"BE{number}" in companies and len(office.holding(number)) == 1:
            return id_, number
    raise AssertionError("no such relation")


def test_a_dry_run_lists_the_links_it_would_make_with_who_holds_them(office: Office) -> None:
    id_, number = known_company(office)
    other = next(
        digits(one["enterpriseNumber"])
        for key, one in office.relations.items()
        if key != id_ and len(office.holding(digits(one["enterpriseNumber"]))) == 1 and not one["inactive"]
    )
    office.run()
    base = {"kind": "Company", "pid": f"BE{other}", "caption": "x", "role": "parent"}
    mandate = base | {"startDate": "2010-01-01", "endDate": None}
    office.sandbox.edit("openthebox", "company", f"BE{number}", mandates=[mandate])
    summary = office.run(keys=(number,), dry_run=True)
    page = page_at(summary["report"])
    assert counts_of(summary, "openthebox.mandate>adminpulse.link")["created"] == 1
    for shown in (office.relations[id_]["name"].strip(), "2010-01-01", "parent"):
        assert shown in page.text("changes")


def test_the_counts_are_those_of_the_summary_and_add_up(first: dict[str, Any]) -> None:
    page, counts = page_at(first["report"]), counts_of(first)
    shown = {outcome: int(page.text(f"count-{outcome}")) for outcome in OUTCOMES}
    assert shown == {outcome: counts[outcome] for outcome in OUTCOMES}
    assert int(page.text("count-read")) == sum(shown.values()) == counts["read"]
    assert "count-unfinished" not in page.texts
    assert page.text("sum").startswith(f"Relations read: {counts['read']} = ")


def test_links_have_a_table_of_their_own_that_adds_up(first: dict[str, Any]) -> None:
    page, counts = page_at(first["report"]), counts_of(first, "openthebox.mandate>adminpulse.link")
    shown = {outcome: int(page.text(f"part-{outcome}")) for outcome in OUTCOMES if counts[outcome]}
    assert shown == {outcome: counts[outcome] for outcome in shown}
    assert int(page.text("part-read")) == sum(shown.values()) == counts["read"] > 0


def test_bars_are_as_long_as_their_share(first: dict[str, Any]) -> None:
    counts = counts_of(first)
    html = Path(first["report"]).read_text(encoding="utf-8")
    found = re.search(r'class="bar unchanged">\s*<svg.*?width="([0-9.]+)"', html, re.DOTALL)
    assert found and float(found[1]) == pytest.approx(100 * counts["unchanged"] / counts["read"], abs=0.01)


def test_a_change_shows_the_old_and_the_new_value_with_links_to_both_systems(office: Office) -> None:
    id_, number = known_company(office)
    office.sandbox.edit("adminpulse", "relation", id_, name="<script>alert('x')</script> & Zoon")
    summary = office.run(keys=(number,))
    page = page_at(summary["report"])
    assert f"<script>alert('x')</script> & Zoon → {office.relations[id_]['name']}" in page.text("changes")
    assert not any(tag == "script" for tag, _ in page.tags)
    addresses = {attrs["href"] for tag, attrs in page.tags if tag == "a"}
    assert addresses == {f"https://app.adminpulse.be/#/relations/{id_}", f"https://openthebox.be/company/BE{number}"}


def test_nothing_is_fetched_from_elsewhere(first: dict[str, Any]) -> None:
    page = page_at(first["report"])
    assert not {tag for tag, _ in page.tags} & {"link", "script", "img", "iframe", "object", "embed", "base"}
    assert not any({"src", "srcset", "style", "onclick"} & attrs.keys() for _, attrs in page.tags)
    html = Path(first["report"]).read_text(encoding="utf-8")
    assert "url(" not in html and "@import" not in html
    assert "default-src 'none'" in html


def test_a_record_held_back_comes_with_its_reason_number_and_page(office: Office) -> None:
    id_, _ = known_company(office)
    office.sandbox.edit("adminpulse", "relation", id_, enterpriseNumber="0403.449.824", vatNumber="BE0403449824")
    page = page_at(office.run()["report"])
    assert f"relation {id_} · 0403449824" in page.text("to-mend")
    assert "check digits" in page.text("to-mend")
    assert ("a", f"https://app.adminpulse.be/#/relations/{id_}") in [(t, a.get("href")) for t, a in page.tags]


def test_rules_show_what_was_checked_and_what_failed(first: dict[str, Any]) -> None:
    text = page_at(first["report"]).text("rules")
    worst = max(first["rules"], key=lambda rule: rule["failed"])
    assert worst["failed"] > 0
    for rule in [rule for rule in first["rules"] if rule["checked"]]:
        assert rule["title"] in text
        assert f"{rule['failed']} of {rule['checked']}" in text


def test_a_dry_run_says_that_nothing_was_written_and_what_would_be(office: Office) -> None:
    id_, number = known_company(office)
    office.sandbox.edit("adminpulse", "relation", id_, name="Mistaken Name NV")
    summary = office.run(keys=(number,), dry_run=True)
    html = Path(summary["report"]).read_text(encoding="utf-8")
    assert "Nothing was written to AdminPulse" in html
    assert "What would change in AdminPulse" in html
    assert "Mistaken Name NV →" in page_at(summary["report"]).text("changes")
    assert office.relations[id_]["name"] == "Mistaken Name NV"


def test_a_run_that_stopped_says_why_and_counts_what_never_ended_as_not_settled(office: Office) -> None:
    office.sandbox.fault("unauthorized", system="openthebox")
    summary = office.run()
    page = page_at(summary["report"])
    html = Path(summary["report"]).read_text(encoding="utf-8")
    assert summary["state"] == "failed"
    assert "The run stopped." in html
    assert summary["error"].split(":")[0] in html
    counts, shown = counts_of(summary), {outcome: int(page.text(f"count-{outcome}")) for outcome in OUTCOMES}
    assert int(page.text("count-read")) == sum(shown.values()) == counts["read"]
    assert shown["unresolved"] == counts["unresolved"] > 0


def test_a_run_without_a_place_for_its_report_goes_on_and_tells(office: Office) -> None:
    office.settings.home.mkdir(exist_ok=True)
    (office.settings.home / "reports").write_text("in the way")
    summary = office.run()
    assert summary["state"] == "completed"
    (note,) = [note for note in summary["notes"] if "could not be written" in note]
    assert "Check PASSERELLE_HOME" in note


def test_a_hub_that_cannot_be_read_leaves_a_page_of_what_the_run_knows(office: Office) -> None:
    run = open_run(INTEGRATION, INTEGRATION, Options(), office.settings, {})
    run.problems.append(Problem(run.direction, "7", "has a phone number nobody answers"))
    with run.hub.write(INTEGRATION) as connection:
        connection.exec_driver_sql("DROP TABLE history")
    page = page_at(write_report(run, "completed", "", office.settings.home))
    close_run(run, "completed", {})
    assert "nobody answers" in page.text("to-mend")
    assert "could not look into the hub" in page.text("notes")


def test_a_link_to_look_at_leads_to_the_company_it_stands_in(office: Office) -> None:
    run = open_run(INTEGRATION, INTEGRATION, Options(), office.settings, {})
    assert run.links is not None
    run.links.problem("BE0403449823/director/p1/2020-01-01", "is of a role nobody has heard of")
    page = page_at(write_report(run, "completed", "", office.settings.home))
    close_run(run, "completed", {})
    assert "mandate BE0403449823/director/p1/2020-01-01" in page.text("to-mend")
    addresses = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert addresses == ["https://openthebox.be/company/BE0403449823"]


def test_what_a_person_decides_comes_with_its_own_reason(office: Office) -> None:
    id_, number = known_company(office)
    office.sandbox.edit("openthebox", "company", f"BE{number}", fiscalYearEnd="31-12")
    office.sandbox.edit("adminpulse", "relation", id_, financialYearEnd="31/03")
    summary = office.run(keys=(number,))
    assert counts_of(summary)["conflicts"] == 1
    assert "year end is another in openthebox; a person decides" in page_at(summary["report"]).text("to-mend")
    assert "changed on both sides" not in Path(summary["report"]).read_text(encoding="utf-8")


def test_a_company_struck_off_between_two_nights_is_on_the_page_and_its_file_left_to_the_office(office: Office) -> None:
    id_, number = known_company(office)
    office.run(keys=(number,), overwrite_local=True)
    before = office.relations[id_]
    office.sandbox.edit("openthebox", "company", f"BE{number}", status="ST")
    summary = office.run(keys=(number,))
    assert [rule["failed"] for rule in summary["rules"] if rule["title"] == "Company active"] == [1]
    assert "Company active" in page_at(summary["report"]).text("rules")
    assert office.relations[id_] == before


def test_notes_are_on_the_page(office: Office) -> None:
    _, number = known_company(office)
    profile = office.settings.root / "mappings" / "systems" / "adminpulse.yaml"
    lines = profile.read_text(encoding="utf-8").splitlines(keepends=True)
    profile.write_text("".join(line for line in lines if "relationSince:" not in line), encoding="utf-8")
    summary = office.run(keys=(number,))
    assert "'relationSince' is neither mapped nor ignored" in page_at(summary["report"]).text("notes")


def test_the_latest_page_is_the_one_written_last(office: Office) -> None:
    assert latest_report(office.settings.home) is None
    _, number = known_company(office)
    for _ in range(2):
        summary = office.run(keys=(number,), dry_run=True)
        assert latest_report(office.settings.home) == Path(summary["report"])


def test_a_large_run_is_written_quickly_and_cut_with_a_word_of_how_much_more(office: Office) -> None:
    run = large_run(office)
    write_report(run, "completed", "", office.settings.home)
    started = time.thread_time()
    page = page_at(path := write_report(run, "completed", "", office.settings.home))
    took = time.thread_time() - started
    close_run(run, "completed", {})
    assert "4900 more" in page.text("more-to-mend")
    assert "The first 200 of 5000 records" in page.text("more-changes")
    assert path.stat().st_size < 400_000
    assert took < 1, "a tenth of a second on an idle machine"


def large_run(office: Office) -> Run:
    """A run of 5,000 records that all changed and all have a problem."""
    run = open_run(INTEGRATION, INTEGRATION, Options(), office.settings, {})
    run.tally.update(read=5_000, updated=5_000)
    run.problems += [Problem(run.direction, str(id_), "has a phone number nobody answers") for id_ in range(5_000)]
    change: dict[str, Any] = {"field": "phone", "old": None, "new": "+3225129988", "origin": "openthebox:company:BE1"}
    with run.hub.write(INTEGRATION) as connection:
        for id_ in range(5_000):
            history.append(connection, run.driven, str(id_), [change], "update", run.id, now())
    return run
