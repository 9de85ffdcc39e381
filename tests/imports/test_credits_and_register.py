"""Credits are spent once and never beyond the balance; what the register says otherwise is told and stops nothing."""

from __future__ import annotations

import pytest

from passerelle.imports.prepare import cost
from tests.import_fixture import Sales

COMPANIES = "corporama.company>artis.organisation"


def test_a_balance_that_is_too_small_stops_before_the_first_sheet(sales: Sales) -> None:
    numbers = sales.several(5)
    sales.sandbox.edit("corporama", "account", "1", restants=4)
    told = sales.refused(*numbers)
    assert "5 sheets would cost 5 credits, and 4 are left" in told
    assert sales.pulled == []
    assert sales.writes() == []


def test_what_it_will_cost_is_told_first_and_a_dry_run_pulls_nothing(sales: Sales) -> None:
    numbers = sales.several(3)
    told = cost(sales.order(*numbers), sales.settings)
    assert (told.wanted, told.kept, told.to_pull, told.left) == (3, 0, 3, 5000)
    summary = sales.run(*numbers, dry_run=True)
    assert "3 of 3 sheets to be pulled" in summary["cost"]["sentence"]
    assert sales.pulled == []
    sales.prepared(numbers[0])
    summary = sales.run(*numbers, dry_run=True, contacts=())
    assert summary["streams"][COMPANIES]["created"] == 1
    assert (sales.pulled, sales.writes()) == ([numbers[0]], [])


def test_a_seat_is_pulled_once_whichever_number_names_it(sales: Sales) -> None:
    siret = sales.new()
    sales.run(siret, siret[:9])
    sales.run(siret[:9])
    assert sales.pulled == [siret]


def test_a_sheet_that_is_too_old_is_pulled_again(sales: Sales) -> None:
    from datetime import UTC, datetime, timedelta

    from sqlalchemy import update

    from passerelle.hub.kept_schema import kept_record

    siret = sales.new()
    sales.prepared(siret)
    with sales.hub() as hub, hub.write("test") as connection:
        connection.execute(update(kept_record).values(kept_at=datetime.now(UTC) - timedelta(days=91)))
    assert cost(sales.order(siret), sales.settings).to_pull == 1
    sales.prepared(siret)
    assert sales.pulled == [siret, siret]


def test_an_unknown_number_is_told_and_costs_nothing(sales: Sales) -> None:
    summary = sales.run("73282932000074", sales.new())
    assert "Corporama has no sheet of 73282932000074" in [one["reason"] for one in summary["problems"]]
    assert summary["streams"][COMPANIES]["created"] == 1
    assert sales.sandbox.state("corporama", "account")["1"]["restants"] == 4999


def test_a_sheet_whose_answer_is_lost_is_not_asked_for_again_by_itself(sales: Sales) -> None:
    siret = sales.new()
    sales.sandbox.fault("truncated", system="corporama", path="/societes/", count=1)
    assert "unknown result" in sales.refused(siret)
    assert len(sales.pulled) == 1


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        ({"etat_administratif": "C"}, "ceased", "has ceased"),
        ({"nom_raison_sociale": "TOUT AUTRE NOM", "nom_complet": "TOUT AUTRE NOM"}, "other_name", "TOUT AUTRE NOM"),
        ({"statut_diffusion": "N"}, "not_public", "does not publish it"),
    ],
)
def test_what_the_register_says_otherwise_is_told(sales: Sales, change: dict[str, str], code: str, told: str) -> None:
    siret = sales.new()
    sales.sandbox.edit("recherche_entreprises", "unite", siret[:9], **change)
    (company,) = sales.prepared(siret).companies
    assert [one.code for one in company.findings] == [code]
    assert told in company.findings[0].sentence
    summary = sales.run(siret)
    assert [one["code"] for one in summary["findings"]] == [code]
    assert summary["streams"][COMPANIES]["created"] == 1


def test_a_seat_that_has_moved_is_told_with_the_siret_of_today(sales: Sales) -> None:
    units = sales.sandbox.state("recherche_entreprises", "unite")
    gone = {
        place["siret"]
        for unit in units.values()
        for place in unit["etablissements"]
        if place.get("ancien_siege") and place.get("etat_administratif") == "F"
    }
    siret = next(one for one in sales.sheets if one in gone)
    (finding,) = [one for one in sales.prepared(siret).companies[0].findings if one.code == "moved"]
    assert finding.suggested is not None
    assert finding.suggested[:9] == siret[:9]
    assert finding.suggested != siret


def test_a_register_that_cannot_be_asked_stops_nothing(sales: Sales, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_RECHERCHE_ENTREPRISES_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("PASSERELLE_RECHERCHE_ENTREPRISES_ATTEMPTS", "1")
    summary = sales.run(sales.new())
    assert summary["streams"][COMPANIES]["created"] == 1
    assert "could not be asked" in summary["problems"][-1]["reason"]


def test_a_register_that_is_switched_off_is_not_asked(sales: Sales, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_RECHERCHE_ENTREPRISES_ASKED", "no")
    sales.run(sales.new())
    assert sales.sandbox.requests("recherche_entreprises") == []
