"""`connections` tells what is missing before anything is called, and `connections test` whether it works."""

import pytest

from tests.cli.conftest import Cli, Filled


def test_each_connection_with_the_settings_it_lacks(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSERELLE_ADMINPULSE_API_KEY")
    accounts = {one["connection"]: one for one in cli("connections", "--json").document["connections"]}
    assert accounts["openthebox"]["configured"] is True
    assert accounts["adminpulse"]["configured"] is False
    assert accounts["adminpulse"]["missing"] == ["PASSERELLE_ADMINPULSE_API_KEY"]
    answer = cli("connections")
    assert answer.code == 0
    assert "PASSERELLE_ADMINPULSE_API_KEY" in answer.out


def test_connections_that_work(cli: Cli, filled: Filled) -> None:
    answer = cli("connections", "test")
    assert answer.code == 0
    assert [line.split(" (")[0] for line in answer.out.splitlines()] == [
        "openthebox: reachable and allowed",
        "adminpulse: reachable and allowed",
    ]


def test_wrong_credentials_are_reachable_but_not_allowed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_ADMINPULSE_API_KEY", "not-the-key")
    answer = cli("connections", "test", "--json")
    accounts = {one["connection"]: one for one in answer.document["connections"]}
    assert answer.code == 1
    assert (accounts["adminpulse"]["reachable"], accounts["adminpulse"]["allowed"]) == (True, False)
    assert (accounts["openthebox"]["reachable"], accounts["openthebox"]["allowed"]) == (True, True)
    assert "not-the-key" not in answer.out + answer.err


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
