"""What a run leaves to say as a whole is printed, on standard error."""

import pytest

from passerelle.cli.running.summary import document, print_summary
from passerelle.engine.run import OUTCOMES
from tests.cli.conftest import Filled


def test_notes_are_printed_beside_the_outcome_and_are_in_the_document(
    filled: Filled, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = filled.summary | {"notes": {"AdminPulse: field 'x' is not mapped": 3, "Once.": 1}}
    print_summary(summary)
    out, err = capsys.readouterr()
    assert err == "Note: AdminPulse: field 'x' is not mapped (3 times)\nNote: Once.\n"
    assert "Note:" not in out
    assert document(summary)["notes"] == summary["notes"]


def test_adoptions_and_what_is_left_of_quotas_are_printed(filled: Filled, capsys: pytest.CaptureFixture[str]) -> None:
    (way, counts), *_ = filled.summary["streams"].items()
    left = {"connection": "sellsy", "title": "Sellsy", "period": "day", "left": -2, "of": 100, "little": True}
    print_summary(filled.summary | {"streams": {way: counts | {"adopted": 3}}, "quotas": [left], "dry_run": True})
    out = capsys.readouterr().out
    assert "Of these 3 would be adopted: matched with a record that was there already." in out
    assert "Sellsy: calls left: -2 of 100 for the day\n" in out
    assert sum(counts[name] for name in OUTCOMES) == counts["read"]
