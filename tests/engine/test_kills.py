"""SIGKILL at each step of applying, on both databases: after the next run nothing is twice and nothing is missing.

A step that both a refresh and a nightly run take is tried once on each database here, and in every combination by
`make soak`.
"""

import multiprocessing
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.engine.killed import MOMENTS, run_and_die
from tests.engine.test_sync import unknown_numbers
from tests.office_fixture import Office, counts_of, digits, environment, ready_office
from tests.sandbox_fixture import Sandbox

pytestmark = pytest.mark.xdist_group("killed")

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.engine.killed"])


def die(office: Office, moment: str, times: int, **options: Any) -> None:
    """Run the office's integration in another process until it is killed."""
    settings = {key: str(getattr(office.settings, key)) for key in ("home", "root", "database_url")}
    arguments = (moment, times, environment(office.sandbox.base_url), settings, options)
    process = FORKS.Process(target=run_and_die, args=arguments)
    process.start()
    process.join(180)
    assert process.exitcode == -signal.SIGKILL, f"the run was not killed: exit code {process.exitcode}"


NEVER_CREATING = ("between an update and its commit", "before the checkpoint")
NEVER_UPDATING = ("between a create and its commit",)
CREATING = [(moment, 1) for moment in MOMENTS if moment not in NEVER_CREATING]


def on_both(moments: list[tuple[Any, ...]], here: str, alone: tuple[str, ...]) -> list[Any]:
    """Each moment on both databases; what another test tries too is left to the long run on one of them."""
    tried = [(database, *values) for database in ("sqlite", "postgresql") for values in moments]
    long = pytest.mark.soak
    return [pytest.param(*one, marks=() if one[0] == here or one[1] in alone else long) for one in tried]


@pytest.mark.parametrize(
    ("hub_url", "moment", "times"),
    on_both([*CREATING, ("between a create and its commit", 4)], "postgresql", NEVER_UPDATING),
    indirect=["hub_url"],
)
def test_a_killed_refresh_creates_nothing_twice_and_misses_nothing(
    town: Sandbox, tmp_path: Path, hub_url: str, monkeypatch: pytest.MonkeyPatch, moment: str, times: int
) -> None:
    town.reset()
    office = ready_office(town, tmp_path, monkeypatch, hub_url, apply_chunk="2")
    numbers = tuple(unknown_numbers(office)[:6])
    die(office, moment, times, keys=numbers, create_missing=True)
    summary = office.run(keys=numbers, create_missing=True)
    assert summary["state"] == "completed", summary["error"]
    for number in numbers:
        assert len(office.holding(number)) == 1, f"{number} after a kill {moment}"
    created = Counter(line.external_id for line in office.history() if line.field == "name" and line.op == "create")
    assert sorted(created.values()) == [1] * len(numbers)
    quiet = office.run(keys=numbers, create_missing=True)
    assert counts_of(quiet)["unchanged"] == len(numbers)
    assert counts_of(quiet)["api_writes"] == 0


@pytest.mark.parametrize(
    ("hub_url", "moment"),
    on_both([(moment,) for moment in MOMENTS if moment not in NEVER_UPDATING], "sqlite", NEVER_CREATING),
    indirect=["hub_url"],
)
def test_a_killed_nightly_run_updates_everything_once(
    town: Sandbox, tmp_path: Path, hub_url: str, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    town.reset()
    office = ready_office(town, tmp_path, monkeypatch, hub_url, apply_chunk="4", floor="100")
    die(office, moment, 1)
    assert office.run()["state"] == "completed"
    lines = Counter((line.external_id, line.field) for line in office.history())
    assert max(lines.values()) == 1, "one change has two lines"
    changed = Counter(line.stream for line in {(row.stream, row.external_id): row for row in office.history()}.values())
    written = {call["path"] for call in office.writes() if call["method"] == "PUT"}
    linked = sum(call["path"].endswith("/links") and call["status"] == 201 for call in office.writes())
    assert changed == {"relation": len(written), "link": linked}, "a write without history, or history without a write"
    quiet = office.run()
    assert counts_of(quiet)["api_writes"] == 0
    assert counts_of(quiet)["updated"] == counts_of(quiet)["unresolved"] == 0
    assert_agrees(office)


def assert_agrees(office: Office) -> None:
    """Every active relation openthebox knows has its legal name (of a company registered in one language)."""
    companies = office.sandbox.state("openthebox", "company")
    seen = set()
    for one in office.relations.values():
        number = digits(one["enterpriseNumber"])
        company = companies.get(f"BE{number}")
        if company and not one["inactive"] and number not in seen and len(company["names"]) == 1:
            assert one["name"].strip() == " ".join(company["names"][0]["value"].split())
        seen.add(number)
