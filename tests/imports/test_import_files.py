"""Import files: whole or not there, each record once, and nothing in them that a spreadsheet runs or shortens."""

from __future__ import annotations

import csv
import errno
import io
import os
from pathlib import Path

import pytest

from passerelle.systems.folder import Folder
from passerelle.systems.spreadsheet import guarded
from tests.import_fixture import Sales

COMPANIES = "corporama.company>artis.organisation"


@pytest.fixture
def drop(sales: Sales, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder artis.net takes files from."""
    folder = tmp_path / "drop"
    folder.mkdir()
    monkeypatch.setenv("PASSERELLE_ARTIS_DROP_FOLDER", str(folder))
    return folder


def rows(file: Path) -> list[dict[str, str]]:
    """A file as whoever reads it takes it, an apostrophe off the front of each cell."""
    text = file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    read = csv.DictReader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")
    return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in read]


def test_a_second_run_puts_no_file_there(sales: Sales, drop: Path) -> None:
    numbers = sales.several(3)
    assert sales.run(*numbers, contacts=("all",))["streams"][COMPANIES]["created"] == 3
    files = sorted(drop.iterdir())
    assert {one.name.partition("-")[0] for one in files} >= {"organisations"}
    for one in files:
        one.unlink()
    assert sales.run(*numbers, contacts=("all",))["streams"][COMPANIES]["unchanged"] == 3
    assert list(drop.iterdir()) == []


def test_leading_zeros_accents_and_formulas(sales: Sales, drop: Path) -> None:
    siret = sales.new()
    evil = {
        "raisonSociale": '=HYPERLINK("http://x")',
        "rue": '+1 place de l’Œuvre; bât. "B"',
        "telephone": "01 99 00 12 34",
    }
    sales.sandbox.edit("corporama", "establishment", siret, **evil)
    sales.run(siret)
    (file,) = drop.glob("organisations-*.csv")
    (row,) = rows(file)
    assert (row["Raison sociale"], row["Adresse1"]) == (evil["raisonSociale"], evil["rue"])
    assert (row["Tél 1"], row["SIRET"]) == ("01 99 00 12 34", siret)
    raw = file.read_text(encoding="utf-8-sig")
    assert "\"'=HYPERLINK" in raw
    assert f"'{siret}" in raw
    cells = [cell for line in csv.reader(io.StringIO(raw), delimiter=";") for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    "text", ["=1+1", "+33199001234", "-1", "@SUM(A1)", "\t=1", "\r=1", "06000", "73282932000074", "'x"]
)
def test_what_a_spreadsheet_would_run_or_shorten_is_held_back(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["0", "1", "Brun & Fils", "12 rue des Lilas", "12/01/2026", "4000"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_a_folder_that_is_not_there_is_told_before_anything(sales: Sales, drop: Path) -> None:
    drop.rmdir()
    told = sales.refused(sales.new())
    assert str(drop) in told
    assert "No such file" in told
    assert sales.pulled == []


def test_a_full_folder_leaves_nothing_half_written(sales: Sales, drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = sales.several(2)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("passerelle.systems.folder.os.fsync", full)
        summary = sales.run(*numbers, ends_well=False)
    assert "No space left" in summary["error"]
    assert list(drop.iterdir()) == []
    assert sales.run(*numbers)["streams"][COMPANIES]["created"] == 2
    (file,) = drop.iterdir()
    assert len(rows(file)) == 2


@pytest.mark.parametrize("point", ["_write", "_note", "_settled"])
def test_a_run_that_is_killed_at_the_file_sends_each_record_once(
    sales: Sales, drop: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    siret = sales.new()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Folder, point, killed)
        sales.run(siret)
    monkeypatch.setenv("PASSERELLE_ARTIS_SETTLE_S", "0.6")
    monkeypatch.setenv("PASSERELLE_ARTIS_TIMEOUT_S", "0.3")
    sales.run(siret)
    files = list(drop.iterdir())
    assert [len(rows(file)) for file in files] == [1], files


def test_by_file_too_who_works_for_two_companies_is_one_person(sales: Sales, drop: Path) -> None:
    one = {"id": 900001, "civilite": "Mme", "nom": "Blanc", "prenom": "Anne", "fonction": None, "telephone": None}
    one |= {"mails": ["anne.blanc@deux.example.org"]}
    first, second = sales.several(2)
    sales.sandbox.edit("corporama", "establishment", first, contacts=[one])
    sales.sandbox.edit("corporama", "establishment", second, contacts=[one | {"id": 900002}])
    for siret in (first, second):
        sales.run(siret, contacts=("all",))
        sales.sandbox.http.post("/_sandbox/artis/import", json={"folder": str(drop)})
    (person,) = sales.people("Blanc")
    owners = [sales.organisations[str(mine["organisationId"])]["siret"] for mine in person["collaborations"]]
    assert sorted(owners) == sorted((first, second))
