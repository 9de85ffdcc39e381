"""Two-way integrations: what is held back on either way, and is not tried again every night."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tests.firm_fixture import CHOSEN, Firm, environment, plain, rooted
from tests.sandbox_fixture import running_sandbox

SIRET = "55210055400013"


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    """A small firm after its initialisation both ways."""
    with running_sandbox(companies=8, seed=5, time_scale=1000) as sandbox:
        for name, value in environment(sandbox.base_url).items():
            monkeypatch.setenv(name, value)
        firm = Firm(sandbox, Settings(home=tmp_path, root=rooted(tmp_path)))
        firm.run()
        yield firm


def test_what_the_way_there_finds_uncertain_the_way_back_does_not_guess_either(firm: Firm) -> None:
    held = {"legal_france": {"siret": SIRET}, "_custom_fields": {CHOSEN: True}}
    mine = firm.sandbox.add("sellsy", "company", name="Usine", type="client", **held)
    for name in ("Usine de Mâcon", "Usine de Macon"):
        firm.sandbox.add("altior", "thirdparty", name=name, nature="MORAL", type="CLIENT", siret=SIRET)
    mark = firm.last_call()
    for _ in range(2):
        told = [one["reason"] for one in firm.run()["problems"]]
        assert any(f"Sellsy company/{mine['id']} matches more than this one" in reason for reason in told)
        assert f"company/{mine['id']}" not in firm.pairs()
    assert firm.writes(mark) == []


def test_a_legal_form_altior_does_not_have_is_held_back_without_a_call_every_night(firm: Firm) -> None:
    key, _ = plain(firm)
    firm.in_sellsy(key, legal_france={**firm.sellsy[key]["legal_france"], "company_type": "GmbH"})
    mark = firm.last_call()
    (problem,) = [one for one in firm.run()["problems"] if one["record"] == key]
    assert "Altior has no legal form or civility 'GMBH'" in problem["reason"]
    assert firm.writes(mark) == []
