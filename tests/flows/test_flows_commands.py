"""`passerelle run` and `passerelle demo` as a person or a script calls them, without any Prefect server."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.cli.app import app
from passerelle.engine.run import OUTCOMES
from passerelle.errors import ConfigurationError
from tests.command_line import Cli
from tests.flows.browsing import PATIENCE_S
from tests.flows.conftest import plain_environment
from tests.office_fixture import environment
from tests.sandbox_fixture import Sandbox, running_sandbox

KEYS = [
    "flow",
    "run_id",
    "state",
    "dry_run",
    "duration_s",
    "streams",
    "problems",
    "notes",
    "quotas",
    "report",
    "reports",
]
OF_IMPORTS = ["cost", "findings", "results"]
"""What an import tells beside."""


def passerelle(
    home: Path, *arguments: str, settings: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "passerelle", *arguments]
    return subprocess.run(
        command,
        env=plain_environment(home) | (settings or {}),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of its own."""
    with running_sandbox(companies=20, seed=5, time_scale=1000) as sandbox:
        yield sandbox


def check_shape(run: dict[str, Any]) -> None:
    """A run as `run --json` is documented to print it, with counts that add up."""
    assert list(run) == KEYS + (OF_IMPORTS if run["flow"] == "import-from-corporama" else [])
    for counts in run["streams"].values():
        # Where records go both ways it is counted who was recognised, too.
        told = set(counts) - {"adopted"}
        assert told == {"read", "duplicates_read", "api_reads", "api_writes", *OUTCOMES}
        assert counts["read"] == sum(counts[outcome] for outcome in OUTCOMES)
    assert all(set(problem) == {"stream", "record", "reason"} for problem in run["problems"])
    assert Path(run["report"]).is_file()


def test_run_prints_one_document(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = environment(sandbox.base_url)
    ended = passerelle(tmp_path, "run", "openthebox-to-adminpulse", "--dry-run", "--json", settings=settings)

    assert ended.returncode == 0, ended.stderr
    run = json.loads(ended.stdout)
    check_shape(run)
    assert run["dry_run"] is True
    assert run["state"] == "completed"
    assert ended.stderr == ""
    assert list(run["streams"]) == ["openthebox.company>adminpulse.relation", "openthebox.mandate>adminpulse.link"]
    assert sandbox.requests(system="adminpulse", method="PUT") == []


def test_failed_run_ends_with_one_and_a_sentence(sandbox: Sandbox, tmp_path: Path, cli: Cli) -> None:
    sandbox.fault("unauthorized", system="adminpulse")
    ended = cli(tmp_path, "run", "openthebox-to-adminpulse", "--json", settings=environment(sandbox.base_url))
    sandbox.fault("none")

    assert ended.code == 1
    assert json.loads(ended.out)["state"] == "failed"
    assert "AdminPulse" in ended.err
    assert "Traceback" not in ended.err


def test_unknown_flow_ends_with_two_and_names_those_there_are(tmp_path: Path, cli: Cli) -> None:
    ended = cli(tmp_path, "run", "no-such-flow")

    assert ended.code == 2
    assert "refresh-from-openthebox" in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["openthebox-to-adminpulse", "--param", "numbers=1"], "It takes dry_run"),
        (["openthebox-to-adminpulse", "--param", "force=perhaps"], "force: Input should be a valid boolean"),
        (["openthebox-to-adminpulse", "--param", "force"], "expected NAME=VALUE"),
        (["refresh-from-openthebox"], "needs --param enterprise_numbers"),
        (["refresh-from-openthebox", "--param", "status=Klant"], "status (prospect, customer, own_company, other)"),
        (["search-openthebox", "--param", "text=-"], "at least 2 characters"),
        (["search-openthebox", "--param", "text=--"], "'--' is too short to look for"),
        (["refresh-from-openthebox", "--param", "enterprise_numbers=0403.449.824,12"], "'12' is not a Belgian"),
        (["refresh-sellsy-altior"], "needs --param third_parties"),
        (
            ["refresh-sellsy-altior", "--param", "third_parties=task/7,6657,x y"],
            "'task/7' names nothing in Sellsy",
        ),
        (["refresh-sellsy-altior", "--param", "third_parties=task/7,6657,x y"], "'x y' names nothing in Sellsy"),
    ],
)
def test_wrong_parameter_is_a_configuration_error_that_says_what_is_right(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)

    with pytest.raises(ConfigurationError, match=re.escape(said)):
        app(["run", *arguments], standalone_mode=False)


def test_search_shows_a_table_of_eighty_columns_or_a_document(sandbox: Sandbox, tmp_path: Path, cli: Cli) -> None:
    settings = environment(sandbox.base_url)
    company = next(iter(sandbox.state("openthebox", "company").values()))
    word = company["names"][0]["value"].split()[0]
    arguments = ("run", "search-openthebox", "--param", f"text={word}", "--param", "language=nl")
    shown = cli(tmp_path, *arguments, settings=settings | {"COLUMNS": "80"})
    printed = cli(tmp_path, *arguments, "--json", settings=settings)

    assert shown.code == printed.code == 0, shown.err + printed.err
    assert company["enterpriseNumber"] in shown.out
    assert company["pid"] in shown.out
    assert max(len(line) for line in shown.out.splitlines()) <= 80
    found = json.loads(printed.out)
    assert company["enterpriseNumber"] in [one["number"] for one in found["candidates"]]
    assert found["asks"] == ["status", "own_company"]


def test_search_that_finds_nothing_is_a_sentence(sandbox: Sandbox, tmp_path: Path, cli: Cli) -> None:
    arguments = ("run", "search-openthebox", "--param", "text=xyzzy")
    ended = cli(tmp_path, *arguments, settings=environment(sandbox.base_url))

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("openthebox finds nothing for 'xyzzy'.")


def test_second_demo_writes_nothing(tmp_path: Path, cli: Cli) -> None:
    first, second = (cli(tmp_path, "demo", "--companies", "12", "--json") for _ in range(2))

    assert first.code == second.code == 0, first.err + second.err
    done, again = (json.loads(ended.out)["runs"] for ended in (first, second))
    for run in [*done, *again]:
        check_shape(run)
    flows = ["openthebox-to-adminpulse", "sellsy-altior", "reviso-teamsystem", "refresh-from-openthebox"]
    flows += ["import-from-corporama", "hub-to-freshdesk"]
    assert [run["flow"] for run in done] == flows
    assert done[0]["streams"]["openthebox.company>adminpulse.relation"]["updated"] > 0
    assert done[1]["streams"]["sellsy.thirdparty>altior.thirdparty"]["updated"] > 0
    assert done[1]["streams"]["altior.thirdparty>sellsy.thirdparty"]["created"] > 0
    assert done[2]["streams"]["reviso.customer>teamsystem.company"]["created"] > 0
    assert done[2]["streams"]["reviso.contact>teamsystem.contact"]["created"] > 0
    assert done[3]["streams"]["openthebox.company>adminpulse.relation"]["created"] > 0
    assert done[4]["streams"]["corporama.company>artis.organisation"]["created"] > 0
    assert done[5]["streams"]["hub.company>freshdesk.company"]["created"] > 0
    assert done[5]["streams"]["hub.contact>freshdesk.contact"]["created"] > 0
    both_ways = ["sellsy.thirdparty", "altior.thirdparty", "sellsy.contact", "altior.contact"]
    both_ways += ["sellsy.opportunity", "altior.affaire"]
    assert [direction.partition(">")[0] for direction in done[1]["streams"]] == both_ways
    assert {counts["api_writes"] for run in again for counts in run["streams"].values()} == {0}


def test_demo_of_another_size_is_told_from_the_first(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "sandbox.json").write_text('{"companies": 300}')
    ended = cli(tmp_path, "demo", "--companies", "25")

    assert ended.code == 2
    assert "--companies 300" in ended.err
