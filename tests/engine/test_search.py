"""Searching openthebox: candidates with what AdminPulse has of them, and no trace of having looked."""

import re
from typing import Any

import pytest

from passerelle.engine.search import Candidate, asked, search
from passerelle.errors import ConfigurationError
from tests.office_fixture import INTEGRATION, Office


def looked(office: Office, text: str, language: str = "nl") -> list[Candidate]:
    """What a search finds."""
    return search(INTEGRATION, text, language, office.settings)


def sound(office: Office) -> tuple[dict[str, Any], dict[str, Any]]:
    """A company of openthebox and its only relation."""
    companies = office.sandbox.state("openthebox", "company").values()
    return next((c, held[0]) for c in companies if len(held := office.holding(c["enterpriseNumber"])) == 1)


@pytest.mark.parametrize("spelling", ["{0}.{1}.{2}", "BE{0}{1}{2}", "BE {0} {1} {2}", "BTW {0}.{1}.{2}", "{0}.{1}"])
def test_a_number_is_found_in_any_spelling_and_in_part(office: Office, spelling: str) -> None:
    company, relation = sound(office)
    number = company["enterpriseNumber"]

    found = looked(office, spelling.format(number[:4], number[4:7], number[7:]))

    (one,) = (candidate for candidate in found if candidate.number == number)
    assert one.page == f"https://openthebox.be/company/BE{number}"
    assert [(held.id, held.active) for held in one.held] == [(str(relation["id"]), not relation["inactive"])]
    assert one.held[0].page == f"https://app.adminpulse.be/#/relations/{relation['id']}"


def test_a_part_of_a_name_finds_it_in_the_language_asked_for(office: Office) -> None:
    company, _ = sound(office)
    office.sandbox.edit("openthebox", "company", company["pid"], names=[
        {"language": "2", "type": "001", "value": "Zwaluwnest Bakkerij"},
        {"language": "1", "type": "001", "value": "Boulangerie Zwaluwnest"},
    ])  # fmt: skip

    for language, name in (("nl", "Zwaluwnest Bakkerij"), ("fr", "Boulangerie Zwaluwnest")):
        (one,) = looked(office, "  zwaluw  ", language)
        assert (one.name, one.number, one.status) == (name, company["enterpriseNumber"], "active")


def test_an_inactive_relation_is_marked(office: Office) -> None:
    company, relation = sound(office)
    office.sandbox.edit("adminpulse", "relation", relation["id"], inactive=True)

    (one,) = looked(office, company["enterpriseNumber"])

    assert [(held.id, held.active) for held in one.held] == [(str(relation["id"]), False)]


def test_what_the_hub_knows_is_read_afresh_and_what_is_gone_is_not_shown(office: Office) -> None:
    company, relation = sound(office)
    office.run(keys=(company["enterpriseNumber"],))
    since = office.sandbox.requests("adminpulse")[-1]["sequence"]

    assert looked(office, company["enterpriseNumber"])[0].held[0].id == str(relation["id"])
    paths = [call["path"] for call in office.sandbox.requests("adminpulse", since=since)]
    assert [path for path in paths if not path.endswith(f"/relations/{relation['id']}")] == []

    office.sandbox.delete("adminpulse", "relation", relation["id"])
    assert looked(office, company["enterpriseNumber"])[0].held == []


def test_a_company_without_an_address_has_no_place(office: Office) -> None:
    first, second = list(office.sandbox.state("openthebox", "company").values())[:2]
    for company, address in ((first, None), (second, second["address"])):
        names = [{"language": "2", "type": "001", "value": "Zwaluwnest"}]
        office.sandbox.edit("openthebox", "company", company["pid"], names=names, address=address)

    found = {one.number: one for one in looked(office, "zwaluwnest")}

    assert (found[first["enterpriseNumber"]].postcode, found[first["enterpriseNumber"]].town) == (None, None)
    assert found[second["enterpriseNumber"]].postcode == second["address"]["zipcode"]


def test_persons_have_no_number(office: Office) -> None:
    companies = office.sandbox.state("openthebox", "company").values()
    person = next(m for c in companies for m in c["mandates"] if m["kind"] == "Person")

    found = [one for one in looked(office, person["caption"]) if one.kind == "person"]

    assert found
    assert {(one.number, one.page, len(one.held)) for one in found} == {(None, "", 0)}


def test_nothing_found_is_no_failure_and_nothing_is_written(office: Office) -> None:
    assert looked(office, "Xyzzy Nowhere/Limited") == []

    assert office.writes() == []
    assert office.history() == []


@pytest.mark.parametrize("text", ["", " ", "a", "7", "BE 0", "--"])
def test_a_text_that_is_too_short_is_told_so_without_a_call(office: Office, text: str) -> None:
    with pytest.raises(ConfigurationError, match=f"'{re.escape(text)}' is too short"):
        looked(office, text)
    assert office.sandbox.requests("openthebox") == []


def test_a_name_that_holds_digits_stays_a_name() -> None:
    assert asked("Bar 22") == "Bar 22"
    assert asked("0403.449") == "0403449"
