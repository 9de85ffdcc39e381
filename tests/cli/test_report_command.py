"""`report` finds the page of the last run."""

import webbrowser
from pathlib import Path

import pytest

from tests.cli.conftest import Filled
from tests.command_line import Cli


def test_it_prints_the_path_of_the_last_page(cli: Cli, filled: Filled) -> None:
    summary = filled.office.run(keys=(filled.number,), dry_run=True)
    answer = cli("report")
    assert answer.out == f"{summary['report']}\n"
    assert summary["run_id"] in Path(answer.out.strip()).read_text(encoding="utf-8")


def test_open_opens_it_in_the_browser(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    webbrowser.register("test", None, webbrowser.GenericBrowser(str(browser)), preferred=True)
    answer = cli("report", "--open")
    assert answer.code == 0
    assert (tmp_path / "opened").read_text().strip() == Path(answer.out.strip()).as_uri()


def test_without_a_report_it_says_what_to_do(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    answer = cli("report")
    assert (answer.code, answer.out) == (1, "")
    assert f"There is no report under {tmp_path} yet" in answer.err


def test_data_docs_are_built_for_the_last_run_and_named(cli: Cli, filled: Filled) -> None:
    summary = filled.office.run(keys=("0403449824",), dry_run=True)
    answer = cli("report", "--data-docs")
    assert answer.out == f"{Path(summary['report']).parent / 'data_docs' / 'index.html'}\n"
    assert "AdminPulse" in Path(answer.out.strip()).read_text(encoding="utf-8")
