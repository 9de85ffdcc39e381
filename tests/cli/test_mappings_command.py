"""`mappings check` names file, line and key of what is wrong in mappings and suites."""

import shutil
from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.office_fixture import ROOT


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("mappings", "expectations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.setenv("PASSERELLE_ROOT", str(tmp_path))
    return tmp_path


def replace(file: Path, old: str, new: str) -> int:
    """Replace the first occurrence; the number of its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_sound_files_are_counted(cli: Cli, root: Path) -> None:
    files = [*root.glob("mappings/*/*.yaml"), *root.glob("expectations/*.yaml")]
    answer = cli("mappings", "check")
    assert (answer.code, answer.out) == (0, f"{len(files)} files checked, no problem found.\n")


def test_problems_of_mappings_and_suites_are_told_together(cli: Cli, root: Path) -> None:
    line = replace(root / "mappings/systems/adminpulse.yaml", "transform: be_vat", "transform: be_vta")
    replace(root / "expectations/openthebox_company.yaml", "severity: critical", "severity: fatal")
    answer = cli("mappings", "check")
    lines = answer.out.splitlines()
    assert answer.code == 2
    place = f"mappings/systems/adminpulse.yaml:{line}: streams.relation.fields.vat_number.transform: "
    assert any(told.startswith(place) and "be_vat" in told for told in lines)
    assert any(told.startswith("expectations/openthebox_company.yaml:") and "fatal" in told for told in lines)
    assert answer.err.startswith(f"{len(lines)} problems in ")


def test_a_folder_without_mappings_is_told(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_ROOT", str(tmp_path))
    answer = cli("mappings", "check")
    assert answer.code == 2
    assert "PASSERELLE_ROOT" in answer.err
