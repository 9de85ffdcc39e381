"""`quarantine replay` looks again at what was corrected; `quarantine export` writes what a spreadsheet can open."""

import csv
import io
from pathlib import Path

import pytest

from passerelle.cli.holding import write_csv
from tests.cli.conftest import is_plain
from tests.command_line import Cli
from tests.engine.test_links import mandate, pair_of
from tests.office_fixture import Office, counts_of


@pytest.fixture
def held(office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[Office, str, dict[str, object]]:
    """An office of its own, one relation held back for its number, and what that relation was before."""
    monkeypatch.setenv("PASSERELLE_HOME", str(office.settings.home))
    monkeypatch.setenv("PASSERELLE_ROOT", str(office.settings.root))
    id_, before = next((id_, one) for id_, one in office.relations.items() if is_plain(office, one))
    office.sandbox.edit("adminpulse", "relation", id_, enterpriseNumber="0403.449.824", vatNumber="BE0403449824")
    office.run()
    return office, id_, before


def test_a_corrected_record_is_released_and_sent_at_once(cli: Cli, held: tuple[Office, str, dict[str, object]]) -> None:
    office, id_, before = held
    right = {name: before[name] for name in ("enterpriseNumber", "vatNumber")}
    office.sandbox.edit("adminpulse", "relation", id_, name="Mistaken Name NV", **right)
    document = cli("quarantine", "replay", id_, "--json").document
    (one,) = document["replayed"]
    assert (one["record"], one["held"], one["outcome"]) == (f"adminpulse:relation:{id_}", False, "updated")
    assert counts_of(document["runs"][0])["read"] == 1
    assert office.relations[id_]["name"] == before["name"]
    assert cli("quarantine", "show", id_, "--json").document["held"] == []


def test_a_link_that_was_refused_is_made_when_right(cli: Cli, held: tuple[Office, str, dict[str, object]]) -> None:
    office, _, _ = held
    relation, company, other, number = pair_of(office)
    wrong = mandate("Company", number, "shareholder", "2010-01-01", shares=510.0)
    office.sandbox.edit("openthebox", "company", company, mandates=[wrong])
    office.run()
    (waiting,) = [row for row in cli("quarantine", "list", "--json").document["held"] if ":mandate:" in row["record"]]
    office.sandbox.edit("openthebox", "company", company, mandates=[wrong | {"shares": 51.0}])
    document = cli("quarantine", "replay", waiting["record"], "--json").document
    (one,) = document["replayed"]
    assert (one["held"], one["outcome"]) == (False, "created")
    assert counts_of(document["runs"][0])["read"] == 1
    (link,) = office.relations[relation]["links"]
    assert (str(link["relationId"]), link["shares"]) == (other, 51)


def test_what_is_still_wrong_stays_held_and_says_why(cli: Cli, held: tuple[Office, str, dict[str, object]]) -> None:
    answer = cli("quarantine", "replay", held[1])
    told = " ".join(answer.out.split())
    assert answer.code == 0
    assert "Still held back: AdminPulse: An enterprise number" in told
    assert "0 of 1 released." in told


def test_all_looks_at_every_held_record(cli: Cli, held: tuple[Office, str, dict[str, object]]) -> None:
    listed = {row["record"] for row in cli("quarantine", "list", "--json").document["held"]}
    replayed = cli("quarantine", "replay", "--all", "--json").document["replayed"]
    assert {one["record"] for one in replayed} == listed
    assert len(listed) > 1


@pytest.mark.parametrize("arguments", [(), ("1042", "--all")])
def test_replay_wants_one_record_or_all(cli: Cli, arguments: tuple[str, ...]) -> None:
    answer = cli("quarantine", "replay", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "--all" in answer.err


def test_the_export_opens_in_a_spreadsheet(
    cli: Cli, held: tuple[Office, str, dict[str, object]], tmp_path: Path
) -> None:
    _, id_, before = held
    file = tmp_path / "held.csv"
    assert cli("quarantine", "export", str(file), "--json").document == {
        "file": str(file),
        "lines": len(cli("quarantine", "list", "--json").document["held"]),
    }
    assert file.read_bytes().startswith(b"\xef\xbb\xbfrecord;name;number;field;value;rule;reason;since;link\r\n")
    lines = {line["record"]: line for line in csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";")}
    mine = lines[f"adminpulse:relation:{id_}"]
    assert (mine["name"], mine["number"], mine["value"]) == (before["name"], "0403449824", "0403449824")
    assert mine["link"] == f"https://app.adminpulse.be/#/relations/{id_}"


@pytest.mark.parametrize("cell", ["=1+1", "+32", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_a_formula_is_written_as_text(tmp_path: Path, cell: str) -> None:
    columns = ("record", "name", "number", "field", "value", "rule", "reason", "since", "link")
    write_csv(tmp_path / "held.csv", [dict.fromkeys(columns, "") | {"name": cell}])
    with (tmp_path / "held.csv").open(encoding="utf-8-sig", newline="") as text:
        (line,) = csv.DictReader(text, delimiter=";")
    assert line["name"] == f"'{cell}"


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(cli: Cli, tmp_path: Path) -> None:
    answer = cli("quarantine", "export", str(tmp_path / "nowhere" / "held.csv"))
    assert (answer.code, answer.out) == (1, "")
    assert "cannot be written: No such file or directory." in answer.err
