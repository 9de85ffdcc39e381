"""Contacts of Reviso's customers and of the CRM's companies: one name or two, told apart by company, and never lost."""

import pytest

from tests.studio_fixture import CONTACTS, Studio

pytestmark = pytest.mark.xdist_group("studio")


def pair(studio: Studio) -> tuple[str, str]:
    """A contact both hold, whose name has two words: its ids in Reviso and in the CRM."""
    for id_, one in sorted(studio.people.items()):
        key = one.get("ff_reviso_contact_number")
        if key in studio.contacts and one.get("name") and one["surname"] != "-":
            return key, id_
    raise AssertionError("the seed holds no such contact")


def in_reviso(studio: Studio, key: str, **values: object) -> None:
    studio.sandbox.edit("reviso", "contact", key.split("/")[1], **values)


def run(studio: Studio) -> None:
    studio.run(integration=CONTACTS)


def test_every_contact_of_a_pair_is_in_both_once(opened: Studio) -> None:
    opened.sandbox.reset("mark")
    pairs = opened.pairs()
    here = {key for key in opened.contacts if key.split("/")[0] in pairs}
    there = [one["ff_reviso_contact_number"] for one in opened.people.values() if one.get("ff_reviso_contact_number")]
    assert here == set(there)
    assert len(there) == len(set(there))
    assert len(here) > 10


def test_a_name_is_carried_whole_and_the_boundary_stays(studio: Studio) -> None:
    key, id_ = pair(studio)
    given = studio.people[id_]["name"]
    in_reviso(studio, key, name=f"{given} De Luca Ferri")
    run(studio)
    assert (studio.people[id_]["name"], studio.people[id_]["surname"]) == (given, "De Luca Ferri")
    mark = studio.last_call()
    run(studio)
    assert studio.writes(mark) == []


def test_a_contact_renamed_on_both_sides_ends_as_the_rule_says(studio: Studio) -> None:
    key, id_ = pair(studio)
    in_reviso(studio, key, name="Nome Reviso")
    studio.sandbox.edit("teamsystem", "contact", id_, name="Nome", surname="Crm")
    run(studio)
    assert studio.contacts[key]["name"] == "Nome Crm"
    assert (studio.people[id_]["name"], studio.people[id_]["surname"]) == ("Nome", "Crm")
    assert "Nome Reviso" in {line.old for line in studio.history()}


def test_an_email_emptied_on_one_side_is_emptied_on_the_other(studio: Studio) -> None:
    key, id_ = pair(studio)
    in_reviso(studio, key, email="uno@rossi.example", phone="051 1234567")
    run(studio)
    assert [one["value"] for one in studio.people[id_]["emails"]] == ["uno@rossi.example"]
    studio.sandbox.edit("teamsystem", "contact", id_, emails=[])
    run(studio)
    assert not studio.contacts[key].get("email")
    assert studio.contacts[key]["phone"]


def test_a_new_contact_of_the_crm_goes_to_its_customer(studio: Studio) -> None:
    number, company = sorted(studio.pairs().items())[0]
    studio.sandbox.add("teamsystem", "contact", surname="Verdi", name="Anna", companyId=int(company))
    run(studio)
    made = [key for key, one in studio.contacts.items() if one["name"] == "Anna Verdi"]
    assert [key.split("/")[0] for key in made] == [number]
    mark = studio.last_call()
    run(studio)
    assert studio.writes(mark) == []


def test_a_contact_of_no_company_or_of_a_prospect_stays_in_the_crm(studio: Studio) -> None:
    made = studio.sandbox.add("teamsystem", "company", companyName="Forse Srl", companyType="Prospect", state="IT")
    studio.sandbox.add("teamsystem", "contact", surname="Sola", name="Pia")
    studio.sandbox.add("teamsystem", "contact", surname="Sola", name="Ida", companyId=made["id"])
    before = studio.contacts.keys()
    run(studio)
    assert studio.contacts.keys() == before


def test_a_contact_deleted_in_reviso_is_unbound_and_stays_in_the_crm(studio: Studio) -> None:
    key, id_ = pair(studio)
    studio.sandbox.delete("reviso", "contact", key.split("/")[1])
    run(studio)
    run(studio)
    assert id_ in studio.people
    assert key not in studio.contacts


def test_a_namesake_with_the_same_email_at_another_company_is_somebody_else(studio: Studio) -> None:
    number, company = sorted(studio.pairs().items())[0]
    other = studio.sandbox.add("teamsystem", "company", companyName="Altra Srl", companyType="Prospect", state="IT")
    mail = "pia.rovere@altra.example"
    named = {"surname": "Rovere", "name": "Pia", "emails": [{"value": mail}]}
    there = studio.sandbox.add("teamsystem", "contact", **named, companyId=other["id"])
    studio.sandbox.add("reviso", "contact", name="Pia Rovere", email=mail, customer={"customerNumber": int(number)})
    run(studio)
    assert not studio.people[str(there["id"])].get("ff_reviso_contact_number")
    made = [one for one in studio.people.values() if (one["name"], one["surname"]) == ("Pia", "Rovere")]
    assert sorted(one["companyId"] for one in made) == sorted([int(company), other["id"]])


@pytest.mark.parametrize("back", [True, False])
def test_a_contact_that_moves_to_another_company_of_the_crm_waits_and_what_is_told_settles_it(
    studio: Studio, back: bool
) -> None:
    key, id_ = pair(studio)
    before = key.split("/")[0]
    home = studio.people[id_]["companyId"]
    number, company = next(one for one in sorted(studio.pairs().items()) if one[0] != before)
    studio.sandbox.edit("teamsystem", "contact", id_, companyId=int(company))
    run(studio)
    told = studio.held(CONTACTS)[id_]
    assert f"Reviso keeps it with {before} for good, and TeamSystem Cloud CRM has moved it to {number}" in told
    mark = studio.last_call()
    run(studio)
    assert studio.writes(mark) == []
    contacts = set(studio.contacts)
    if back:
        studio.sandbox.edit("teamsystem", "contact", id_, companyId=home)
    else:
        moved = {name: studio.people[id_][name] for name in ("name", "surname", "emails")}
        studio.sandbox.delete("teamsystem", "contact", id_)
        studio.sandbox.add("teamsystem", "contact", **moved, companyId=int(company))
    people = len(studio.people)
    for _ in range(2):
        run(studio)
    assert id_ not in studio.held(CONTACTS)
    assert len(studio.people) == people
    assert [one.split("/")[0] for one in set(studio.contacts) - contacts] == ([] if back else [number])
