"""What the command line tells of opportunities and affaires: by the plain id, and of those that only wait."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tests.command_line import Cli
from tests.engine.selling import SERVICES, STEPS, affaire, affaires, opportunity, paper, run
from tests.firm_fixture import Firm, environment, rooted
from tests.sandbox_fixture import running_sandbox


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    """A small firm whose third parties are the same."""
    with running_sandbox(companies=12, seed=5, time_scale=1000) as sandbox:
        home = {"PASSERELLE_HOME": str(tmp_path), "PASSERELLE_ROOT": str(rooted(tmp_path))}
        for name, value in (environment(sandbox.base_url) | home).items():
            monkeypatch.setenv(name, value)
        firm = Firm(sandbox, Settings(home=tmp_path, root=tmp_path / "root"))
        firm.run()
        yield firm


def test_opportunities_and_affaires_are_told_in_words(cli: Cli, firm: Firm) -> None:
    own, alone = opportunity(firm, SERVICES["Devis envoyé"]), opportunity(firm, STEPS["Négociation"], company_id=None)
    early, waiting = opportunity(firm, STEPS["Qualification"]), affaire(firm)
    plan = run(firm, dry_run=True)
    assert "Atelier Lyon" in Path(plan["report"]).read_text(encoding="utf-8")
    run(firm)
    told = cli("explain", f"opportunity/{own}", "--json").document["records"]
    assert [one["record"].rpartition("@")[2] for one in told] == ["Atelier Lyon", "Siège"]
    assert {one["page"] for one in told} == {f"https://www.sellsy.com/?_f=opportunities&id={own}"}
    left = {
        f"opportunity/{alone}": "belongs to no third party",
        f"opportunity/{early}": "is at Ventes, Qualification, where no affaire is opened",
        f"altior:affaire:{waiting}": "waits for its first quote or order",
    }
    for record, why in left.items():
        assert why in cli("explain", record, "--json").document["records"][0]["why"]
    paper(firm, "order", str(affaires(firm, own)["Siège"]["id"]))
    said = [problem["reason"] for problem in run(firm)["problems"]]
    assert "its opportunity stays where it is after an order: no step is configured for pipeline Services" in said
