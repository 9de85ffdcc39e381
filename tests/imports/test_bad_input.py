"""What is wrong in sheets, in what people type, and at the systems: told with what to do; nothing wrong is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from passerelle.imports.order import numbers_in, parse_numbers
from tests.import_fixture import Sales

COMPANIES = "corporama.company>artis.organisation"
CASES = Path(__file__).parent / "numbers"


def reasons(summary: dict[str, object]) -> str:
    """Every problem of a summary as one text."""
    return " ".join(one["reason"] for one in summary["problems"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("case", "right", "wrong"),
    [
        ("la-poste", ("35600000000048", "35600000009075"), 0),
        ("lost-leading-zero", ("05510021800001",), 0),
        ("spreadsheet", ("73282932000074", "732829320"), 0),
        ("wrong-check-digit", (), 2),
    ],
)
def test_numbers_as_people_have_them(case: str, right: tuple[str, ...], wrong: int) -> None:
    found, sentences = parse_numbers(numbers_in(CASES / f"{case}.csv"))
    assert (found, len(sentences)) == (right, wrong)
    assert all("check digit" in one for one in sentences)


def test_a_wrong_check_digit_in_a_sheet_is_held_until_somebody_corrects_it(sales: Sales) -> None:
    siret = sales.new()
    wrong = siret[:-1] + str((int(siret[-1]) + 1) % 10)
    sales.sandbox.edit("corporama", "establishment", siret, siret=wrong)
    summary = sales.run(siret)
    assert summary["streams"][COMPANIES]["quarantined"] == 1
    assert "Corporama: artis.net refuses a SIRET with a wrong check digit" in reasons(summary)
    assert "As entered: artis.net refuses" in reasons(sales.run(siret, overrides={siret[:9]: {"siret": wrong}}))
    assert sales.run(siret, overrides={siret[:9]: {"siret": siret}})["streams"][COMPANIES]["created"] == 1
    last = sales.last_call()
    # What a person has said is not taken back by what the sheet goes on saying.
    assert sales.run(siret)["streams"][COMPANIES]["unchanged"] == 1
    assert sales.writes(last) == []


def test_zeros_that_a_sheet_has_lost_are_there_in_artis(sales: Sales) -> None:
    siret = next(one for one, sheet in sales.sheets.items() if len(sheet["siret"]) < 14 and sheet["siege"] == 1)
    sales.run(siret)
    assert sales.organisation(siret)["siret"] == siret


def test_a_revenue_in_euros_is_held(sales: Sales) -> None:
    siret = sales.new()
    sales.sandbox.edit("corporama", "establishment", siret, caDerniereAnnee=1_840_000, effectifEtablissement=12)
    assert "euros" in reasons(sales.run(siret))
    sales.run(siret, overrides={siret: {"revenue": "1840"}})
    assert sales.organisation(siret)["caracteristiques"]["CA (K€)"] == 1840


def test_a_town_of_another_postcode_makes_no_town_in_artis(sales: Sales) -> None:
    siret = sales.new(codePostal=True)
    towns = len(sales.sandbox.state("artis", "codepostal"))
    sales.sandbox.edit("corporama", "establishment", siret, ville="Saint-Bidule")
    told = reasons(sales.run(siret))
    assert "SAINT BIDULE is none of artis.net's towns" in told
    assert len(sales.sandbox.state("artis", "codepostal")) == towns


@pytest.mark.parametrize("spelling", ["St Etienne", "SAINT-ÉTIENNE", "Saint Étienne"])
def test_a_town_in_any_spelling_is_afnors(sales: Sales, spelling: str) -> None:
    pair = next(one for one in sales.sandbox.state("artis", "codepostal").values() if one["ville"] == "SAINT ETIENNE")
    siret = sales.new()
    sales.sandbox.edit("corporama", "establishment", siret, ville=spelling, codePostal=pair["codePostal"])
    sales.run(siret)
    assert sales.organisation(siret)["ville"] == "SAINT ETIENNE"


def test_what_artis_requires_and_nobody_knows_waits_and_can_be_said(sales: Sales) -> None:
    siret = sales.new()
    sales.sandbox.edit("corporama", "establishment", siret, rue=None, contacts=[_nameless()])
    prepared = sales.prepared(siret)
    assert prepared.companies[0].missing == ["street"]
    assert prepared.contacts[0].missing == ["name"]
    summary = sales.run(siret, contacts=("all",))
    assert "Adresse 1" in reasons(summary)
    said = {siret[:9]: {"street": "1 rue Neuve"}, f"{siret[:9]}/900001": {"name": "Petit"}}
    sales.run(siret, contacts=("all",), overrides=said)
    assert sales.organisation(siret)["adresse1"] == "1 rue Neuve"
    assert [one["prenom"] for one in sales.people("Petit")] == ["Luc"]


def _nameless() -> dict[str, object]:
    one = {"id": 900001, "civilite": "M.", "nom": None, "prenom": "Luc", "fonction": None, "telephone": None}
    return one | {"mails": []}


def test_what_is_said_of_nobody_or_of_no_field_is_refused(sales: Sales) -> None:
    siret = sales.new()
    assert "nobody who is imported" in sales.refused(siret, overrides={"73282932000074": {"name": "X"}})
    assert "no field colour" in sales.refused(siret, overrides={siret: {"colour": "red"}})
    assert "No contact 17" in sales.refused(siret, contacts=("17",))
    assert sales.writes() == []


def test_the_internal_organisation_is_asked_for_where_there_are_several(sales: Sales) -> None:
    siret = sales.new()
    told = sales.refused(siret, answers={})
    assert "internal_organisation is missing (allowed: NORD (Équipements du Nord), SUD" in told
    assert sales.writes() == []
    sales.sandbox.delete("artis", "organisationinterne", "2")
    sales.run(siret, answers={})
    assert sales.organisation(siret)["relations"] == [{"organisationInterne": "NORD", "type": "Prospect"}]


def test_titles_are_shown_and_taken_in_the_words_of_artis(sales: Sales) -> None:
    siret = sales.new(contacts=True)
    contact = {"id": 900001, "civilite": None, "nom": "Petit", "prenom": "Lou", "fonction": None, "telephone": None}
    sales.sandbox.edit("corporama", "establishment", siret, contacts=[contact | {"mails": []}])
    (title,) = [one for one in sales.prepared(siret).contacts[0].values if one.field == "civility"]
    assert (title.label, tuple(title.choices)) == ("Titre", ("Monsieur", "Madame"))
    summary = sales.run(siret, contacts=("all",), overrides={f"{siret[:9]}/900001": {"civility": "Madame"}})
    assert [one["titre"] for one in sales.people("Petit")] == ["Mme"]
    page = next(page for page in map(Path, summary["reports"]) if "Petit" in page.read_text(encoding="utf-8"))
    assert "Madame" in page.read_text(encoding="utf-8")


def test_what_the_decision_table_asks_for_is_told_before_anything_is_written(sales: Sales) -> None:
    siret = sales.new()
    sales.sandbox.edit("corporama", "establishment", siret, formeJuridique=None)
    held = "artis.net asks for Forme juridique (decision table TD_CONTROLE_IDENTIFIANT, position 5: country FR"
    (told,) = sales.prepared(siret).companies[0].held
    assert told.startswith(held)
    assert sales.prepared(siret, overrides={siret[:9]: {"legal_form": "SAS"}}).companies[0].held == []
    # A rule for one internal organisation says nothing of another.
    (row,) = [id_ for id_, one in sales.sandbox.state("artis", "controleidentifiant").items() if one["position"] == 5]
    sales.sandbox.edit("artis", "controleidentifiant", row, organisationInterne="SUD")
    assert sales.prepared(siret).companies[0].held == []
    assert sales.prepared(siret, answers={"internal_organisation": "SUD"}).companies[0].held
    sales.sandbox.edit("artis", "controleidentifiant", row, organisationInterne="*", obligatoire=False)
    assert sales.prepared(siret).companies[0].held == []
    assert sales.writes() == []


def test_what_artis_has_already_lacks_nothing_that_stands_there(sales: Sales) -> None:
    siret = sales.new()
    sales.run(siret)
    sales.sandbox.edit("corporama", "establishment", siret, formeJuridique=None)
    (company,) = sales.prepared(siret, overrides={siret[:9]: {"legal_form": ""}}).companies
    assert company.existing is not None
    assert company.held == []


def test_a_siret_is_checked_where_the_decision_table_says_so(sales: Sales) -> None:
    from passerelle.systems.artis_rules import of_siret

    rows = list(sales.sandbox.state("artis", "controleidentifiant").values())
    wrong = {"siret": "73282932000075", "country": "FR", "legal_form": "SAS"}
    assert [told[:44] for told in of_siret(rows, wrong, ())] == ["artis.net refuses the SIRET 73282932000075 ("]
    assert list(of_siret(rows, wrong | {"legal_form": "PAR"}, ())) == []
    assert list(of_siret(rows, wrong | {"country": "BE"}, ())) == []
