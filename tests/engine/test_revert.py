"""Taking changes back: AdminPulse holds again exactly what it held, and the next run leaves it so."""

from typing import Any

import pytest

from passerelle.engine.revert import revert_change, revert_run
from passerelle.errors import PasserelleError
from tests.engine.test_sync import edit_phone, favourite, settled, unknown_numbers
from tests.office_fixture import Office, counts_of, digits

GIVEN = ("lastModified",)
LINKS = "openthebox.mandate>adminpulse.link"


def test_reverting_every_change_of_a_run_restores_adminpulse_exactly(office: Office) -> None:
    relation, company = settled(office)
    mandate = open_mandate(office, relation)
    office.run()
    known = office.sandbox.record("openthebox", "company", company)
    ended = [one | {"endDate": "2026-06-30"} if one == mandate else one for one in [*known["mandates"], mandate]]
    office.sandbox.edit("openthebox", "company", company, mandates=[*known["mandates"], mandate])
    office.run()
    others = [c for c in office.relations[relation]["channels"] if c["type"] != "Website"]
    empty = {"vatNumber": None, "vatNumberPending": True, "financialYearEnd": None, "legalForm": None}
    office.sandbox.edit("adminpulse", "relation", relation, channels=others, **empty)
    news = {"website": "www.nouveau.be", "fiscalYearEnd": "30-06", "juridicalForm": "014", "phone": "02 512 99 88"}
    office.sandbox.edit("openthebox", "company", company, **news, mandates=ended)
    mistake(office, relation)
    before = state(office)
    run = office.run(overwrite_local=True)
    assert state(office) != before
    now = office.relations[relation]
    assert (now["vatNumber"], now["vatNumberPending"], now["financialYearEnd"]) == (company, False, "30/06")
    assert "2026-06-30" in [link["endDate"] for link in now["links"]]
    summary = reverted(office, run=run["run_id"])
    assert summary["problems"] == []
    assert state(office) == before
    mark = len(office.writes())
    again = office.run()
    assert len(office.writes()) == mark, "the next run put something back"
    assert not [problem for problem in again["problems"] if "no longer exists" in problem["reason"]]
    assert state(office) == before


def test_reverting_the_first_run_restores_adminpulse_exactly_with_the_links_it_made(office: Office) -> None:
    before = state(office)
    first = office.run()
    after = links(office)
    lines = [line for line in office.history() if line.run_id == first["run_id"]]
    made = {line.external_id for line in lines if line.stream == "link" and line.op == "create"}
    assert made
    assert counts_of(first)["updated"] > 5
    summary = reverted(office, run=first["run_id"])
    assert state(office) == before
    assert summary["problems"] == []
    assert counts_of(summary, LINKS)["archived"] == len(made)
    mark = len(office.writes())
    again = office.run()
    assert len(office.writes()) == mark, "the next run put something back"
    assert counts_of(again, LINKS)["skipped"] >= len(made)
    reverted(office, run=summary["run_id"])
    office.run()
    assert links(office) == after


def test_a_phone_comes_back_as_it_was_spelt_and_stays_until_the_source_changes(office: Office) -> None:
    relation, company = refreshed(office)
    edit_phone(office, relation, "02/111.11.11 ")
    key = (company[2:],)
    office.run(keys=key, overwrite_local=True)
    line = last(office, relation, "phone")
    reverted(office, change=line.id)
    assert favourite(office, relation, "Phone") == "02/111.11.11 "
    (mine,) = [one for one in office.history(relation) if one.op == "revert"]
    assert (mine.field, mine.old, mine.new) == ("phone", line.new, line.old)
    assert (mine.reverts, mine.origin) == (line.id, f"history:{line.id}")
    assert counts_of(office.run(keys=key))["api_writes"] == 0
    assert favourite(office, relation, "Phone") == "02/111.11.11 "
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    office.run(keys=key)
    assert favourite(office, relation, "Phone") == "+3225129988"


def test_a_revert_is_itself_reverted(office: Office) -> None:
    relation, company = refreshed(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    office.run(keys=(company[2:],))
    sent = channels(office, relation)
    reverted(office, change=last(office, relation, "phone").id)
    assert channels(office, relation) != sent
    reverted(office, change=last(office, relation, "phone").id)
    assert channels(office, relation) == sent


def test_a_field_edited_since_is_left_and_named_and_the_others_go_back(office: Office) -> None:
    relation, company = refreshed(office)
    former = office.relations[relation]["foundingDate"]
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88", startDate="1999-05-04")
    run = office.run(keys=(company[2:],))
    edit_phone(office, relation, "02 333 33 33")
    summary = reverted(office, run=run["run_id"])
    assert office.relations[relation]["foundingDate"] == former
    assert favourite(office, relation, "Phone") == "02 333 33 33"
    assert [(p["record"], p["reason"]) for p in summary["problems"]] == [
        (relation, "phone was changed since in AdminPulse, so it was not reverted")
    ]
    assert counts_of(summary) | {"read": 1, "updated": 1} == counts_of(summary)
    twice = reverted(office, run=run["run_id"])
    assert counts_of(twice) | {"read": 1, "conflicts": 1, "api_writes": 0} == counts_of(twice)


def test_what_the_office_changed_elsewhere_is_still_news_after_a_revert(office: Office) -> None:
    relation, company = refreshed(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    office.run(keys=(company[2:],))
    office.sandbox.edit("adminpulse", "relation", relation, name="Notre Client Préféré")
    reverted(office, change=last(office, relation, "phone").id)
    office.run(keys=(company[2:],))
    assert office.relations[relation]["name"] == "Notre Client Préféré"


def test_one_line_of_an_address_takes_the_whole_address_back(office: Office) -> None:
    relation, company = refreshed(office)
    known = office.sandbox.record("openthebox", "company", company)["address"]
    moved = {**known, "houseNumber": "999", "box": "7"}
    before = channels(office, relation)
    office.sandbox.edit("openthebox", "company", company, address=moved)
    office.run(keys=(company[2:],))
    assert channels(office, relation) != before
    reverted(office, change=last(office, relation, "house_number").id)
    assert channels(office, relation) == before


def test_a_created_relation_is_made_inactive_and_not_created_again(office: Office) -> None:
    number = unknown_numbers(office)[0]
    run = office.run(keys=(number,), create_missing=True)
    (created,) = office.holding(number)
    summary = reverted(office, run=run["run_id"])
    assert counts_of(summary)["archived"] == 1
    (closed,) = office.holding(number)
    assert {**closed, "lastModified": ""} == {**created, "inactive": True, "lastModified": ""}
    again = office.run(keys=(number,), create_missing=True)
    assert counts_of(again)["skipped"] == 1
    assert len(office.holding(number)) == 1
    reverted(office, run=summary["run_id"])
    assert office.holding(number)[0]["inactive"] is False


def test_a_created_relation_somebody_has_worked_on_stays(office: Office) -> None:
    number = unknown_numbers(office)[0]
    run = office.run(keys=(number,), create_missing=True)
    (created,) = office.holding(number)
    office.sandbox.edit("adminpulse", "relation", created["id"], name="Client Préféré")
    summary = reverted(office, run=run["run_id"])
    assert "name was changed since" in summary["problems"][0]["reason"]
    assert office.holding(number)[0]["inactive"] is False


def test_a_dry_run_shows_and_writes_nothing(office: Office) -> None:
    relation, company = refreshed(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    office.run(keys=(company[2:],))
    mark = len(office.writes())
    with office.hub() as hub:
        summary = revert_change(office.settings, hub, last(office, relation, "phone").id, dry_run=True)
    assert (counts_of(summary)["updated"], len(office.writes())) == (1, mark)


def test_an_unclear_answer_to_a_revert_is_settled_by_the_next_run(office: Office) -> None:
    relation, company = refreshed(office)
    former = favourite(office, relation, "Phone")
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    office.run(keys=(company[2:],))
    office.sandbox.fault("stores-then-500", system="adminpulse", method="PUT")
    summary = reverted(office, change=last(office, relation, "phone").id)
    assert counts_of(summary)["updated"] + counts_of(summary)["unresolved"] == 1
    office.sandbox.fault("none")
    office.run(keys=(company[2:],))
    assert favourite(office, relation, "Phone") == former
    assert len([one for one in office.history(relation) if one.op == "revert"]) == 1


def test_what_is_not_known_is_said_in_one_sentence(office: Office) -> None:
    with office.hub() as hub:
        with pytest.raises(PasserelleError, match="There is no change 17"):
            revert_change(office.settings, hub, 17)
        with pytest.raises(PasserelleError, match="There is no run 'nothing'"):
            revert_run(office.settings, hub, "nothing")


def reverted(office: Office, change: int = 0, run: str = "") -> dict[str, Any]:
    """The summary of a revert of one change or of a run."""
    with office.hub() as hub:
        summary = revert_run(office.settings, hub, run) if run else revert_change(office.settings, hub, change)
    assert summary["state"] == "completed", summary["error"]
    return summary


def refreshed(office: Office) -> tuple[str, str]:
    """A relation that has just been brought up to date, and its company."""
    relation, company = settled(office)
    office.run(keys=(digits(office.relations[relation]["enterpriseNumber"]),), overwrite_local=True)
    return relation, company


def open_mandate(office: Office, relation: str) -> dict[str, Any]:
    """A mandate of another company that AdminPulse holds, as openthebox would list it."""
    companies = office.sandbox.state("openthebox", "company")
    for id_, one in office.relations.items():
        pid = "BE" + digits(one["enterpriseNumber"])
        if id_ != relation and pid in companies and not one["inactive"] and len(office.holding(pid[2:])) == 1:
            base = {"kind": "Company", "pid": pid, "caption": "x", "role": "parent"}
            return base | {"startDate": "2010-01-01", "endDate": None}
    raise AssertionError("the seed holds no such relation")


def mistake(office: Office, relation: str) -> None:
    """Spell a phone and a name by hand in a way nobody else would, on another relation."""
    other, _ = next(
        (id_, one)
        for id_, one in office.relations.items()
        if id_ != relation and one["relationType"] == "Company" and not one["inactive"]
    )
    office.sandbox.edit("adminpulse", "relation", other, name="  Mistaken  Name ")
    edit_phone(office, other, "02/111.11.11 ")


def state(office: Office) -> dict[str, Any]:
    """Everything AdminPulse holds of its relations, but for the time of the last change."""
    return {id_: {k: v for k, v in one.items() if k not in GIVEN} for id_, one in office.relations.items()}


def links(office: Office) -> dict[str, list[dict[str, Any]]]:
    """The links of every relation, but for their numbers and their order."""
    return {
        id_: sorted(({k: v for k, v in link.items() if k != "id"} for link in one["links"]), key=str)
        for id_, one in office.relations.items()
    }


def channels(office: Office, relation: str) -> list[dict[str, Any]]:
    """A relation's channels."""
    found: list[dict[str, Any]] = office.relations[relation]["channels"]
    return found


def last(office: Office, relation: str, field: str) -> Any:
    """The newest line of history of a field."""
    return [line for line in office.history(relation) if line.field == field][-1]
