"""Opportunities and affaires stay pairs: no double of either, whatever was unclear, lost, copied or deleted."""

import shutil
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tests.engine.selling import (
    SERVICES,
    STEPS,
    affaire,
    affaires,
    born_of,
    move,
    opportunity,
    paper,
    run,
)
from tests.firm_fixture import Firm

pytestmark = pytest.mark.xdist_group("firm following")


def without_hub(firm: Firm, folder: Path) -> Firm:
    """The same systems, and a hub that knows the third parties and nothing of opportunities."""
    shutil.copytree(firm.settings.root, folder / "root")
    lost = Firm(firm.sandbox, Settings(home=folder, root=folder / "root"))
    lost.run()
    return lost


def of_party(firm: Firm, name: str) -> list[str]:
    """The ids of Altior's affaires of that name."""
    return [id_ for id_, one in firm.sandbox.state("altior", "affaire").items() if one["name"] == name]


def test_one_born_of_an_affaire_whose_creation_was_unclear_opens_no_second_affaire(selling: Firm) -> None:
    id_ = affaire(selling, name="Perdue de vue")
    paper(selling, "order", id_)
    selling.sandbox.fault("stores-then-500", system="sellsy", method="POST", path="/opportunities$", count=1)
    selling.run(ends_well=False, integration="sellsy-opportunities-altior")
    selling.sandbox.fault("none")
    for _ in range(2):
        run(selling)
    assert of_party(selling, "Perdue de vue") == [id_]
    made = born_of(selling, id_)
    assert made is not None
    assert made["step_id"] == STEPS["Négociation"], "the step that opens affaires"


def test_a_lost_hub_is_found_again_by_references_and_nothing_moves(selling: Firm, tmp_path: Path) -> None:
    own = opportunity(selling, SERVICES["Devis envoyé"])
    id_ = affaire(selling, name="Née dans Altior")
    paper(selling, "order", id_)
    run(selling)
    for one in affaires(selling, own).values():
        paper(selling, "quote", str(one["id"]))
    move(selling, own, SERVICES["Cadrage"])
    mark = selling.last_call()
    run(selling)
    assert selling.writes(mark), "the affaires show where it was moved to"
    lost = without_hub(selling, tmp_path / "lost")
    mark = selling.last_call()
    for _ in range(2):
        run(lost)
        assert selling.writes(mark) == []
    paper(lost, "quote", str(affaires(lost, own)["Siège"]["id"]))
    run(lost)
    assert lost.sandbox.record("sellsy", "opportunity", own)["step_id"] == SERVICES["Devis envoyé"]
    made = born_of(lost, id_)
    assert made is not None
    move(lost, str(made["id"]), SERVICES["Devis envoyé"])
    run(lost)
    assert affaires(lost, str(made["id"])).keys() == {"Siège"}


def test_an_affaire_copied_with_its_reference_moves_nothing_and_waits_for_a_person(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    first = affaires(selling, own)["Siège"]
    copied = {name: first[name] for name in ("name", "thirdPartyId", "references", "customFields")}
    copy = str(selling.sandbox.add("altior", "affaire", **copied, establishment="Siège", user="Camille Morel")["id"])
    paper(selling, "quote", copy)
    mark = selling.last_call()
    told = run(selling)
    assert selling.writes(mark) == []
    (said,) = [problem["reason"] for problem in told["problems"] if problem["record"] == copy]
    assert said.startswith(f"has the same reference as affaire {first['id']}, known before it; ")
    selling.sandbox.edit("altior", "affaire", copy, references=[])
    run(selling)
    made = born_of(selling, copy)
    assert made is not None
    assert (str(made["id"]) != own, made["step_id"]) == (True, STEPS["Proposition"])
    assert selling.sandbox.record("sellsy", "opportunity", own)["step_id"] == STEPS["Négociation"]


def test_an_unclear_creation_in_one_of_two_establishments_is_found_again(selling: Firm) -> None:
    own = opportunity(selling, SERVICES["Devis envoyé"])
    selling.sandbox.fault("stores-then-500", system="altior", method="POST", path="/affaires$", count=1)
    selling.run(ends_well=False, integration="sellsy-opportunities-altior")
    selling.sandbox.fault("none")
    run(selling)
    assert affaires(selling, own).keys() == {"Siège", "Atelier Lyon"}
    mark = selling.last_call()
    run(selling)
    assert selling.writes(mark) == []


def test_an_establishment_that_gets_another_name_gets_no_second_affaire(selling: Firm) -> None:
    own = opportunity(selling, STEPS["Négociation"])
    run(selling)
    (number,) = [id_ for id_, one in selling.sandbox.state("altior", "establishment").items() if one["name"] == "Siège"]
    selling.sandbox.edit("altior", "establishment", number, name="Maison mère")
    for id_, one in selling.sandbox.state("altior", "affaire").items():
        if one["establishment"] == "Siège":
            selling.sandbox.edit("altior", "affaire", id_, establishment="Maison mère")
    asked = selling.settings.root / "mappings" / "integrations" / "sellsy_altior.yaml"
    text = asked.read_text(encoding="utf-8").replace("Siège", "Maison mère")
    asked.write_text(text, encoding="utf-8")
    run(selling)
    assert affaires(selling, own).keys() == {"Maison mère"}


@pytest.mark.parametrize("gone_from", ["sellsy", "altior"])
def test_what_is_deleted_on_one_side_is_made_again_on_neither(selling: Firm, gone_from: str) -> None:
    own = opportunity(selling, SERVICES["Devis envoyé"])
    run(selling)
    held = affaires(selling, own)
    if gone_from == "sellsy":
        selling.sandbox.delete("sellsy", "opportunity", own)
    else:
        selling.sandbox.delete("altior", "affaire", held["Siège"]["id"])
    for place in held.keys() - ({"Siège"} if gone_from == "altior" else set()):
        paper(selling, "quote", str(held[place]["id"]))
    told = run(selling)
    mark = selling.last_call()
    run(selling)
    assert selling.writes(mark) == []
    left = {"Siège", "Atelier Lyon"} if gone_from == "sellsy" else {"Atelier Lyon"}
    assert affaires(selling, own).keys() == left
    assert (own in selling.sandbox.state("sellsy", "opportunity")) == (gone_from == "altior")
    assert any("was deleted in" in problem["reason"] for problem in told["problems"])
