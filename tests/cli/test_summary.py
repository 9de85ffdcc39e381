"""What a run leaves to say as a whole is printed, on standard error."""

import pytest

from passerelle.cli.running.summary import document, print_summary
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
