"""`connections hook` registers webhooks with a system, and takes them back; `receive` listens."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from passerelle.cli.running.sandbox import environment
from tests.command_line import Cli
from tests.sandbox_fixture import Sandbox, running_sandbox

URL = "https://hooks.firm.example"
WHOLE = f"{URL}/hooks/sellsy"


@pytest.fixture(scope="module")
def town() -> Iterator[Sandbox]:
    with running_sandbox(companies=5, seed=5, time_scale=1000) as sandbox:
        yield sandbox


@pytest.fixture
def crm(town: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A Sellsy without webhooks, to which every command is pointed."""
    town.reset()
    for name, value in environment(town.base_url).items():
        monkeypatch.setenv(name, value)
    return town


def held(crm: Sandbox) -> list[dict[str, Any]]:
    """The webhooks of Sellsy."""
    return list(crm.state("sellsy", "webhook").values())


def test_a_webhook_is_made_once_and_says_what_was_done(cli: Cli, crm: Sandbox) -> None:
    first, second = cli("connections", "hook", "sellsy", URL, "--json"), cli("connections", "hook", "sellsy", URL)
    made = first.document
    assert (first.code, made["done"], made["url"], made["connection"]) == (0, "created", WHOLE, "sellsy")
    (webhook,) = held(crm)
    assert (str(webhook["id"]), webhook["endpoint"], webhook["sign_key"]) == (made["id"], WHOLE, "sandbox")
    assert {"client.updated", "people.deleted", "opportunity.created"} <= set(made["events"])
    assert not any(event.startswith("docslog") for event in made["events"])
    assert [one["id"] for one in webhook["configuration"]] == made["events"]
    assert second.code == 0
    assert f"webhook {made['id']} for {WHOLE}: is as it should be" in second.out


def test_what_somebody_switched_off_is_switched_on_again(cli: Cli, crm: Sandbox) -> None:
    cli("connections", "hook", "sellsy", URL)
    (webhook,) = held(crm)
    crm.edit("sellsy", "webhook", webhook["id"], is_enabled=False)
    assert cli("connections", "hook", "sellsy", WHOLE, "--json").document["done"] == "updated"
    assert [one["is_enabled"] for one in held(crm)] == [True]


def test_another_address_is_another_webhook_and_named(cli: Cli, crm: Sandbox) -> None:
    cli("connections", "hook", "sellsy", URL)
    told = cli("connections", "hook", "sellsy", "https://new.firm.example/").out
    assert f"of the same name calls {WHOLE}" in told.replace("\n", " ")
    assert len(held(crm)) == 2


def test_it_is_removed_without_a_key_and_only_once(cli: Cli, crm: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("connections", "hook", "sellsy", URL)
    cli("connections", "hook", "sellsy", "https://other.firm.example")
    monkeypatch.delenv("PASSERELLE_SELLSY_WEBHOOK_KEY")
    first = cli("connections", "hook", "sellsy", URL, "--remove", "--json")
    assert (first.code, first.document["done"]) == (0, "removed")
    assert [one["endpoint"] for one in held(crm)] == ["https://other.firm.example/hooks/sellsy"]
    assert cli("connections", "hook", "sellsy", URL, "--remove", "--json").document["done"] == "absent"


@pytest.mark.parametrize(
    ("account", "url", "said"),
    [
        ("altior", URL, "Those with webhooks: reviso, sellsy."),
        ("sellsy", "http://hooks.firm.example", "with https://"),
        ("sellsy", "hooks.firm.example", "with https://"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_called(
    cli: Cli, crm: Sandbox, account: str, url: str, said: str
) -> None:
    answer = cli("connections", "hook", account, url)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert crm.requests("sellsy") == []


def test_without_a_key_no_webhook_is_made(cli: Cli, crm: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSERELLE_SELLSY_WEBHOOK_KEY")
    answer = cli("connections", "hook", "sellsy", URL)
    assert answer.code == 2
    assert "set PASSERELLE_SELLSY_WEBHOOK_KEY" in answer.err
    assert crm.requests("sellsy") == []


def test_webhooks_are_no_part_of_whether_a_connection_is_configured(
    cli: Cli, crm: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PASSERELLE_SELLSY_WEBHOOK_KEY")
    accounts = {one["connection"]: one for one in cli("connections", "--json").document["connections"]}
    assert (accounts["sellsy"]["configured"], accounts["sellsy"]["missing"]) == (True, [])


def test_receive_says_where_it_is_and_what_is_missing(crm: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSERELLE_SELLSY_WEBHOOK_KEY")
    command = [sys.executable, "-m", "passerelle", "receive", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.fullmatch(r"receiver ready on (http://127\.0\.0\.1:\d+)\n", process.stdout.readline())
        try:
            assert found
            refused = httpx.post(f"{found[1]}/hooks/sellsy", json={})
        finally:
            process.terminate()
        _, told = process.communicate(timeout=30)
    assert refused.status_code == 503
    assert "Webhooks of Sellsy are refused: set PASSERELLE_SELLSY_WEBHOOK_KEY" in told
    assert "Traceback" not in told
