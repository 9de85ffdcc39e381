"""What a person enters, held against what artis.net would take before anything is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from passerelle.imports.review import doubtful, left_open
from passerelle.settings import Settings
from tests.import_fixture import ready_sales
from tests.office_fixture import ROOT
from tests.sandbox_fixture import Sandbox


def test_what_would_be_refused_and_what_looks_wrong_is_told_and_nothing_written(
    town: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.reset()
    # With whole suites: warnings count here.
    sales = replace(ready_sales(town, tmp_path, monkeypatch), settings=Settings(home=tmp_path, root=ROOT))
    siret = sales.new()
    entered = {siret[:9]: {"town": "Trifouilly-les-Oies", "phone": "12"}}

    prepared, order = sales.prepared(siret, overrides=entered), sales.order(siret, overrides=entered)

    (refused,) = left_open(prepared, order)
    assert refused.startswith("TRIFOUILLY LES OIES is none of artis.net's towns of ")
    (doubted,) = doubtful(prepared, order, sales.order(siret))
    assert doubted.startswith("Téléphone 1: As entered: The number is too short")
    assert doubtful(prepared, order, order) == []
    assert left_open(sales.prepared(siret), sales.order(siret)) == []
    assert sales.writes() == []
