"""Links whose other end comes later: in another batch, created by the run, or created by somebody at any time."""

from pathlib import Path

import pytest

from tests.engine.test_links import LINKS, links_of, mandate, pair_of
from tests.engine.test_sync import unknown_numbers
from tests.office_fixture import NEW, Office, counts_of, digits, in_small_pages, ready_office
from tests.sandbox_fixture import Sandbox


def waiting_office(office: Office) -> tuple[str, str]:
    """An office that has run, where an older relation has a parent AdminPulse doesn't hold: (relation, number)."""
    relation, company, _, _ = pair_of(office)
    number = unknown_numbers(office)[0]
    parent = mandate("Company", f"BE{number}", "parent", "2010-01-01")
    office.sandbox.edit("openthebox", "company", company, mandates=[parent])
    office.run()
    assert links_of(office, relation, "Parent") == []
    return relation, number


def test_an_older_relation_is_linked_to_the_one_a_run_creates(office: Office) -> None:
    relation, number = waiting_office(office)
    made = office.run(keys=(number,), create_missing=True)
    (created,) = office.holding(number)
    (link,) = links_of(office, relation, "Parent")
    assert link["relationId"] == created["id"]
    assert counts_of(made, LINKS)["created"] >= 1
    assert counts_of(office.run())["api_writes"] == 0


def test_a_company_made_by_hand_is_linked_in_the_night_that_finds_it_and_counted_once(office: Office) -> None:
    relation, number = waiting_office(office)
    like = office.relations[relation]
    own = {"enterpriseNumber": number, "vatNumber": None, "links": []}
    typed = office.sandbox.add("adminpulse", "relation", **{k: v for k, v in like.items() if k in GIVEN} | own)
    night = office.run()
    (link,) = links_of(office, relation, "Parent")
    assert link["relationId"] == typed["id"]
    mark = office.sandbox.requests()[-1]["sequence"]
    quiet = office.run()
    assert counts_of(quiet, LINKS)["read"] == counts_of(night, LINKS)["read"]
    asked = [call["path"] for call in office.sandbox.requests("openthebox", since=mark) if "compan" in call["path"]]
    assert len(asked) == len(set(asked)), "a company was asked for twice on a quiet night"


def test_relations_of_different_batches_are_linked_in_the_first_pass(
    town: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.reset()
    office = in_small_pages(ready_office(town, tmp_path, monkeypatch, floor="100", batch="5"), 5)
    relation, company, _, _ = pair_of(office)
    last = max(kept_up(office), key=int)
    parent = mandate("Company", "BE" + digits(office.relations[last]["enterpriseNumber"]), "parent", "2010-01-01")
    office.sandbox.edit("openthebox", "company", company, mandates=[parent])
    # A first pass that also writes the owner: it is known by its company only once that is done.
    office.sandbox.edit("adminpulse", "relation", relation, foundingDate="1998-08-08")
    office.run()
    (link,) = links_of(office, relation, "Parent")
    assert str(link["relationId"]) == last
    mark = len(office.writes())
    assert counts_of(office.run(), LINKS)["created"] == 0
    assert len(office.writes()) == mark


def test_a_dry_run_waits_for_nothing(office: Office) -> None:
    relation, company, _, _ = pair_of(office)
    number = unknown_numbers(office)[0]
    parent = mandate("Company", f"BE{number}", "parent", "2010-01-01")
    office.sandbox.edit("openthebox", "company", company, mandates=[parent])
    office.run(dry_run=True)
    office.run(keys=(number,), create_missing=True, create_values=NEW)
    assert links_of(office, relation, "Parent") == []


def kept_up(office: Office) -> list[str]:
    """Active relations whose company openthebox knows and no other relation has."""
    companies = office.sandbox.state("openthebox", "company")
    numbers = {id_: digits(one["enterpriseNumber"]) for id_, one in office.relations.items() if not one["inactive"]}
    held = list(numbers.values())
    return [id_ for id_, number in numbers.items() if f"BE{number}" in companies and held.count(number) == 1]


GIVEN = ("name", "relationType", "status", "ownCompanyId", "language", "legalForm", "channels", "inactive")
"""Attributes somebody fills in by hand."""
