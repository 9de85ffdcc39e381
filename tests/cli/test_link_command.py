"""`link openthebox` turns a number into an address, without asking anybody."""

import webbrowser
from pathlib import Path

import pytest

from tests.command_line import Cli

ADDRESS = "https://openthebox.be/company/BE0403449823"


@pytest.mark.parametrize("number", ["0403.449.823", "BE0403449823", "BE 403 449 823"])
def test_any_spelling_gives_the_same_address(cli: Cli, number: str) -> None:
    answer = cli("link", "openthebox", number)
    assert (answer.code, answer.out, answer.err) == (0, f"{ADDRESS}\n", "")


def test_a_wrong_number_gives_none(cli: Cli) -> None:
    answer = cli("link", "openthebox", "0403.449.824")
    assert (answer.code, answer.out) == (2, "")
    assert "0403.449.824" in answer.err


def test_open_opens_it(cli: Cli, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    webbrowser.register("test", None, webbrowser.GenericBrowser(str(browser)), preferred=True)
    assert cli("link", "openthebox", "0403449823", "--open").code == 0
    assert (tmp_path / "opened").read_text().strip() == ADDRESS
