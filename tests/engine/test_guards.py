"""Guards: a plan nobody can have meant stops before the first write, with its figures; force goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office_fixture import Office, copy_of_office, counts_of, digits, ready_office
from tests.sandbox_fixture import Sandbox

CAREFUL = "careful"


@pytest.fixture(scope="module")
def opened(town: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with a strict guard on changes, after its first pass, made once."""
    town.reset()
    with pytest.MonkeyPatch.context() as patch:
        figures = {"floor": "5", "max_changed_share": "0.1", "max_bad_share": "0.3"}
        office = ready_office(town, tmp_path_factory.mktemp(CAREFUL), patch, **figures)
        assert office.run()["state"] == "completed"
    town.mark(CAREFUL)
    return office


@pytest.fixture
def careful(opened: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The office as its first pass left it."""
    yield copy_of_office(opened, tmp_path, monkeypatch, CAREFUL)
    opened.sandbox.fault("none")


def stopped(office: Office, *figures: str) -> None:
    """The next run stops with these words, and writes nothing."""
    mark = max((call["sequence"] for call in office.sandbox.requests()), default=0)
    summary = office.run()
    assert summary["state"] == "failed"
    for figure in (*figures, "force"):
        assert figure in summary["error"]
    assert office.writes(since=mark) == []


def test_a_source_with_nothing(careful: Office) -> None:
    careful.sandbox.fault("empty", system="adminpulse")
    stopped(careful, "AdminPulse returned no records")


def test_a_source_with_far_less_than_last_time(careful: Office) -> None:
    known = len(careful.relations)
    careful.sandbox.fault("shrunk", system="adminpulse")
    stopped(careful, "AdminPulse returned", f"{known} last time", "50%")


def test_records_that_vanish_in_numbers(careful: Office) -> None:
    for relation in list(careful.relations)[: len(careful.relations) // 3]:
        careful.sandbox.delete("adminpulse", "relation", relation)
    stopped(careful, "known records are no longer there", "10%")


def test_far_too_many_bad_rows(careful: Office) -> None:
    careful.sandbox.fault("empty", system="openthebox")
    stopped(careful, "records read were held back", "30%")


def test_links_of_most_of_what_is_read_are_made_the_first_time_and_questioned_later(careful: Office) -> None:
    held = {id_: one["mandates"] for id_, one in careful.sandbox.state("openthebox", "company").items()}
    known = [digits(one["enterpriseNumber"]) for one in careful.relations.values() if one["enterpriseNumber"]]
    pids = [f"BE{number}" for number in known if f"BE{number}" in held and len(careful.holding(number)) == 1]
    base = {"kind": "Company", "caption": "x", "role": "parent", "endDate": None, "startDate": "2010-01-01"}
    for pid in pids:
        new = [base | {"pid": other} for other in pids if other != pid]
        careful.sandbox.edit("openthebox", "company", pid, mandates=[*held[pid], *new])
    stopped(careful, "records would be created", "50%")


def test_a_plan_that_would_change_too_much_and_force(careful: Office) -> None:
    for company in careful.sandbox.state("openthebox", "company"):
        careful.sandbox.edit("openthebox", "company", company, startDate="1999-05-04")
    stopped(careful, "records would change", "10%")
    forced = careful.run(force=True)
    assert forced["state"] == "completed"
    assert counts_of(forced)["updated"] > 5
    assert any("forced past a guard" in note for note in forced["notes"])


def test_a_refresh_of_a_few_numbers_is_not_held_up(careful: Office) -> None:
    company = next(c for c in careful.sandbox.state("openthebox", "company").values() if c["vatNumber"])
    careful.sandbox.edit("openthebox", "company", company["pid"], startDate="1999-05-04")
    assert careful.run(keys=(company["enterpriseNumber"],))["state"] == "completed"
