"""Customers of Reviso and companies of the CRM, seen in both: who is adopted, who waits, what is never merged."""

from collections import Counter

import pytest

from tests.studio_fixture import FOUR, Studio, organisation

pytestmark = pytest.mark.xdist_group("studio")


def codes(studio: Studio) -> tuple[Counter[str], Counter[str]]:
    """How often each codice fiscale stands in Reviso and in the CRM."""
    here = Counter(one.get("corporateIdentificationNumber", "") for one in studio.customers.values())
    there = Counter((one.get("taxIdentificationNumber") or "").replace(" ", "") for one in studio.companies.values())
    return here, there


def test_every_customer_is_one_company_and_what_both_held_is_adopted(opened: Studio) -> None:
    opened.sandbox.reset()
    before = codes(opened)
    known = len(opened.companies)
    opened.sandbox.reset("mark")
    here, there = codes(opened)
    both = {code for code in before[0] if code and before[0][code] == before[1][code] == 1}
    assert len(both) > 5
    assert {(here[code], there[code]) for code in both} == {(1, 1)}
    pairs = opened.pairs()
    held = opened.held()
    assert pairs.keys() == opened.customers.keys() - held.keys()
    assert known < len(opened.companies) < known + len(opened.customers)


def test_a_second_run_writes_nothing(studio: Studio) -> None:
    mark = studio.last_call()
    studio.run_all()
    assert studio.writes(mark) == []


def test_a_company_without_a_mandatory_field_waits_and_leaves_by_itself(studio: Studio) -> None:
    like = studio.companies[organisation(studio)[1]]
    filled = {name: like[name] for name in FOUR}
    made = studio.sandbox.add(
        "teamsystem", "company", companyName="Nuova Srl", companyType="Cliente", state="IT", **filled | {FOUR[1]: None}
    )
    id_ = str(made["id"])
    number = len(studio.customers)
    studio.run()
    assert len(studio.customers) == number
    assert "Gruppo clienti Reviso" in studio.held()[id_]
    assert "Valuta" not in studio.held()[id_]
    studio.in_crm(id_, **{FOUR[1]: like[FOUR[1]]})
    studio.run()
    assert [one["name"] for one in studio.customers.values()].count("Nuova Srl") == 1
    assert id_ not in studio.held()
    assert id_ in studio.pairs().values()


def test_prospects_and_suppliers_stay_in_the_crm(studio: Studio) -> None:
    like = studio.companies[organisation(studio)[1]]
    filled = {name: like[name] for name in FOUR}
    studio.sandbox.add("teamsystem", "company", companyName="Forse Srl", companyType="Prospect", state="IT", **filled)
    number = len(studio.customers)
    studio.run()
    assert len(studio.customers) == number


def test_a_customer_stays_in_whatever_type_its_company_gets(studio: Studio) -> None:
    number, id_ = organisation(studio)
    studio.in_crm(id_, companyType="Prospect")
    studio.run()
    studio.in_crm(id_, webSite="https://ancora.example", city="IMOLA")
    studio.run(news=True)
    held = studio.customers[number]
    assert ("ancora.example" in held["website"], held["city"]) == (True, "IMOLA")
    studio.sandbox.delete("reviso", "customer", number)
    problems = [one for _ in range(2) for one in studio.run()["problems"]]
    assert not [one for one in problems if one["record"] == id_], "a company that is nobody's customer is a prospect"


def test_edits_of_different_fields_on_both_sides_both_stand(studio: Studio) -> None:
    number, id_ = organisation(studio)
    studio.in_reviso(number, address="Via Nuova 7")
    studio.in_crm(id_, phones=[{"value": "051 765432"}])
    mark = studio.last_call()
    studio.run()
    assert studio.companies[id_]["address"] == "Via Nuova 7"
    assert studio.customers[number]["telephoneAndFaxNumber"].replace(" ", "").endswith("51765432")
    assert Counter(system for system, _, _ in studio.writes(mark)) == {"reviso": 1, "teamsystem": 1}


def test_the_same_field_on_both_sides_ends_as_the_rule_says_and_the_loser_is_in_history(studio: Studio) -> None:
    number, id_ = organisation(studio)
    studio.in_reviso(number, name="Nome di Reviso Srl")
    studio.in_crm(id_, companyName="Nome del CRM Srl")
    studio.run()
    assert studio.companies[id_]["companyName"] == studio.customers[number]["name"] == "Nome di Reviso Srl"
    assert ("Nome del CRM Srl", "Nome di Reviso Srl") in {(line.old, line.new) for line in studio.history()}


def test_what_only_reviso_knows_is_kept_by_every_write(studio: Studio) -> None:
    number, id_ = organisation(studio)
    studio.in_reviso(number, splitPayment=True, creditLimit=5000)
    studio.run()
    studio.in_crm(id_, webSite="https://nuovo.example")
    studio.run()
    assert "nuovo.example" in studio.customers[number]["website"]
    assert (studio.customers[number]["splitPayment"], studio.customers[number]["creditLimit"]) == (True, 5000)


@pytest.mark.parametrize("update", ["merge", "replace"])
def test_what_only_the_crm_knows_is_kept_whether_it_merges_or_replaces(studio: Studio, update: str) -> None:
    number, id_ = organisation(studio)
    studio.sandbox.edit("teamsystem", "setting", "1", update=update)
    studio.in_crm(
        id_, description="Ottimo cliente", phones=[{"value": "051 111"}, {"value": "333 222", "note": "sera"}]
    )
    studio.run()
    studio.in_reviso(number, city="IMOLA")
    studio.run()
    after = studio.companies[id_]
    assert (after["city"], after["description"]) == ("IMOLA", "Ottimo cliente")
    assert [phone.get("note") for phone in after["phones"]][1] == "sera"


def test_members_of_a_vat_group_are_never_made_one(studio: Studio) -> None:
    number, id_ = organisation(studio)
    held = studio.customers[number]
    other = {"vatNumber": held["vatNumber"], "corporateIdentificationNumber": "00743110157"}
    like = {name: held[name] for name in ("currency", "customerGroup", "paymentTerms", "vatZone")}
    made = studio.sandbox.add("reviso", "customer", name="Gruppo Due Srl", **like, **other)
    studio.run()
    assert studio.pairs()[number] == id_
    assert studio.pairs().get(str(made["customerNumber"])) != id_
    assert studio.companies[id_]["companyName"] != "Gruppo Due Srl"


def test_a_certified_address_never_becomes_an_ordinary_one(studio: Studio) -> None:
    number, id_ = organisation(studio)
    studio.in_reviso(number, email="info@rossi.example", italianCertifiedEmail="rossi@pec.example")
    studio.run()
    company = studio.companies[id_]
    assert company["ff_pec"] == "rossi@pec.example"
    assert "rossi@pec.example" not in [one["value"] for one in company["emails"]]
    studio.in_crm(id_, emails=[{"value": "info@rossi.example"}, {"value": "rossi@pec.example"}])
    studio.run()
    assert studio.customers[number]["email"] == "info@rossi.example"


def test_a_deleted_customer_is_unbound_and_its_company_stays(studio: Studio) -> None:
    number, id_ = organisation(studio)
    studio.sandbox.delete("reviso", "customer", number)
    problems = studio.run(keys=(number,))["problems"]
    assert any(one["record"] == number and "no longer exists" in one["reason"] for one in problems)
    assert id_ in studio.companies
    customers = len(studio.customers)
    studio.run()
    assert len(studio.customers) == customers, "it came back"
    assert id_ in studio.companies


def test_a_foreign_customer_in_a_domestic_zone_is_held_and_not_guessed(studio: Studio) -> None:
    number, id_ = organisation(studio)
    studio.in_crm(id_, state="FR", province=None)
    studio.run()
    assert (studio.customers[number].get("countryCode") or {}).get("code") == "IT"
    assert any("FR" in reason for reason in studio.held().values())


def test_a_certified_address_among_the_ordinary_ones_of_reviso_is_left_there_and_not_carried(studio: Studio) -> None:
    number, id_ = organisation(studio)
    both = {"email": "info@rossi.example rossi@pec.example", "italianCertifiedEmail": "rossi@pec.example"}
    studio.in_reviso(number, **both)
    studio.run()
    assert [one["value"] for one in studio.companies[id_]["emails"]] == ["info@rossi.example"]
    studio.in_crm(id_, emails=[{"value": "ordini@rossi.example"}])
    studio.run()
    assert studio.customers[number]["email"] == "ordini@rossi.example rossi@pec.example"
    mark = studio.last_call()
    studio.run()
    assert studio.writes(mark) == []
