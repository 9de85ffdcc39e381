"""Records held back by an integration both ways, seen and looked at again from the command line."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tests.command_line import Cli
from tests.firm_fixture import CHOSEN, Firm, environment, rooted
from tests.sandbox_fixture import running_sandbox

SIRET = "55210055400013"


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    """A firm with one company in Sellsy that two third parties of Altior may be the same as, after a run."""
    with running_sandbox(companies=4, seed=5, time_scale=1000) as sandbox:
        home = {"PASSERELLE_HOME": str(tmp_path), "PASSERELLE_ROOT": str(rooted(tmp_path))}
        for name, value in (environment(sandbox.base_url) | home).items():
            monkeypatch.setenv(name, value)
        legal = {"legal_france": {"siret": SIRET}, "_custom_fields": {CHOSEN: True}}
        sandbox.add("sellsy", "company", name="Usine", type="client", **legal)
        for _ in range(2):
            sandbox.add("altior", "thirdparty", name="Usine", nature="MORAL", type="CLIENT", siret=SIRET)
        firm = Firm(sandbox, Settings(home=tmp_path, root=tmp_path / "root"))
        firm.run()
        yield firm


def test_what_is_held_back_on_either_side_is_exported_with_its_own_page(cli: Cli, firm: Firm, tmp_path: Path) -> None:
    file = tmp_path / "held.csv"
    assert cli("quarantine", "export", str(file)).code == 0
    lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    systems = {line["record"].split(":")[0]: line for line in lines if line["number"] == SIRET}
    assert systems["sellsy"]["link"].startswith("https://www.sellsy.com/?_f=third&thirdid=")
    assert systems["altior"]["link"].startswith(f"{firm.sandbox.base_url}/#/tiers/")


def test_a_replay_looks_at_one_side_and_says_that_the_other_waits_for_a_full_pass(cli: Cli, firm: Firm) -> None:
    last = max((id_ for id_, one in firm.altior.items() if one["siret"] == SIRET), key=int)
    firm.in_altior(last, siret=None)
    answer = cli("quarantine", "replay", "--all", "--json")
    came = {one["record"].split(":")[0]: one for one in answer.document["replayed"]}
    assert answer.code == 0
    assert (came["sellsy"]["held"], came["sellsy"]["outcome"]) == (False, "updated")
    assert came["altior"]["sentence"] == "Only a full pass looks at records of Altior; the next one does."
