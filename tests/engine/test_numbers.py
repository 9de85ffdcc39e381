"""Numbers that move between relations: the data follows the number, doubles that are over are let go."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from passerelle.engine import apply, pipeline
from tests.engine.test_sync import copy_of, problem_of, settled, unknown_numbers
from tests.office_fixture import Office, counts_of, digits, in_small_pages, ready_office
from tests.sandbox_fixture import Sandbox


def two_of(office: Office) -> tuple[str, str]:
    """Two open relations of companies with different legal names."""
    first, _ = settled(office)
    companies = office.sandbox.state("openthebox", "company")
    for id_, one in office.relations.items():
        known = companies.get("BE" + digits(one["enterpriseNumber"]))
        if id_ != first and known and not one["inactive"] and one["relationType"] == "Company":
            return first, id_
    raise AssertionError("the seed holds no such relations")


def numbers_of(relation: dict[str, Any]) -> dict[str, Any]:
    return {name: relation[name] for name in ("enterpriseNumber", "vatNumber", "vatNumberPending")}


@pytest.mark.after_a_pass
def test_two_relations_that_swap_their_numbers_swap_the_registers_data(office: Office) -> None:
    one, other = two_of(office)
    before = office.relations
    office.sandbox.edit("adminpulse", "relation", one, **numbers_of(before[other]))
    office.sandbox.edit("adminpulse", "relation", other, **numbers_of(before[one]))
    office.run()
    assert office.relations[one]["name"] == before[other]["name"]
    assert office.relations[other]["name"] == before[one]["name"]


@pytest.mark.after_a_pass
def test_the_later_double_is_let_go_once_the_first_is_made_inactive(office: Office) -> None:
    relation, _ = settled(office)
    double = office.sandbox.add("adminpulse", "relation", **copy_of(office.relations[relation]) | {"name": "Double"})
    assert "same enterprise number" in problem_of(office.run(), str(double["id"]))
    office.sandbox.edit("adminpulse", "relation", relation, inactive=True)
    assert problem_of(office.run(), str(double["id"])) == ""
    assert office.relations[str(double["id"])]["name"] == office.relations[relation]["name"]


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_double_in_a_later_batch_of_the_first_pass_is_held(
    town: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dry_run: bool
) -> None:
    town.reset()
    office = in_small_pages(ready_office(town, tmp_path, monkeypatch, floor="100", batch="5"), 5)
    relation, _ = settled(office)
    double = office.sandbox.add("adminpulse", "relation", **copy_of(office.relations[relation]) | {"name": "Double"})
    assert f"same enterprise number as relation {relation}" in problem_of(
        office.run(dry_run=dry_run), str(double["id"])
    )
    assert office.relations[str(double["id"])]["name"] == "Double"


@pytest.mark.after_a_pass
def test_a_file_deleted_and_made_anew_is_no_double(office: Office) -> None:
    relation, _ = settled(office)
    held = copy_of(office.relations[relation])
    office.sandbox.delete("adminpulse", "relation", relation)
    again = office.sandbox.add("adminpulse", "relation", **held)
    number = digits(held["enterpriseNumber"])
    assert counts_of(office.run(keys=(number,)))["quarantined"] == 0
    assert problem_of(office.run(), str(again["id"])) == ""


@pytest.mark.after_a_pass
def test_a_deleted_relation_is_created_again_when_asked_for(office: Office) -> None:
    relation, _ = settled(office)
    number = digits(office.relations[relation]["enterpriseNumber"])
    office.sandbox.delete("adminpulse", "relation", relation)
    values = {"status": "prospect", "own_company": "1"}
    assert counts_of(office.run(keys=(number,), create_missing=True, create_values=values))["created"] == 1
    assert len(office.holding(number)) == 1


@pytest.mark.after_a_pass
def test_a_relation_created_during_a_nightly_run_is_not_taken_for_gone(office: Office) -> None:
    number = unknown_numbers(office)[0]
    values = {"status": "prospect", "own_company": "1"}

    def after_a_creation(run: Any) -> None:
        office.run(keys=(number,), create_missing=True, create_values=values)
        apply.apply_plan(run)

    nightly = office.run(replace(pipeline.PLAIN, apply=after_a_creation))
    (created,) = office.holding(number)
    assert problem_of(nightly, str(created["id"])) == ""


def test_a_run_paused_past_its_claim_sends_nothing_any_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = unknown_numbers(office)[0]
    values = {"status": "prospect", "own_company": "1"}
    others: list[dict[str, Any]] = []

    def overtaken(run: Any) -> None:
        """Carry out the plan, but sleep past the claim right before the first call, while another run takes over."""
        keep = apply.keep_claim

        def paused(*arguments: Any) -> None:
            monkeypatch.setattr(apply, "keep_claim", keep)
            time.sleep(run.integration.claim_s + 0.2)
            others.append(office.run(keys=(number,), create_missing=True, create_values=values))
            keep(*arguments)

        monkeypatch.setattr(apply, "keep_claim", paused)
        apply.apply_plan(run)
        monkeypatch.setattr(apply, "keep_claim", keep)

    mine = office.run(
        replace(pipeline.PLAIN, apply=overtaken), keys=(number,), create_missing=True, create_values=values
    )
    assert len(office.holding(number)) == 1
    assert len([call for call in office.writes() if call["method"] == "POST" and call["status"] == 201]) == 1
    assert counts_of(others[0])["created"] == 1
    assert counts_of(mine)["created"] == 0
