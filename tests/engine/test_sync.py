"""What a person sees of nightly runs and refreshes: AdminPulse follows openthebox, and nothing else is touched."""

import pytest

from tests.office_fixture import Office, counts_of, digits


@pytest.mark.after_a_pass
def test_an_edit_in_openthebox_is_in_adminpulse_after_the_next_run_with_one_history_line(office: Office) -> None:
    relation, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    before = len(office.history())
    summary = office.run()
    assert favourite(office, relation, "Phone") == "+3225129988"
    assert counts_of(summary)["updated"] == 1
    (line,) = office.history()[before:]
    assert (line.external_id, line.field, line.new) == (relation, "phone", "+3225129988")
    assert line.origin == f"openthebox:company:{company}"


def test_a_second_run_of_the_same_data_writes_nothing(office: Office) -> None:
    first = office.run()
    assert counts_of(first)["updated"] > 0
    mark = office.sandbox.requests()[-1]["sequence"]
    second = office.run()
    assert counts_of(second)["api_writes"] == 0
    assert office.writes(since=mark) == []


@pytest.mark.after_a_pass
def test_a_field_edited_by_hand_survives_until_it_is_overwritten_on_purpose(office: Office) -> None:
    relation, _ = settled(office)
    office.sandbox.edit("adminpulse", "relation", relation, name="Notre Client Préféré")
    office.run()
    office.run()
    assert office.relations[relation]["name"] == "Notre Client Préféré"
    number = digits(office.relations[relation]["enterpriseNumber"])
    office.run(keys=(number,), overwrite_local=True)
    assert office.relations[relation]["name"] != "Notre Client Préféré"


@pytest.mark.after_a_pass
def test_another_field_edited_in_openthebox_does_not_take_the_hand_made_edit_along(office: Office) -> None:
    relation, company = settled(office)
    office.sandbox.edit("adminpulse", "relation", relation, name="Notre Client Préféré")
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    office.run()
    assert office.relations[relation]["name"] == "Notre Client Préféré"
    assert favourite(office, relation, "Phone") == "+3225129988"


def test_a_phone_changed_on_both_sides_is_held_for_a_person_and_stays_held(office: Office) -> None:
    held = counts_of(office.run())["conflicts"]
    relation, company = settled(office)
    edit_phone(office, relation, "02 111 11 11")
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    for _ in range(2):
        summary = office.run()
        assert counts_of(summary)["conflicts"] == held + 1
        assert "phone changed on both sides" in problem_of(summary, relation)
        assert favourite(office, relation, "Phone") == "02 111 11 11"


def test_a_conflict_does_not_hold_back_the_other_fields(office: Office) -> None:
    held = counts_of(office.run())["conflicts"]
    relation, company = settled(office)
    edit_phone(office, relation, "02 111 11 11")
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88", startDate="1999-05-04")
    summary = office.run()
    assert office.relations[relation]["foundingDate"] == "1999-05-04"
    assert favourite(office, relation, "Phone") == "02 111 11 11"
    assert counts_of(summary)["conflicts"] == held + 1
    again = office.run()
    assert counts_of(again)["conflicts"] == held + 1
    assert counts_of(again)["api_writes"] == 0


@pytest.mark.after_a_pass
def test_an_empty_value_in_openthebox_never_blanks_the_client_file(office: Office) -> None:
    relation, company = settled(office)
    phone = favourite(office, relation, "Phone")
    office.sandbox.edit("openthebox", "company", company, phone=None)
    office.run()
    assert favourite(office, relation, "Phone") == phone


@pytest.mark.after_a_pass
def test_a_newcomer_with_the_number_of_an_unchanged_relation_is_quarantined(office: Office) -> None:
    relation, _ = settled(office)
    held = office.relations[relation]
    newcomer = office.sandbox.add("adminpulse", "relation", **copy_of(held))
    summary = office.run()
    assert f"same enterprise number as relation {relation}" in problem_of(summary, str(newcomer["id"]))
    mark = len(office.writes())
    office.sandbox.edit("adminpulse", "relation", newcomer["id"], inactive=True)
    resolved = office.run()
    assert not [p for p in resolved["problems"] if p["record"] == str(newcomer["id"])]
    assert len(office.writes()) == mark


def test_a_dry_run_plans_the_same_and_writes_nothing(office: Office) -> None:
    dry = office.run(dry_run=True)
    assert office.writes() == []
    assert office.history() == []
    real = office.run()
    for outcome in ("updated", "created", "skipped", "quarantined", "unchanged", "conflicts"):
        assert counts_of(dry)[outcome] == counts_of(real)[outcome]
    relations = [call for call in office.writes() if "/links" not in call["path"]]
    assert len(relations) == counts_of(real)["api_writes"] > 0


@pytest.mark.after_a_pass
def test_a_company_missing_in_adminpulse_is_created_only_on_demand(office: Office) -> None:
    number = unknown_numbers(office)[0]
    summary = office.run(keys=(number,))
    assert counts_of(summary) | {"read": 1, "skipped": 1, "created": 0} == counts_of(summary)
    assert office.holding(number) == []
    summary = office.run(keys=(number,), create_missing=True)
    assert counts_of(summary)["created"] == 1
    (created,) = office.holding(number)
    assert created["status"] == "Prospect"
    assert created["name"]
    again = office.run(keys=(number,), create_missing=True)
    assert counts_of(again)["unchanged"] == 1
    assert len(office.holding(number)) == 1


@pytest.mark.after_a_pass
def test_a_number_openthebox_does_not_know_is_reported_and_the_others_go_on(office: Office) -> None:
    relation, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    number = digits(office.relations[relation]["enterpriseNumber"])
    summary = office.run(keys=("0200065765", number))
    assert counts_of(summary)["updated"] == 1
    assert "does not know" in problem_of(summary, "enterprise_number:0200065765")


@pytest.mark.after_a_pass
def test_a_relation_deleted_in_adminpulse_is_unbound_and_said_so(office: Office) -> None:
    relation, _ = settled(office)
    office.sandbox.delete("adminpulse", "relation", relation)
    summary = office.run()
    assert "no longer exists in AdminPulse" in problem_of(summary, relation)
    assert relation not in office.relations
    assert not [p for p in office.run()["problems"] if p["record"] == relation]


def test_a_relation_that_holds_only_its_vat_number_is_found_by_it(office: Office) -> None:
    relation, company = settled(office)
    office.sandbox.edit(
        "adminpulse", "relation", relation, enterpriseNumber=None, vatNumber=company, vatNumberPending=False
    )
    office.run()
    assert digits(office.relations[relation]["enterpriseNumber"]) == company[2:]


def settled(office: Office) -> tuple[str, str]:
    """An active relation with a phone whose company openthebox knows: its id and the company's."""
    companies = office.sandbox.state("openthebox", "company")
    for id_, one in office.relations.items():
        company = "BE" + digits(one["enterpriseNumber"])
        open_file = one["vatNumber"] and not one["inactive"] and one["relationType"] == "Company"
        known = companies.get(company, {"phone": None, "status": "", "vatNumber": None})
        if open_file and known["phone"] and known["vatNumber"] and known["status"] == "AC":
            return id_, company
    raise AssertionError("the seed holds no such relation")


def unknown_numbers(office: Office) -> list[str]:
    """Numbers of active legal persons that openthebox has and AdminPulse hasn't."""
    held = {digits(one["enterpriseNumber"]) for one in office.relations.values()}
    companies = office.sandbox.state("openthebox", "company").values()
    free = [one for one in companies if one["enterpriseNumber"] not in held and one["typeOfEnterprise"] == "2"]
    return sorted(str(one["enterpriseNumber"]) for one in free)


def favourite(office: Office, relation: str, kind: str) -> str | None:
    """The favourite channel of a type."""
    channels = [c for c in office.relations[relation]["channels"] if c["type"] == kind and c["favourite"]]
    return channels[0]["value"] if channels else None


def edit_phone(office: Office, relation: str, number: str) -> None:
    """Change the favourite phone by hand."""
    others = [c for c in office.relations[relation]["channels"] if not (c["type"] == "Phone" and c["favourite"])]
    phone = {"type": "Phone", "favourite": True, "value": number}
    office.sandbox.edit("adminpulse", "relation", relation, channels=[*others, phone])


def copy_of(relation: dict[str, object]) -> dict[str, object]:
    """A relation's attributes without what AdminPulse gives itself."""
    return {k: v for k, v in relation.items() if k not in ("id", "uniqueIdentifier", "lastModified")}


def problem_of(summary: dict[str, list[dict[str, str]]], record: str) -> str:
    """What a summary says of a record."""
    return " / ".join(p["reason"] for p in summary["problems"] if p["record"] == record)
