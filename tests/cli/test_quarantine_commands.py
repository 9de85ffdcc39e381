"""`quarantine` lists what is held back, the same records the run said."""

from passerelle.hub import quarantines
from tests.cli.conftest import Filled
from tests.command_line import Cli
from tests.office_fixture import counts_of


def test_the_list_holds_what_the_run_held(cli: Cli, filled: Filled) -> None:
    document = cli("quarantine", "list", "--json").document
    counts = counts_of(filled.summary)
    assert document["records"] == counts["quarantined"] > 0
    mine = next(row for row in document["held"] if row["record"] == f"adminpulse:relation:{filled.wrong}")
    assert mine["value"] == "0403449824"
    assert mine["rule"] == "adminpulse_relation: Enterprise number valid"
    with filled.office.hub() as hub, hub.read() as connection:
        assert len(document["held"]) == len(quarantines.listed(connection))


def test_the_list_fits_a_screen(cli: Cli, filled: Filled) -> None:
    answer = cli("quarantine", "list")
    assert f"adminpulse:relation:{filled.wrong}" in answer.out
    assert "are held back." in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80


def test_one_record_by_its_number(cli: Cli, filled: Filled) -> None:
    (row,) = cli("quarantine", "show", "0403 449 824", "--json").document["held"]
    assert row["record"] == f"adminpulse:relation:{filled.wrong}"
    assert "check digits" in cli("quarantine", "show", filled.wrong).out


def test_a_record_that_is_not_held_says_so(cli: Cli, filled: Filled) -> None:
    answer = cli("quarantine", "show", filled.updated)
    assert (answer.code, answer.out) == (0, f"adminpulse:relation:{filled.updated} is not held back.\n")
    assert cli("quarantine", "show", filled.updated, "--json").document["held"] == []
