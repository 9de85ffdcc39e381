"""Systems on a bad day: one clear sentence, nothing half-applied, and the next run carries on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from passerelle.engine import apply, pipeline
from tests.engine.test_sync import copy_of, edit_phone, favourite, problem_of, settled, unknown_numbers
from tests.office_fixture import Office, counts_of

STOPPED = [
    ("adminpulse", "unauthorized", "AdminPulse", "access token"),
    ("openthebox", "unauthorized", "openthebox", "client secret"),
    ("adminpulse", "not-activated", "AdminPulse", "support@adminpulse.be"),
    ("openthebox", "not-activated", "openthebox", "subscription"),
    ("adminpulse", "html", "AdminPulse", "again"),
    ("openthebox", "truncated", "openthebox", "again"),
    ("adminpulse", "down", "AdminPulse", "again"),
]


@pytest.mark.parametrize(("system", "fault", "title", "advice"), STOPPED, ids=[f"{s}-{f}" for s, f, _, _ in STOPPED])
@pytest.mark.after_a_pass
def test_a_system_that_cannot_be_used_stops_the_run_in_one_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch, system: str, fault: str, title: str, advice: str
) -> None:
    _, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    monkeypatch.setenv("PASSERELLE_ADMINPULSE_ATTEMPTS", "2")
    monkeypatch.setenv("PASSERELLE_OPENTHEBOX_ATTEMPTS", "2")
    office.sandbox.fault(fault, system=system)
    summary = office.run()
    assert summary["state"] == "failed"
    assert title in summary["error"]
    assert advice in summary["error"]
    assert [call for call in office.writes() if call["status"] < 400] == []
    office.sandbox.fault("none")
    assert counts_of(office.run())["updated"] == 1


def test_a_flaky_day_ends_as_a_good_one(office: Office) -> None:
    office.sandbox.fault("flaky")
    first = office.run()
    office.sandbox.fault("none")
    second, third = office.run(), office.run()
    assert first["state"] in ("completed", "failed")
    assert second["state"] == third["state"] == "completed"
    assert counts_of(third)["api_writes"] == 0


def test_a_target_that_stores_after_our_time_out_ends_with_one_record_and_no_further_write(office: Office) -> None:
    number = unknown_numbers(office)[0]
    office.sandbox.fault("stores-after-timeout", system="adminpulse", delay_ms=750)
    first = office.run(keys=(number,), create_missing=True)
    assert counts_of(first)["unresolved"] == 1
    assert "AdminPulse" in problem_of(first, f"enterprise_number:{number}")
    second = office.run(keys=(number,), create_missing=True)
    assert counts_of(second)["created"] + counts_of(second)["unchanged"] == 1
    assert len(office.holding(number)) == 1
    third = office.run(keys=(number,), create_missing=True)
    assert counts_of(third)["unchanged"] == 1
    assert counts_of(third)["api_writes"] == 0
    assert len([call for call in office.writes() if call["method"] == "POST"]) == 1
    assert len([line for line in office.history() if line.field == "name"]) == 1


@pytest.mark.after_a_pass
def test_an_update_stored_after_our_time_out_is_found_and_not_sent_again(office: Office) -> None:
    relation, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    before = len(office.history())
    office.sandbox.fault("stores-after-timeout", system="adminpulse", delay_ms=750)
    first = office.run()
    assert counts_of(first)["updated"] + counts_of(first)["unresolved"] == 1
    office.run()
    mark = len(office.writes())
    third = office.run()
    assert counts_of(third)["unresolved"] == 0
    assert len(office.writes()) == mark
    assert favourite(office, relation, "Phone") == "+3225129988"
    assert len(office.history()) == before + 1


def test_a_create_answered_500_although_stored_is_not_created_again(office: Office) -> None:
    number = unknown_numbers(office)[0]
    office.sandbox.fault("stores-then-500", system="adminpulse", method="POST", count=1)
    first = office.run(keys=(number,), create_missing=True)
    assert counts_of(first)["unresolved"] == 1
    office.run(keys=(number,), create_missing=True)
    assert len(office.holding(number)) == 1


def test_a_target_that_rewrites_what_it_is_sent_is_left_in_peace(office: Office) -> None:
    office.sandbox.fault("rewrites", system="adminpulse")
    first = office.run()
    assert counts_of(first)["updated"] > 0
    number = unknown_numbers(office)[0]
    office.run(keys=(number,), create_missing=True)
    mark = len(office.writes())
    for _ in range(2):
        assert counts_of(office.run())["api_writes"] == 0
    assert len(office.writes()) == mark
    assert len(office.holding(number)) == 1


def test_a_record_the_target_refuses_is_quarantined_in_its_words_and_the_others_go_on(office: Office) -> None:
    numbers = unknown_numbers(office)
    names = {one: office.sandbox.record("openthebox", "company", f"BE{one}")["names"] for one in numbers}
    refused = next(one for one in numbers if len(names[one]) == 1)
    accepted = next(one for one in numbers if one != refused)
    name = names[refused][0]["value"]
    office.sandbox.fault("rejects", system="adminpulse", contains=name, message="This name is on a list")
    summary = office.run(keys=(refused, accepted), create_missing=True)
    assert summary["state"] == "completed"
    assert counts_of(summary) | {"created": 1, "quarantined": 1} == counts_of(summary)
    assert "This name is on a list" in problem_of(summary, f"enterprise_number:{refused}")
    assert len(office.holding(accepted)) == 1
    office.sandbox.fault("none")
    assert counts_of(office.run(keys=(refused,), create_missing=True))["created"] == 1


@pytest.mark.after_a_pass
def test_an_edit_made_while_the_run_was_under_way_is_not_lost(office: Office) -> None:
    relation, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")

    def colleague_first(run: Any) -> None:
        edit_phone(office, relation, "02 111 11 11")
        apply.apply_plan(run)

    summary = office.run(replace(pipeline.PLAIN, apply=colleague_first))
    assert favourite(office, relation, "Phone") == "02 111 11 11"
    assert "during the run" in problem_of(summary, relation)


def test_a_relation_made_by_hand_during_an_unclear_create_is_taken_and_none_is_added(office: Office) -> None:
    number = unknown_numbers(office)[0]
    office.sandbox.fault("timeout", system="adminpulse", method="POST", count=1)
    office.run(keys=(number,), create_missing=True)
    some = copy_of(next(iter(office.relations.values())))
    typed = {"enterpriseNumber": number, "vatNumber": f"BE{number}", "name": "Typed By A Colleague", "inactive": False}
    office.sandbox.add("adminpulse", "relation", **some | typed | {"relationType": "Company"})
    office.run(keys=(number,), create_missing=True)
    (taken,) = office.holding(number)
    lines = [line for line in office.history(taken["id"]) if line.op == "create"]
    assert lines == [], "what a colleague typed is not what we created"
    assert taken["name"] != "Typed By A Colleague", "the register's name wins the first time, as for any relation"


@pytest.mark.after_a_pass
def test_what_is_refused_again_rests_until_something_changes_or_somebody_names_it(office: Office) -> None:
    relation, company = settled(office)
    first, *others = office.sandbox.record("openthebox", "company", company)["names"]
    office.sandbox.edit("openthebox", "company", company, names=[first | {"value": "Verboden Huis"}, *others])
    office.sandbox.fault("rejects", system="adminpulse", contains="Verboden", message="Not that one")
    tried = [counts_of(office.run())["quarantined"] for _ in range(2)]
    mark = office.sandbox.requests()[-1]["sequence"]
    summary = office.run()
    assert tried == [counts_of(summary)["quarantined"]] * 2
    assert "Not that one" in problem_of(summary, relation)
    assert any("was not sent again" in note for note in summary["notes"])
    assert office.writes(mark) == []
    assert counts_of(office.run(keys=(company[2:],)))["quarantined"] == 1
    assert len(office.writes(mark)) == 1
    office.sandbox.edit("openthebox", "company", company, names=[first | {"value": "Beter Huis"}, *others])
    assert counts_of(office.run())["updated"] == 1


@pytest.mark.after_a_pass
def test_what_was_refused_is_sent_again_after_a_week(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    _, company = settled(office)
    first, *others = office.sandbox.record("openthebox", "company", company)["names"]
    office.sandbox.edit("openthebox", "company", company, names=[first | {"value": "Verboden Huis"}, *others])
    office.sandbox.fault("rejects", system="adminpulse", contains="Verboden")
    for _ in range(2):
        office.run()
    office.sandbox.fault("none")
    assert counts_of(office.run())["updated"] == 0
    monkeypatch.setattr("passerelle.engine.refused.REST", timedelta(0))
    assert counts_of(office.run())["updated"] == 1
