"""Links between relations: companies by number, persons by a judgement, mandates that end, and what is left alone."""

from pathlib import Path
from typing import Any

import pytest

from passerelle.engine.facts import facts_of
from passerelle.engine.same import say_apart, say_same
from passerelle.errors import PasserelleError
from tests.engine.test_sync import settled
from tests.office_fixture import INTEGRATION, Office, counts_of, digits, ready_office
from tests.sandbox_fixture import Sandbox

LINKS = "openthebox.mandate>adminpulse.link"


def mandate(
    kind: str, pid: str, role: str, start: str | None = None, end: str | None = None, **more: Any
) -> dict[str, Any]:
    """A mandate as openthebox tells it."""
    return {
        "kind": kind,
        "pid": pid,
        "caption": "Anna Peeters",
        "role": role,
        "startDate": start,
        "endDate": end,
        **more,
    }


def pair_of(office: Office) -> tuple[str, str, str, str]:
    """Two open relations whose companies openthebox knows: (relation, company) twice; the first without any link."""
    first, company = settled(office)
    companies = office.sandbox.state("openthebox", "company")
    for id_, one in office.relations.items():
        other = "BE" + digits(one["enterpriseNumber"])
        if id_ != first and other in companies and not one["inactive"] and one["relationType"] == "Company":
            office.sandbox.edit("adminpulse", "relation", first, links=[])
            return first, company, id_, other
    raise AssertionError("the seed holds no such relations")


def links_of(office: Office, relation: str, role: str) -> list[dict[str, Any]]:
    """A relation's links in one role."""
    return [link for link in office.relations[relation]["links"] if link["role"] == role]


def test_a_shareholder_is_linked_by_its_number_and_a_second_run_is_quiet(office: Office) -> None:
    relation, company, other, number = pair_of(office)
    held = mandate("Company", number, "shareholder", "2010-01-01", shares=51.0)
    office.sandbox.edit("openthebox", "company", company, mandates=[held])
    first = office.run()
    (link,) = links_of(office, relation, "Shareholder")
    assert (str(link["relationId"]), link["startDate"], link["shares"]) == (other, "2010-01-01", 51)
    assert counts_of(first, LINKS)["created"] >= 1
    assert any(line.stream == "link" and line.field == "other" and line.new == other for line in office.history())
    mark = office.sandbox.requests()[-1]["sequence"]
    office.run()
    assert office.writes(since=mark) == []


def test_an_ended_mandate_gets_its_end_date_and_is_not_deleted(office: Office) -> None:
    relation, company, _, number = pair_of(office)
    held = mandate("Company", number, "parent", "2010-01-01")
    office.sandbox.edit("openthebox", "company", company, mandates=[held])
    office.run()
    office.sandbox.edit("openthebox", "company", company, mandates=[held | {"endDate": "2026-06-30"}])
    office.run()
    (link,) = links_of(office, relation, "Parent")
    assert link["endDate"] == "2026-06-30"
    office.sandbox.edit("openthebox", "company", company, mandates=[])
    office.run()
    assert len(links_of(office, relation, "Parent")) == 1


def test_two_mandates_of_one_party_of_which_one_ends_as_the_next_begins(office: Office) -> None:
    relation, company, other, number = pair_of(office)
    link = {"relationId": int(other), "role": "Parent", "startDate": None, "endDate": None, "shares": None}
    office.sandbox.edit("adminpulse", "relation", relation, links=[link])
    over = mandate("Company", number, "parent", "2010-01-01", "2020-05-01")
    office.sandbox.edit(
        "openthebox", "company", company, mandates=[over, mandate("Company", number, "parent", "2020-05-01")]
    )
    office.run()
    (kept,) = links_of(office, relation, "Parent")
    assert (kept["startDate"], kept["endDate"]) == ("2020-05-01", None)


def test_a_company_that_is_its_own_parent_is_not_linked(office: Office) -> None:
    relation, company, _, _ = pair_of(office)
    office.sandbox.edit("openthebox", "company", company, mandates=[mandate("Company", company, "parent")])
    assert office.run()["state"] == "completed"
    assert office.relations[relation]["links"] == []


def test_a_person_is_linked_once_somebody_has_said_who_it_is_and_never_by_name(office: Office) -> None:
    relation, company, _, _ = pair_of(office)
    person = next(id_ for id_, one in office.relations.items() if one["relationType"] == "Person")
    last, first = (office.relations[person][name] for name in ("lastName", "firstName"))
    director = mandate("Person", "pTESTTEST1", "director", "2019-03-01") | {"caption": f"{first} {last}"}
    office.sandbox.edit("openthebox", "company", company, mandates=[director])
    office.run()
    assert office.relations[relation]["links"] == []
    integration = facts_of(office.settings.root, INTEGRATION).integration
    with office.hub() as hub:
        with pytest.raises(PasserelleError, match="is no person"):
            say_same(hub, integration, "pTESTTEST1", relation, "tester")
        say_same(hub, integration, "pTESTTEST1", person, "tester")
    office.run()
    (link,) = links_of(office, relation, "Director")
    assert str(link["relationId"]) == person
    with office.hub() as hub:
        say_apart(hub, integration, "pTESTTEST1", person)
        with pytest.raises(PasserelleError, match="nothing was changed"):
            say_apart(hub, integration, "pTESTTEST1", person)
    office.run()
    assert len(links_of(office, relation, "Director")) == 1


def test_a_group_of_400_is_bounded_and_that_is_said(
    town: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.reset()
    office = ready_office(town, tmp_path, monkeypatch, floor="100")
    relation, company, _, number = pair_of(office)
    days = [f"{year}-{month:02}-01" for year in range(1980, 2020) for month in range(1, 11)]
    years = [mandate("Company", number, "shareholder", day) for day in days]
    office.sandbox.edit("openthebox", "company", company, mandates=years)
    summary = office.run()
    assert summary["error"] == ""
    assert len(links_of(office, relation, "Shareholder")) == 200
    (told,) = [one["reason"] for one in summary["problems"] if one["record"] == relation and "links" in one["reason"]]
    assert "has 400 links" in told
    assert "200 were left out" in told


def test_a_link_somebody_removed_is_not_made_again(office: Office) -> None:
    relation, company, _, number = pair_of(office)
    office.sandbox.edit("openthebox", "company", company, mandates=[mandate("Company", number, "parent", "2010-01-01")])
    first = office.run()
    assert links_of(office, relation, "Parent")
    office.sandbox.edit("adminpulse", "relation", relation, links=[])
    again = office.run()
    assert counts_of(again, LINKS)["created"] == 0
    assert counts_of(again, LINKS)["skipped"] == counts_of(first, LINKS)["skipped"] + 1
    assert links_of(office, relation, "Parent") == []


def test_a_link_stored_although_its_answer_was_lost_is_made_once(office: Office) -> None:
    relation, company, _, number = pair_of(office)
    office.run()
    office.sandbox.edit("openthebox", "company", company, mandates=[mandate("Company", number, "parent", "2010-01-01")])
    office.sandbox.fault("stores-then-500", system="adminpulse", method="POST", count=1)
    assert counts_of(office.run(), LINKS)["unresolved"] == 1
    assert counts_of(office.run(), LINKS)["unresolved"] == 0
    assert len(links_of(office, relation, "Parent")) == 1
