"""A customer of Reviso gets another number: binding, history and contacts go along, and no second company appears."""

import pytest

from tests.studio_fixture import Studio

pytestmark = pytest.mark.xdist_group("studio")

NEW = "90001"


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
