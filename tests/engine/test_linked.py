"""Who is linked and isn't in AdminPulse: created on demand only, as *other*, once, and joined in the same run."""

from pathlib import Path
from typing import Any

import pytest

from passerelle.engine.revert import revert_run
from passerelle.errors import ConfigurationError
from tests.engine.test_links import LINKS, links_of, mandate, pair_of
from tests.engine.test_sync import unknown_numbers
from tests.office_fixture import NEW, Office, counts_of, ready_office
from tests.sandbox_fixture import Record, Sandbox

PERSONS = "openthebox.person>adminpulse.relation"
PAGE = "https://openthebox.be/person/pTESTTEST1"


def led_by(office: Office, *mandates: dict[str, Any]) -> tuple[str, str]:
    """A relation whose company has these mandates and no others: the relation and its number."""
    relation, company, _, _ = pair_of(office)
    office.sandbox.edit("openthebox", "company", company, mandates=list(mandates))
    return relation, company[2:]


def director(name: str = "Anna Van den Broeck", pid: str = "pTESTTEST1") -> dict[str, Any]:
    """Somebody AdminPulse has never heard of."""
    return mandate("Person", pid, "director", "2019-03-01") | {"caption": name}


def linking(office: Office, number: str, **options: Any) -> dict[str, Any]:
    """A refresh of one number that also creates who is linked to it."""
    return office.run(keys=(number,), create_linked=True, **options)


def persons(office: Office) -> list[Record]:
    """Relations that carry the director's page."""
    return [one for one in office.relations.values() if PAGE in (one["remarks"] or "")]


@pytest.mark.after_a_pass
def test_nobody_is_created_unless_asked_for(office: Office) -> None:
    relation, number = led_by(office, director())
    office.run(keys=(number,), create_missing=True)
    office.run()
    assert persons(office) == []
    assert office.relations[relation]["links"] == []


@pytest.mark.after_a_pass
def test_a_director_becomes_a_person_with_status_other_and_is_linked_in_the_same_run(office: Office) -> None:
    relation, number = led_by(office, director())
    summary = linking(office, number, create_values={"own_company": "2", "status": "customer"})
    (created,) = persons(office)
    assert (created["relationType"], created["status"], created["ownCompanyId"]) == ("Person", "Other", 2)
    assert (created["firstName"], created["lastName"]) == ("Anna", "Van den Broeck")
    assert created["language"] == office.relations[relation]["language"]
    assert (created["enterpriseNumber"], created["vatNumberPending"]) == (None, False)
    (link,) = links_of(office, relation, "Director")
    assert (link["relationId"], link["startDate"]) == (created["id"], "2019-03-01")
    assert counts_of(summary, PERSONS) | {"read": 1, "created": 1} == counts_of(summary, PERSONS)
    assert counts_of(summary, LINKS)["created"] == 1
    mark = len(office.writes())
    assert counts_of(linking(office, number), LINKS)["created"] == 0
    office.run()
    assert (len(persons(office)), len(office.writes())) == (1, mark)


@pytest.mark.after_a_pass
def test_a_parent_company_becomes_a_relation_with_status_other_and_is_linked(office: Office) -> None:
    parent = unknown_numbers(office)[0]
    relation, number = led_by(office, mandate("Company", f"BE{parent}", "parent", "2010-01-01"))
    summary = linking(office, number, create_values=NEW | {"status": "customer"})
    (created,) = office.holding(parent)
    assert (created["relationType"], created["status"]) == ("Company", "Other")
    assert created["name"]
    (link,) = links_of(office, relation, "Parent")
    assert link["relationId"] == created["id"]
    assert counts_of(summary)["created"] == 1
    assert counts_of(linking(office, number))["api_writes"] == 0


@pytest.mark.after_a_pass
def test_nobody_is_created_for_a_mandate_that_has_ended(office: Office) -> None:
    _, number = led_by(office, director() | {"endDate": "2024-12-31"})
    summary = linking(office, number)
    assert persons(office) == []
    assert counts_of(summary, PERSONS)["read"] == 0


@pytest.mark.after_a_pass
def test_a_name_that_cannot_be_told_apart_is_held_with_what_to_do(office: Office) -> None:
    _, number = led_by(office, director("Madonna"))
    summary = linking(office, number)
    assert counts_of(summary, PERSONS)["quarantined"] == 1
    assert "create this person by hand" in str(summary["problems"])
    assert persons(office) == []


@pytest.mark.after_a_pass
def test_one_person_in_two_companies_is_created_once(office: Office) -> None:
    relation, company, other, second = pair_of(office)
    for pid in (company, second):
        office.sandbox.edit("openthebox", "company", pid, mandates=[director()])
    office.run(keys=(company[2:], second[2:]), create_linked=True)
    (created,) = persons(office)
    for one in (relation, other):
        assert [link["relationId"] for link in links_of(office, one, "Director")] == [created["id"]]


@pytest.mark.after_a_pass
def test_a_person_who_carries_the_page_already_is_taken_and_not_made_again(office: Office) -> None:
    relation, number = led_by(office, director())
    person = next(id_ for id_, one in office.relations.items() if one["relationType"] == "Person")
    office.sandbox.edit("adminpulse", "relation", person, remarks=f"Via haar broer. {PAGE}.")
    linking(office, number)
    assert len(persons(office)) == 1
    office.run()
    (link,) = links_of(office, relation, "Director")
    assert str(link["relationId"]) == person


@pytest.mark.after_a_pass
def test_a_person_stored_although_the_answer_was_lost_is_made_once_and_linked(office: Office) -> None:
    relation, number = led_by(office, director())
    office.sandbox.fault("stores-then-500", system="adminpulse", method="POST", count=1)
    assert counts_of(linking(office, number), PERSONS)["unresolved"] == 1
    linking(office, number)
    (created,) = persons(office)
    assert [link["relationId"] for link in links_of(office, relation, "Director")] == [created["id"]]


@pytest.mark.after_a_pass
def test_a_dry_run_tells_whom_it_would_create_and_creates_nobody(office: Office) -> None:
    parent = unknown_numbers(office)[0]
    _, number = led_by(office, director(), mandate("Company", f"BE{parent}", "parent", "2010-01-01"))
    mark = len(office.writes())
    summary = linking(office, number, dry_run=True)
    assert (counts_of(summary)["created"], counts_of(summary, PERSONS)["created"]) == (1, 1)
    assert len(office.writes()) == mark


@pytest.mark.after_a_pass
def test_reverting_takes_who_was_created_out_of_use(office: Office) -> None:
    _, number = led_by(office, director())
    run = linking(office, number)
    with office.hub() as hub:
        assert revert_run(office.settings, hub, run["run_id"])["state"] == "completed"
    (person,) = persons(office)
    assert person["inactive"] is True


def test_a_group_of_many_is_created_in_bounds_and_that_is_said(
    town: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.reset()
    office = ready_office(town, tmp_path, monkeypatch, floor="100", at_most="3")
    people = [director(f"Jan Peeters{letter}", f"pTEST{letter}") for letter in "abcde"]
    relation, number = led_by(office, *people)
    summary = linking(office, number)
    assert counts_of(summary, PERSONS)["created"] == 3
    assert any("2 linked persons were left for the next run" in note for note in summary["notes"])
    linking(office, number)
    assert len(links_of(office, relation, "Director")) == 5


@pytest.mark.after_a_pass
def test_what_new_relations_need_is_asked_before_anything_runs(office: Office) -> None:
    _, number = led_by(office, director())
    mark = len(office.sandbox.requests("openthebox"))
    with pytest.raises(ConfigurationError, match="own_company is missing"):
        linking(office, number, create_values={})
    assert len(office.sandbox.requests("openthebox")) == mark
    assert office.writes() == []
