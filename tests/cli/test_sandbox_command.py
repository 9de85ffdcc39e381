"""`sandbox` serves until stopped, with the settings it was given."""

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.command_line import Cli


def test_it_serves_what_it_was_asked_to_and_stops_cleanly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    command = [sys.executable, "-c", "from passerelle.cli import main; main()", "sandbox", "--companies", "7"]
    with subprocess.Popen([*command, "--seed", "3"], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = process.stdout.readline()
            url = ready.removeprefix("sandbox ready on ").strip()
            companies = httpx.get(f"{url}/_sandbox/state/openthebox/company").json()
        finally:
            process.send_signal(signal.SIGINT)
    assert len(companies) == 7
    assert process.returncode == 0


def test_a_setting_it_cannot_use_is_one_sentence_and_exit_2(cli: Cli) -> None:
    answer = cli("sandbox", "--faults", "gremlins")
    assert answer.code == 2
    assert "no fault profile 'gremlins'" in answer.err
    assert answer.err.count("\n") == 1
