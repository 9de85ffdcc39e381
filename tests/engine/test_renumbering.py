"""A customer of Reviso gets another number: binding, history and contacts go along, and no second company appears."""

import pytest

from passerelle.sandbox.data.italian import partita_iva
from tests.studio_fixture import Studio

pytestmark = pytest.mark.xdist_group("studio")

NEW = "90001"
ITS_OWN = ("companyName", "vatId", "taxIdentificationNumber", "address", "emails", "phones")
"""What a company holds of its own customer."""


def with_contacts(studio: Studio) -> tuple[str, str, set[str]]:
    """A customer with contacts: its number, its company, and the CRM's contacts of it."""
    for number, id_ in sorted(studio.pairs().items()):
        people = {key for key, one in studio.people.items() if str(one.get("companyId")) == id_}
        if people and any(key.startswith(f"{number}/") for key in studio.contacts):
            return number, id_, people
    raise AssertionError("the seed holds no such customer")


def renumber(studio: Studio, number: str, new: str = NEW) -> None:
    """Give a customer another number, as somebody who works in Reviso does."""
    studio.in_reviso(number, customerNumber=int(new))


@pytest.mark.parametrize("told", [True, False])
def test_everything_known_goes_along(studio: Studio, told: bool) -> None:
    number, id_, people = with_contacts(studio)
    studio.in_reviso(number, address="Via Prima 1")
    studio.run()
    companies, contacts = len(studio.companies), len(studio.people)
    renumber(studio, number)
    if told:
        studio.tell(number, NEW)
    studio.run_all(keys=(NEW, number)) if told else studio.run_all()
    assert (len(studio.companies), len(studio.people)) == (companies, contacts)
    assert studio.pairs()[NEW] == id_
    assert {key for key, one in studio.people.items() if str(one.get("companyId")) == id_} == people
    fields = [line.field for line in studio.history() if (line.stream, line.external_id) == ("customer", NEW)]
    assert "id" in fields
    studio.in_reviso(NEW, address="Via Seconda 2")
    studio.run_all()
    assert studio.companies[id_]["address"] == "Via Seconda 2"
    mark = studio.last_call()
    studio.run_all()
    assert studio.writes(mark) == []


def test_a_forged_or_late_call_changes_nothing(studio: Studio) -> None:
    number, _, _ = with_contacts(studio)
    other = next(one for one in studio.pairs() if one != number)
    before = studio.pairs()
    studio.tell(number, other)
    studio.tell(number, "70707")
    mark = studio.last_call()
    studio.run(keys=(number, other, "70707"))
    assert studio.pairs() == before
    assert studio.writes(mark) == []


def test_a_chain_of_renumberings_ends_where_it_ends(studio: Studio) -> None:
    number, id_, _ = with_contacts(studio)
    renumber(studio, number, "90001")
    studio.tell(number, "90001")
    renumber(studio, "90001", "90002")
    studio.tell("90001", "90002")
    companies = len(studio.companies)
    studio.run(keys=("90001", number, "90002"))
    assert studio.pairs()["90002"] == id_
    assert len(studio.companies) == companies


@pytest.mark.parametrize("told", [True, False])
def test_a_freed_number_that_somebody_else_gets_is_somebody_else(studio: Studio, told: bool) -> None:
    number, id_, people = with_contacts(studio)
    before, companies = studio.companies[id_], len(studio.companies)
    renumber(studio, number)
    like = {name: studio.customers[NEW][name] for name in ("currency", "customerGroup", "paymentTerms", "vatZone")}
    vat = partita_iva(9_100_001)
    other = {"name": "Altra Ditta Srl", "vatNumber": vat, "corporateIdentificationNumber": vat} | like
    studio.sandbox.add("reviso", "customer", customerNumber=int(number), countryCode={"code": "IT"}, **other)
    if told:
        studio.tell(number, NEW)
    studio.run_all()
    pairs = studio.pairs()
    assert pairs[NEW] == id_
    assert [studio.companies[id_][name] for name in ITS_OWN] == [before[name] for name in ITS_OWN]
    assert studio.companies[pairs[number]]["companyName"] == "Altra Ditta Srl"
    assert len(studio.companies) == companies + 1
    assert {key for key, one in studio.people.items() if str(one.get("companyId")) == id_} == people
    mark = studio.last_call()
    studio.run_all()
    assert studio.writes(mark) == []


def test_a_customer_that_changes_its_name_and_one_with_its_former_name_are_two(studio: Studio) -> None:
    number, id_, _ = with_contacts(studio)
    name = studio.customers[number]["name"]
    studio.in_reviso(number, name="Nuovo Nome Srl")
    vat = partita_iva(9_100_002)
    numbers = {"vatNumber": vat, "corporateIdentificationNumber": vat}
    made = studio.sandbox.add("reviso", "customer", name=name, countryCode={"code": "IT"}, **numbers)
    studio.run()
    pairs = studio.pairs()
    assert pairs[number] == id_ != pairs[str(made["customerNumber"])]
    assert studio.companies[id_]["companyName"] == "Nuovo Nome Srl"


def test_a_customer_without_numbers_is_followed_by_all_it_holds_when_no_call_came(studio: Studio) -> None:
    known = {"address": "Via Sola 1", "city": "Bologna", "zip": "40121", "countryCode": {"code": "IT"}}
    made, twin = (studio.sandbox.add("reviso", "customer", name=name, **known) for name in ("Anna Sola", "Ugo Sola"))
    studio.run()
    number = str(made["customerNumber"])
    id_, companies = studio.pairs()[number], len(studio.companies)
    renumber(studio, number)
    studio.run(news=True)
    assert (studio.pairs().get(NEW), len(studio.companies)) == (id_, companies)
    assert str(twin["customerNumber"]) in studio.pairs()
