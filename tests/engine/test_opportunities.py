"""Opportunities and affaires, seen in both systems: what opens one, what moves one, and what stays as it is."""

from pathlib import Path

import pytest

from passerelle.errors import ConfigurationError
from tests.engine.selling import (
    DOWN,
    SERVICES,
    STEPS,
    affaire,
    affaires,
    born_of,
    move,
    opportunity,
    paper,
    party,
    run,
)
from tests.firm_fixture import CHOSEN, OPPORTUNITIES, Firm

pytestmark = pytest.mark.xdist_group("firm following")


def test_a_second_run_writes_nothing(selling: Firm) -> None:
    mark = selling.last_call()
    run(selling)
    assert selling.writes(mark) == []


def test_reaching_the_step_of_a_row_makes_an_affaire_in_each_of_its_establishments_once(selling: Firm) -> None:
    own = opportunity(selling, SERVICES["Cadrage"])
    run(selling)
    assert affaires(selling, own) == {}
    move(selling, own, SERVICES["Devis envoyé"])
    for _ in range(2):
        run(selling)
        made = affaires(selling, own)
        assert made.keys() == {"Siège", "Atelier Lyon"}
    one = made["Siège"]
    assert (one["name"], one["amount"], one["thirdPartyId"]) == ("Toiture", 1500, party(selling)[1])
    assert one["customFields"] == {"Workflow": "Services", "Etape": "Devis envoyé"}
    assert one["user"] == "Camille Morel"


@pytest.mark.parametrize("status", ["open", "won", "lost", "cancelled"])
def test_the_status_plays_no_part(selling: Firm, status: str) -> None:
    own = opportunity(selling, STEPS["Négociation"], status=status)
    run(selling)
    assert affaires(selling, own).keys() == {"Siège"}
    assert affaires(selling, own)["Siège"]["status"] == "EN_COURS"


def test_moving_on_or_back_removes_nothing_and_the_affaire_shows_where_it_stands(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    for step in ("Qualification", "Perdue", "Négociation"):
        move(selling, own, STEPS[step])
        run(selling)
        assert {place: one["customFields"]["Etape"] for place, one in affaires(selling, own).items()} == {"Siège": step}


def test_another_row_opens_an_affaire_where_there_is_none_yet(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    move(selling, own, SERVICES["Devis envoyé"])
    run(selling)
    assert affaires(selling, own).keys() == {"Siège", "Atelier Lyon"}


def test_an_affaire_somebody_deleted_is_not_made_again(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    selling.sandbox.delete("altior", "affaire", affaires(selling, own)["Siège"]["id"])
    for _ in range(2):
        run(selling)
    assert affaires(selling, own) == {}


@pytest.mark.parametrize("paper_first", ["quote", "order"])
def test_an_affaire_becomes_an_opportunity_at_its_first_quote_or_order(selling: Firm, paper_first: str) -> None:
    id_ = affaire(selling)
    run(selling)
    assert born_of(selling, id_) is None
    paper(selling, paper_first, id_)
    run(selling)
    made = born_of(selling, id_)
    assert made is not None
    step = {"quote": "Proposition", "order": "Négociation"}[paper_first]
    assert (made["name"], made["amount"]["value"], made["company_id"]) == ("Façade", "800", party(selling)[0])
    assert (made["step_id"], made["status"]) == (STEPS[step], "open")
    shown = selling.sandbox.record("altior", "affaire", id_)["customFields"]
    assert shown == {"Workflow": "Ventes", "Etape": step}
    mark = selling.last_call()
    run(selling)
    assert selling.writes(mark) == []
    assert affaires(selling, str(made["id"])).keys() == {"Siège"}, "it opens no other affaire"


def test_an_affaire_that_says_its_pipeline_begins_there(selling: Firm) -> None:
    id_ = affaire(selling, customFields={"Workflow": "Services"})
    paper(selling, "quote", id_)
    run(selling)
    made = born_of(selling, id_)
    assert made is not None
    assert made["step_id"] == SERVICES["Devis envoyé"]


def test_quote_order_and_closing_move_the_opportunity_and_the_affaire_shows_it(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    id_ = str(affaires(selling, own)["Siège"]["id"])
    seen = []
    for event in ("quote", "order", "close"):
        if event == "close":
            selling.sandbox.edit("altior", "affaire", id_, status="CLOTUREE")
        else:
            paper(selling, event, id_)
        run(selling)
        held = selling.sandbox.record("sellsy", "opportunity", own)
        seen.append((held["step_id"], held["status"]))
        shown = selling.sandbox.record("altior", "affaire", id_)["customFields"]["Etape"]
        assert STEPS[shown] == held["step_id"]
        mark = selling.last_call()
        run(selling)
        assert selling.writes(mark) == []
    assert seen == [(STEPS["Proposition"], "open"), (STEPS["Négociation"], "open"), (STEPS["Gagnée"], "won")]


def test_without_a_row_for_its_pipeline_nothing_moves_and_that_is_counted_once(selling: Firm) -> None:
    own = opportunity(selling, SERVICES["Devis envoyé"])
    run(selling)
    paper(selling, "order", str(affaires(selling, own)["Siège"]["id"]))
    told = run(selling)
    assert selling.sandbox.record("sellsy", "opportunity", own)["step_id"] == SERVICES["Devis envoyé"]
    assert [note for note in told["notes"] if "no step is configured for pipeline Services" in note]
    assert not [note for note in run(selling)["notes"] if "no step is configured" in note]


def test_an_amount_or_step_that_changes_is_seen_by_a_run_for_news(quiet: Firm) -> None:
    run(quiet)
    own = opportunity(quiet, STEPS["Négociation"])
    run(quiet, news=True)
    made = affaires(quiet, own)["Siège"]
    move(quiet, own, STEPS["Proposition"], amount={"value": "99.50", "currency": "EUR"})
    run(quiet, news=True)
    after = affaires(quiet, own)["Siège"]
    assert (after["amount"], after["customFields"]["Etape"], after["id"]) == (99.5, "Proposition", made["id"])
    paper(quiet, "quote", str(made["id"]))
    move(quiet, own, STEPS["Négociation"])
    run(quiet, news=True)
    run(quiet, news=True)
    assert quiet.sandbox.record("sellsy", "opportunity", own)["step_id"] == STEPS["Proposition"]


def test_edits_on_both_sides_both_survive(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    id_ = affaires(selling, own)["Siège"]["id"]
    selling.sandbox.edit("sellsy", "opportunity", own, due_date="2026-12-31")
    selling.sandbox.edit("altior", "affaire", id_, name="Toiture et zinguerie")
    run(selling)
    after = selling.sandbox.record("altior", "affaire", id_)
    assert (after["dueDate"], after["name"]) == ("2026-12-31", "Toiture et zinguerie")
    assert selling.sandbox.record("sellsy", "opportunity", own)["name"] == "Toiture et zinguerie"


def test_what_is_with_a_company_that_is_left_out_stays_where_it_is(selling: Firm) -> None:
    values = {"name": "Non choisie", "type": "client", "_custom_fields": {CHOSEN: False}}
    other = selling.sandbox.add("sellsy", "company", **values)
    own = opportunity(selling, STEPS["Négociation"], company_id=other["id"])
    selling.run()
    counts = run(selling)["streams"][DOWN]
    assert affaires(selling, own) == {}
    assert counts["skipped"] >= 1


def test_an_opportunity_whose_creation_was_unclear_is_found_again(selling: Firm) -> None:
    id_ = affaire(selling, name="Perdue de vue")
    paper(selling, "quote", id_)
    selling.sandbox.fault("stores-then-500", system="sellsy", method="POST", path="/opportunities$", count=1)
    selling.run(ends_well=False, integration=OPPORTUNITIES)
    selling.sandbox.fault("none")
    run(selling)
    named = [one for one in selling.sandbox.state("sellsy", "opportunity").values() if one["name"] == "Perdue de vue"]
    assert len(named) == 1
    assert born_of(selling, id_) == named[0]
    mark = selling.last_call()
    run(selling)
    assert selling.writes(mark) == []


def test_opportunities_of_named_third_parties_are_refreshed_and_no_others(selling: Firm) -> None:
    company, _ = party(selling)
    mine = opportunity(selling, STEPS["Négociation"])
    other = next(int(key.split("/")[1]) for key in selling.pairs() if key not in (f"company/{company}",))
    theirs = opportunity(selling, STEPS["Négociation"], company_id=other)
    run(selling, of=(f"company/{company}",))
    assert (affaires(selling, mine).keys(), affaires(selling, theirs)) == ({"Siège"}, {})
    run(selling, keys=(f"opportunity/{theirs}",))
    assert affaires(selling, theirs).keys() == {"Siège"}


def asked(firm: Firm) -> Path:
    """The configuration request."""
    return firm.settings.root / "mappings" / "integrations" / "sellsy_altior.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[Ventes, Négociation, Siège]", "[Vente, Négociation, Siège]", "Sellsy: unknown pipeline 'Vente'"),
        ("[Ventes, Négociation, Siège]", "[Ventes, Négociations, Siège]", "unknown step 'Négociations'"),
        ("[Ventes, Négociation, Siège]", "[Ventes, Négociation, Siege]", "Altior: unknown establishment 'Siege'"),
        ("value: Workflow", "value: Pipeline", "Altior has no custom field Pipeline of affaires"),
    ],
)
def test_what_the_tables_name_must_be_there_or_nothing_begins(firm: Firm, old: str, new: str, said: str) -> None:
    text = asked(firm).read_text(encoding="utf-8")
    assert old in text
    asked(firm).write_text(text.replace(old, new), encoding="utf-8")
    mark = firm.last_call()
    with pytest.raises(ConfigurationError, match=said):
        run(firm)
    assert firm.writes(mark) == []


def test_opportunities_may_be_filtered_by_a_custom_field(firm: Firm) -> None:
    text = asked(firm).read_text(encoding="utf-8")
    line = (
        "- label: Filtrer la descente des opportunités dans Altior avec le champ personnalisé Sellsy\n        value: "
    )
    asked(firm).write_text(text.replace(f"{line}Non", f"{line}Oui"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no custom field 'Synchronisation Altior' of opportunities, only one"):
        run(firm)
    firm.sandbox.add("sellsy", "customfield", name=CHOSEN, type="boolean", related_objects=["opportunity"])
    chosen, left = (opportunity(firm, STEPS["Négociation"], _custom_fields={CHOSEN: on}) for on in (True, False))
    id_ = affaire(firm)
    paper(firm, "quote", id_)
    run(firm)
    assert (affaires(firm, chosen).keys(), affaires(firm, left)) == ({"Siège"}, {})
    made = born_of(firm, id_)
    assert made is not None
    assert made["_custom_fields"] == {CHOSEN: True}
