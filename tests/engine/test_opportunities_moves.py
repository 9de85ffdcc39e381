"""What moves opportunities and what doesn't: several events at once, events met by chance, switches, odd records."""

import pytest

from passerelle.engine import apply
from passerelle.engine.pipeline import Steps, execute
from passerelle.engine.run import Options, Run
from tests.engine.selling import (
    DOWN,
    SERVICES,
    STEPS,
    UP,
    affaire,
    affaires,
    born_of,
    move,
    opportunity,
    paper,
    party,
    run,
    switch,
)
from tests.firm_fixture import OPPORTUNITIES, Firm

pytestmark = pytest.mark.xdist_group("firm following")


def step_of(firm: Firm, own: str) -> int:
    """The step at which an opportunity stands."""
    return int(firm.sandbox.record("sellsy", "opportunity", own)["step_id"])


def shown(firm: Firm, own: str) -> dict[str, str]:
    """By establishment, the step that an opportunity's affaires show."""
    return {place: one["customFields"]["Etape"] for place, one in affaires(firm, own).items()}


def test_a_quote_added_while_a_run_writes_to_its_affaire_is_not_lost(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    id_ = str(affaires(selling, own)["Siège"]["id"])
    selling.sandbox.edit("sellsy", "opportunity", own, name="Autre nom")

    def add_and_apply(part: Run) -> None:
        if not part.way_back:
            paper(selling, "quote", id_)
        apply.apply_plan(part)

    steps = Steps(apply=add_and_apply)
    execute(OPPORTUNITIES, "test", Options(create_missing=True), selling.settings, {}, steps)
    assert affaires(selling, own)["Siège"]["name"] == "Autre nom"
    run(selling)
    assert step_of(selling, own) == STEPS["Proposition"]


def test_a_quote_added_before_an_unclear_creation_is_found_again_is_not_lost(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    selling.sandbox.fault("stores-then-500", system="altior", method="POST", path="/affaires$", count=1)
    selling.run(ends_well=False, integration=OPPORTUNITIES)
    selling.sandbox.fault("none")
    paper(selling, "quote", str(affaires(selling, own)["Siège"]["id"]))
    run(selling)
    assert step_of(selling, own) == STEPS["Proposition"]


def test_of_several_things_that_happen_to_its_affaires_the_last_in_order_moves_the_opportunity(selling: Firm) -> None:
    own = opportunity(selling, SERVICES["Devis envoyé"])
    run(selling)
    move(selling, own, STEPS["Qualification"])
    run(selling)
    both = affaires(selling, own)
    paper(selling, "order", str(both["Siège"]["id"]))
    paper(selling, "quote", str(both["Atelier Lyon"]["id"]))
    told = run(selling)
    assert step_of(selling, own) == STEPS["Négociation"]
    assert shown(selling, own) == {"Siège": "Négociation", "Atelier Lyon": "Négociation"}
    assert told["streams"][UP]["conflicts"] == 0
    mark = selling.last_call()
    run(selling)
    assert selling.writes(mark) == []


def test_a_quote_taken_away_moves_nothing_and_two_at_once_move_once(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    id_ = str(affaires(selling, own)["Siège"]["id"])
    for _ in range(2):
        paper(selling, "quote", id_)
    mark = selling.last_call()
    run(selling)
    assert len([call for call in selling.writes(mark) if call[0] == "sellsy"]) == 1
    assert step_of(selling, own) == STEPS["Proposition"]
    move(selling, own, STEPS["Négociation"])
    gone = next(key for key, one in selling.sandbox.state("altior", "quote").items() if str(one["affaireId"]) == id_)
    selling.sandbox.delete("altior", "quote", gone)
    for _ in range(2):
        run(selling)
    assert step_of(selling, own) == STEPS["Négociation"]
    paper(selling, "quote", id_)
    run(selling)
    assert step_of(selling, own) == STEPS["Proposition"]


def test_an_affaire_opened_again_and_closed_again_moves_its_opportunity_again(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    id_ = str(affaires(selling, own)["Siège"]["id"])
    selling.sandbox.edit("altior", "affaire", id_, status="CLOTUREE")
    run(selling)
    selling.sandbox.edit("altior", "affaire", id_, status="EN_COURS")
    move(selling, own, STEPS["Proposition"], status="open")
    run(selling)
    assert step_of(selling, own) == STEPS["Proposition"]
    selling.sandbox.edit("altior", "affaire", id_, status="CLOTUREE")
    run(selling)
    held = selling.sandbox.record("sellsy", "opportunity", own)
    assert (held["step_id"], held["status"]) == (STEPS["Gagnée"], "won")


def test_a_step_typed_by_hand_and_a_quote_between_two_runs_end_at_the_step_of_the_quote(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    paper(selling, "quote", str(affaires(selling, own)["Siège"]["id"]))
    move(selling, own, SERVICES["Cadrage"])
    run(selling)
    assert step_of(selling, own) == SERVICES["Devis envoyé"], "the row of the pipeline it was moved to"
    for _ in range(2):
        run(selling)
    assert set(shown(selling, own).values()) == {"Devis envoyé"}


def test_names_typed_in_two_affaires_of_one_opportunity_end_as_one(selling: Firm) -> None:
    own = opportunity(selling, SERVICES["Devis envoyé"])
    run(selling)
    for place, one in affaires(selling, own).items():
        selling.sandbox.edit("altior", "affaire", one["id"], name=f"Toiture, {place}")
    run(selling)
    names = {one["name"] for one in affaires(selling, own).values()}
    assert names == {selling.sandbox.record("sellsy", "opportunity", own)["name"]}
    assert names < {"Toiture, Siège", "Toiture, Atelier Lyon"}
    mark = selling.last_call()
    run(selling)
    assert selling.writes(mark) == []


def test_a_way_that_is_off_writes_nothing_and_the_other_goes_on(firm: Firm) -> None:
    switch(firm, "Export des affaires Altior -> Sellsy")
    run(firm)
    own, id_ = opportunity(firm, STEPS["Négociation"]), affaire(firm)
    paper(firm, "quote", id_)
    mark = firm.last_call()
    told = run(firm)
    assert affaires(firm, own).keys() == {"Siège"}
    assert {call[0] for call in firm.writes(mark)} == {"altior"}
    paper(firm, "quote", str(affaires(firm, own)["Siège"]["id"]))
    run(firm)
    assert step_of(firm, own) == STEPS["Négociation"]
    assert told["streams"][UP]["read"] == 0


def test_without_the_way_down_affaires_still_become_and_move_opportunities(firm: Firm) -> None:
    switch(firm, "Import des opportunités Sellsy -> Altior")
    run(firm)
    own, id_ = opportunity(firm, STEPS["Négociation"]), affaire(firm)
    paper(firm, "quote", id_)
    mark = firm.last_call()
    for _ in range(2):
        run(firm)
    assert affaires(firm, own) == {}
    assert [call[:2] for call in firm.writes(mark)] == [("sellsy", "POST")]
    named = [one for one in firm.sandbox.state("sellsy", "opportunity").values() if one["name"] == "Façade"]
    assert [one["step_id"] for one in named] == [STEPS["Proposition"]]
    paper(firm, "order", id_)
    run(firm)
    assert step_of(firm, str(named[0]["id"])) == STEPS["Négociation"]


def test_odd_opportunities_end_in_an_outcome(selling: Firm) -> None:
    alone = opportunity(selling, STEPS["Négociation"], company_id=None)
    worth = opportunity(selling, STEPS["Négociation"], amount=None)
    told = run(selling)
    assert affaires(selling, alone) == {}
    assert affaires(selling, worth)["Siège"]["amount"] is None
    assert told["streams"][DOWN]["quarantined"] == 0
    others = [int(key.split("/")[1]) for key in selling.pairs() if key.startswith("company/")]
    other = next(one for one in others if one != party(selling)[0])
    selling.sandbox.edit("sellsy", "opportunity", worth, company_id=other, name="Autre client")
    run(selling)
    held = affaires(selling, worth)["Siège"]
    assert (held["name"], held["thirdPartyId"]) == ("Autre client", party(selling)[1]), "the affaire keeps its client"


def test_a_dry_run_plans_and_writes_nothing(selling: Firm) -> None:
    own, id_ = opportunity(selling, SERVICES["Devis envoyé"]), affaire(selling)
    paper(selling, "quote", id_)
    mark = selling.last_call()
    told = run(selling, dry_run=True)
    assert selling.writes(mark) == []
    assert (told["streams"][DOWN]["created"], told["streams"][UP]["created"]) == (2, 1)
    run(selling)
    assert (affaires(selling, own).keys(), born_of(selling, id_) is None) == ({"Siège", "Atelier Lyon"}, False)


def test_many_opportunities_are_not_asked_for_one_by_one(quiet: Firm) -> None:
    several = [opportunity(quiet, STEPS["Négociation"], name=f"Chantier {n}") for n in range(60)]
    run(quiet)
    assert all(affaires(quiet, own) for own in several)
    for options in ({"news": True}, {}):
        mark = quiet.last_call()
        run(quiet, **options)
        calls = [call["path"] for call in quiet.sandbox.requests(since=mark)]
        assert len(calls) < 40, calls
    switch(quiet, "Import des opportunités Sellsy -> Altior")
    mark = quiet.last_call()
    run(quiet)
    calls = [call["path"] for call in quiet.sandbox.requests(since=mark)]
    assert len(calls) < 40, calls
