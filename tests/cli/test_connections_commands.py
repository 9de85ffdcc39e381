"""`connections` tells what is missing before anything is called, and `connections test` whether it works."""

from pathlib import Path

import pytest

from passerelle.cli.running.sandbox import SYSTEMS, environment
from tests.cli.conftest import Filled
from tests.command_line import Cli
from tests.register.zips import Spec, zipped


def test_each_connection_with_the_settings_it_lacks(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSERELLE_ADMINPULSE_API_KEY")
    accounts = {one["connection"]: one for one in cli("connections", "--json").document["connections"]}
    assert accounts["openthebox"]["configured"] is True
    assert accounts["adminpulse"]["configured"] is False
    assert accounts["adminpulse"]["missing"] == ["PASSERELLE_ADMINPULSE_API_KEY"]
    answer = cli("connections")
    assert answer.code == 0
    assert "PASSERELLE_ADMINPULSE_API_KEY" in answer.out


def test_connections_that_work(cli: Cli, filled: Filled, tmp_path: Path) -> None:
    assert cli("register", "load", str(zipped(tmp_path, Spec()))).code == 0
    answer = cli("connections", "test")
    assert answer.code == 0
    lines = {line.split(" (")[0].split(",")[0] for line in answer.out.splitlines()}
    assert lines == {
        "openthebox: reachable and allowed",
        "adminpulse: reachable and allowed",
        "kbo: extract 140 of 2026-11-05",
        "sellsy: not configured; set PASSERELLE_SELLSY_CLIENT_ID",
        "altior: not configured; set PASSERELLE_ALTIOR_API_KEY",
        "reviso: not configured; set PASSERELLE_REVISO_APP_SECRET_TOKEN",
        "teamsystem: not configured; set PASSERELLE_TEAMSYSTEM_API_KEY",
        "form: kept in the hub while a run needs it",
        "file: kept in the hub while a run needs it",
        "freshdesk: not configured; set PASSERELLE_FRESHDESK_API_KEY",
        "corporama: not configured; set PASSERELLE_CORPORAMA_API_KEY",
        "artis: not configured; set PASSERELLE_ARTIS_API_KEY",
        "hub: 49 companies",
        "recherche_entreprises: not asked until corporama-companies-artis is set up",
    }


def test_a_register_that_is_not_loaded_is_told_with_the_command(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    answer = cli("connections", "test", "--json")
    kbo = next(one for one in answer.document["connections"] if one["connection"] == "kbo")
    assert answer.code == 0
    assert (kbo["configured"], kbo["reachable"]) == (False, None)
    assert "passerelle register load FILE" in kbo["sentence"]


def test_a_register_is_loaded_and_told_in_one_document(cli: Cli, tmp_path: Path) -> None:
    loaded = cli("register", "load", str(zipped(tmp_path, Spec())), "--json").document
    assert (loaded["type"], loaded["extract_number"], loaded["rows"]["enterprise"]) == ("full", 140, 3)
    refused = cli("register", "load", str(tmp_path / "nowhere.zip"))
    assert (refused.code, refused.out) == (2, "")
    assert "nowhere.zip: is not there" in refused.err


def test_wrong_credentials_are_reachable_but_not_allowed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_ADMINPULSE_API_KEY", "not-the-key")
    answer = cli("connections", "test", "--json")
    accounts = {one["connection"]: one for one in answer.document["connections"]}
    assert answer.code == 1
    assert (accounts["adminpulse"]["reachable"], accounts["adminpulse"]["allowed"]) == (True, False)
    assert (accounts["openthebox"]["reachable"], accounts["openthebox"]["allowed"]) == (True, True)
    assert "not-the-key" not in answer.out + answer.err


def test_with_nothing_configured_nothing_works(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ADMINPULSE_API_KEY", "OPENTHEBOX_CLIENT_ID", "OPENTHEBOX_CLIENT_SECRET"):
        monkeypatch.delenv(f"PASSERELLE_{name}")
    assert cli("connections", "test").code == 1


def test_every_system_of_the_sandbox_is_reachable_by_its_settings(
    cli: Cli, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(filled.office.sandbox.base_url).items():
        monkeypatch.setenv(name, value)
    answer = cli("connections", "test", "--json")
    accounts = answer.document["connections"]
    assert answer.code == 0
    assert {one["connection"] for one in accounts if one["allowed"]} >= {*SYSTEMS}
    monkeypatch.setenv("PASSERELLE_RECHERCHE_ENTREPRISES_ASKED", "no")
    mark = filled.office.sandbox.requests()[-1]["sequence"]
    answer = cli("connections", "test")
    assert answer.code == 0
    assert "recherche_entreprises: switched off" in answer.out
    assert filled.office.sandbox.requests("recherche_entreprises", since=mark) == []


def test_a_system_nobody_answers_for_is_not_reachable(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_ADMINPULSE_BASE_URL", "http://127.0.0.1:9")
    answer = cli("connections", "test", "--json")
    account = next(one for one in answer.document["connections"] if one["connection"] == "adminpulse")
    assert answer.code == 1
    assert (account["reachable"], account["allowed"]) == (False, None)


def test_a_connection_that_is_not_configured_fails_the_test_without_a_call(
    cli: Cli, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = filled.office.sandbox.requests()[-1]["sequence"]
    monkeypatch.delenv("PASSERELLE_ADMINPULSE_API_KEY")
    answer = cli("connections", "test")
    assert answer.code == 1
    assert "adminpulse: not configured; set PASSERELLE_ADMINPULSE_API_KEY" in answer.out
    assert filled.office.sandbox.requests("adminpulse", since=mark) == []
