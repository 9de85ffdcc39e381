"""Runs that overlap: two at once, and a refresh in the middle of a nightly run."""

import multiprocessing
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from passerelle.engine import apply, pipeline
from tests.engine.killed import run_whole
from tests.engine.test_sync import favourite, settled, unknown_numbers
from tests.office_fixture import Office, counts_of, digits, environment, ready_office
from tests.sandbox_fixture import Sandbox

pytestmark = pytest.mark.xdist_group("killed")

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.engine.killed"])


def beside(office: Office, **options: Any) -> tuple[Any, Any]:
    """Start a run in another process: the process, and where its summary will be."""
    settings = {key: str(getattr(office.settings, key)) for key in ("home", "root", "database_url")}
    results = FORKS.Queue()
    arguments = (environment(office.sandbox.base_url), settings, options, results)
    process = FORKS.Process(target=run_whole, args=arguments)
    process.start()
    return process, results


def test_three_refreshes_at_once_create_each_company_once(
    town: Sandbox, tmp_path: Path, hub_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.reset()
    office = ready_office(town, tmp_path, monkeypatch, hub_url, apply_chunk="2")
    numbers = tuple(unknown_numbers(office)[:6])
    others = [beside(office, keys=numbers, create_missing=True) for _ in range(2)]
    summaries = [office.run(keys=numbers, create_missing=True), *(results.get(timeout=180) for _, results in others)]
    assert [summary["state"] for summary in summaries] == ["completed"] * 3, [s["error"] for s in summaries]
    assert sum(counts_of(summary)["created"] for summary in summaries) == len(numbers)
    for number in numbers:
        assert len(office.holding(number)) == 1
    assert counts_of(office.run(keys=numbers, create_missing=True))["unchanged"] == len(numbers)


def test_two_nightly_runs_at_once_write_each_change_once(
    town: Sandbox, tmp_path: Path, hub_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.reset()
    # Neither dies: a claim that ran out on a slow machine would leave a record to the next run.
    office = ready_office(town, tmp_path, monkeypatch, hub_url, apply_chunk="3", floor="100", claim_s="60")
    process, results = beside(office)
    mine, other = office.run(), results.get(timeout=180)
    process.join(10)
    assert mine["state"] == other["state"] == "completed", (mine["error"], other["error"])
    lines = Counter((line.external_id, line.field) for line in office.history())
    assert max(lines.values()) == 1
    written = Counter(call["path"] for call in office.writes() if call["method"] == "PUT")
    assert max(written.values()) == 1, "a relation was written twice"
    assert counts_of(office.run())["api_writes"] == 0


@pytest.mark.after_a_pass
def test_a_refresh_in_the_middle_of_a_nightly_run(office: Office) -> None:
    relation, company = settled(office)
    number = digits(office.relations[relation]["enterpriseNumber"])
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    refreshed = []

    def after_a_refresh(run: Any) -> None:
        refreshed.append(office.run(keys=(number,)))
        apply.apply_plan(run)

    nightly = office.run(replace(pipeline.PLAIN, apply=after_a_refresh))
    assert counts_of(refreshed[0])["updated"] == 1
    assert counts_of(nightly)["updated"] == 0
    assert favourite(office, relation, "Phone") == "+3225129988"
    assert len([line for line in office.history(relation) if line.new == "+3225129988"]) == 1
    assert counts_of(office.run())["api_writes"] == 0
