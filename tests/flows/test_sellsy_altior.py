"""Sellsy and Altior as a person runs them: the refresh of some pairs, and what a run leaves to look at."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tasks.artifacts import texts_of
from tests.command_line import Cli
from tests.firm_fixture import DOWN, INTEGRATION, UP, Firm, environment, phones, plain, rooted
from tests.sandbox_fixture import Sandbox, running_sandbox

pytestmark = pytest.mark.xdist_group("firm flows")

SIRET = "55210055400013"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of its own."""
    with running_sandbox(companies=20, seed=5, time_scale=1000) as sandbox:
        yield sandbox


@pytest.fixture
def firm(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Firm:
    """A firm that has never run."""
    sandbox.reset()
    for name, value in environment(sandbox.base_url).items():
        monkeypatch.setenv(name, value)
    return Firm(sandbox, Settings(home=tmp_path, root=rooted(tmp_path)))


def settings_of(firm: Firm) -> dict[str, str]:
    """The settings by which a command works on this firm."""
    return environment(firm.sandbox.base_url) | {"PASSERELLE_ROOT": str(firm.settings.root)}


def test_refresh_takes_a_pair_both_ways_and_leaves_the_others(firm: Firm, cli: Cli) -> None:
    firm.run()
    firm.run_contacts()
    key, id_ = plain(firm)
    firm.in_sellsy(key, phone_number="+33199004242")
    firm.in_altior(id_, capital=123456)
    other = next(two for two in firm.pairs().values() if two != id_)
    firm.in_altior(other, capital=654321)
    mark = firm.last_call()
    page = f"https://www.sellsy.com/?_f=third&thirdid={key.split('/')[1]}"
    arguments = ("run", "refresh-sellsy-altior", "--param", f"third_parties={page}", "--json")
    ended = cli(firm.settings.home, *arguments, settings=settings_of(firm))
    assert ended.code == 0, ended.err
    counts = json.loads(ended.out)["streams"]
    assert (counts[DOWN]["read"], counts[UP]["read"]) == (1, 1)
    assert phones(firm.altior[id_], "Fixe") == ["01 99 00 42 42"]
    assert firm.sellsy[key]["capital"] == "123456"
    assert len(firm.writes(mark)) == 2


def test_refresh_of_what_sellsy_does_not_hold_reads_nothing_of_altior(firm: Firm, cli: Cli) -> None:
    arguments = ("run", "refresh-sellsy-altior", "--param", "third_parties=999999", "--json")
    ended = cli(firm.settings.home, *arguments, settings=settings_of(firm))
    assert ended.code == 0, ended.err
    counts = json.loads(ended.out)["streams"]
    assert (counts[DOWN]["skipped"], counts[UP]["read"]) == (1, 0)
    assert firm.writes() == []


def test_every_artifact_links_the_records_of_both_systems_to_their_own_pages(firm: Firm) -> None:
    firm.run()
    twin = firm.sandbox.add("altior", "thirdparty", name="Usine", nature="MORAL", type="CLIENT", siret=SIRET)
    double = firm.sandbox.add("altior", "thirdparty", name="Usine", nature="MORAL", type="CLIENT", siret=SIRET)
    planned = texts_of(firm.run(dry_run=True), INTEGRATION, firm.settings)["plan"]
    texts = texts_of(firm.run(), INTEGRATION, firm.settings)
    key = next(key for key, id_ in firm.pairs().items() if id_ == str(twin["id"]))
    altior, sellsy = f"{firm.sandbox.base_url}/#/tiers", "https://www.sellsy.com/?_f=third&thirdid="
    assert f"#### Create a thirdparty in Sellsy for [Altior {twin['id']}]({altior}/{twin['id']})" in planned
    both = f"[Sellsy {key}]({sellsy}{key.split('/')[1]}) [Altior]({altior}/{twin['id']})"
    assert f"| {both} | name |  | Usine | create |" in texts["changes"]
    for kind in ("summary", "quarantine"):
        assert f"| [Altior {double['id']}]({altior}/{double['id']}) |" in texts[kind]


def test_connections_test_tells_what_is_left_of_the_quotas(firm: Firm, cli: Cli) -> None:
    ended = cli(firm.settings.home, "connections", "test", "--json", settings=settings_of(firm))
    sellsy = next(one for one in json.loads(ended.out)["connections"] if one["connection"] == "sellsy")
    assert {one["period"]: one["of"] for one in sellsy["quotas"]} == {"day": 100_000, "month": 2_000_000}
    told = cli(firm.settings.home, "connections", "test", settings=settings_of(firm)).out
    assert " of 100000 for the day, " in " ".join(told.split())
