"""Sellsy's quotas: what is left is told at the end of a run, and a plan that is used up ends it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tasks.markdown import summary_text
from tests.firm_fixture import Firm, environment, rooted
from tests.sandbox_fixture import Sandbox, running_sandbox

DAY, MONTH = 100_000, 2_000_000
"""What the stand-in allows (`sel.quota.figures`)."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(companies=3, seed=5, time_scale=100) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        patch.setenv("PASSERELLE_TIME_SCALE", "100")
        yield sandbox


@pytest.fixture
def firm(sandbox: Sandbox, tmp_path: Path) -> Firm:
    sandbox.reset()
    return Firm(sandbox, Settings(home=tmp_path, root=rooted(tmp_path)))


def test_what_is_left_is_in_the_summary_the_report_and_the_artifact(firm: Firm) -> None:
    summary = firm.run(dry_run=True)
    made = len([call for call in firm.sandbox.requests() if call["system"] == "sellsy" and "/v2/" in call["path"]])
    left = {one["period"]: (one["left"], one["of"]) for one in summary["quotas"]}
    # The call that asks for the whole comes after the answer that tells what is left.
    assert left == {"day": (DAY - made + 1, DAY), "month": (MONTH - made + 1, MONTH)}
    told = f"Sellsy: calls left: {left['day'][0]} of {DAY} for the day, {left['month'][0]} of {MONTH} for the month"
    assert told in Path(summary["report"]).read_text(encoding="utf-8")
    assert told in summary_text(summary)
    assert not [note for note in summary["notes"] if "calls are left" in note]


def test_a_warning_is_counted_when_little_is_left(firm: Firm) -> None:
    profile = firm.settings.root / "mappings" / "systems" / "sellsy.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("warn_below: 0.1", "warn_below: 1"), encoding="utf-8")
    notes = firm.run(dry_run=True)["notes"]
    (warned,) = [
        (note, times) for note, times in notes.items() if note.startswith("Sellsy: few calls are left for the day")
    ]
    assert warned[1] == 1


def test_where_the_whole_is_not_told_what_is_left_is(firm: Firm) -> None:
    firm.sandbox.fault("not-activated", system="sellsy", path="/quotas$")
    quotas = firm.run(dry_run=True)["quotas"]
    assert {one["of"] for one in quotas} == {None}
    assert all(one["left"] > 0 for one in quotas)


def test_a_plan_that_is_used_up_ends_the_run_and_the_next_goes_on(firm: Firm) -> None:
    firm.sandbox.fault("not-activated", system="sellsy", method="POST", path="/companies$", status=402)
    made = firm.sandbox.add("altior", "thirdparty", name="Menuiserie Neuve", nature="MORAL", type="CLIENT")
    summary = firm.run(ends_well=False)
    assert (summary["state"], "the quota of its plan is used up" in summary["error"]) == ("failed", True)
    assert "Réglages" in summary["error"]
    asked = [
        call for call in firm.sandbox.requests() if call["path"].endswith("/companies") and call["method"] == "POST"
    ]
    assert 0 < len(asked) <= 4, "several may be under way at once, none is tried again"
    assert not [one for one in summary["problems"] if "refused it" in one["reason"]]
    firm.sandbox.fault("none")
    firm.run()
    assert str(made["id"]) in firm.pairs().values()


def test_a_run_over_a_few_records_tells_what_is_left_without_a_call_for_it(firm: Firm) -> None:
    mark = firm.last_call()
    quotas = firm.run(dry_run=True, keys=("company/1",))["quotas"]
    assert {(one["period"], one["of"]) for one in quotas} == {("day", None), ("month", None)}
    assert not [call for call in firm.sandbox.requests(since=mark) if call["path"].endswith("/quotas")]
