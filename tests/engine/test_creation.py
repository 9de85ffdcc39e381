"""Creating what AdminPulse needs and openthebox doesn't know: asked, or configured; never assumed."""

import pytest

from passerelle.errors import ConfigurationError
from tests.office_fixture import NEW, Office, counts_of
from tests.sandbox_fixture import Record


def newcomer(office: Office, kind: str = "2") -> str:
    """The number of an active company of a type that openthebox knows and AdminPulse doesn't."""
    known = {"".join(c for c in r["enterpriseNumber"] or "" if c.isdigit()) for r in office.relations.values()}
    companies = office.sandbox.state("openthebox", "company").values()
    free = [c for c in companies if c["enterpriseNumber"] not in known and c["status"] == "AC"]
    return str(next(c["enterpriseNumber"] for c in free if c["typeOfEnterprise"] == kind))


def created(office: Office, number: str, **answers: str) -> Record:
    """The relation a run makes of a number with these answers."""
    summary = office.run(keys=(number,), create_missing=True, create_values=answers)
    assert counts_of(summary)["created"] == 1, summary
    (relation,) = office.holding(number)
    return relation


def test_answers_reach_adminpulse_in_its_own_words(office: Office) -> None:
    number = newcomer(office)

    relation = created(office, number, status="own_company", own_company="2", language="en")

    assert (relation["status"], relation["ownCompanyId"], relation["language"]) == ("OwnCompany", 2, "en")
    assert relation["relationType"] == "Company"


def test_what_is_missing_is_named_with_what_is_allowed_before_anything_runs(office: Office) -> None:
    number = newcomer(office)

    with pytest.raises(ConfigurationError) as refused:
        office.run(keys=(number,), create_missing=True, create_values={"status": "", "own_company": " "})

    said = str(refused.value)
    assert "status is missing (allowed: prospect, customer, own_company, other)" in said
    assert "own_company is missing (allowed: 1 (Fiduciaire Delvaux & Peeters), 2 (Peeters Accountants))" in said
    assert "create.with in mappings/integrations/openthebox_to_adminpulse.yaml" in said
    assert office.sandbox.requests("openthebox") == []
    assert office.writes() == []


def test_an_own_company_that_does_not_exist_is_refused_with_those_that_do(office: Office) -> None:
    with pytest.raises(ConfigurationError, match=r"own_company '99' is not one of 1 \(Fiduciaire .*2 \(Peeters"):
        office.run(keys=(newcomer(office),), create_missing=True, create_values=NEW | {"own_company": "99"})


def test_the_configuration_answers_and_the_form_wins(office: Office) -> None:
    file = office.settings.root / "mappings" / "integrations" / "openthebox_to_adminpulse.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("create:\n", "create:\n  with: {status: customer, own_company: 2}\n"))
    number = newcomer(office)

    relation = created(office, number, status="other")

    assert (relation["status"], relation["ownCompanyId"]) == ("Other", 2)


def test_a_run_that_creates_nothing_asks_nothing(office: Office) -> None:
    summary = office.run(keys=(newcomer(office),), create_values={})

    assert counts_of(summary)["skipped"] == 1
    assert [call["path"] for call in office.sandbox.requests("adminpulse") if call["path"].endswith("/companies")] == []


def test_language_is_that_of_the_seat_and_kind_the_registers_unless_said(office: Office) -> None:
    number = newcomer(office)
    office.sandbox.edit("openthebox", "company", f"BE{number}", address={
        "street": {"nl": "Eikstraat"}, "houseNumber": "16", "box": None, "zipcode": "9000",
        "municipality": {"nl": "Gent"}, "countryCode": "BE",
    })  # fmt: skip

    assert created(office, number, **NEW)["language"] == "nl"


def test_a_sole_trader_is_held_with_what_to_do_and_never_sent(office: Office) -> None:
    number = newcomer(office)
    office.sandbox.edit("openthebox", "company", f"BE{number}", typeOfEnterprise="1", juridicalForm=None)

    summary = office.run(keys=(number,), create_missing=True)

    assert counts_of(summary)["quarantined"] == 1
    assert "a last and a first name" in summary["problems"][0]["reason"]
    assert office.writes() == []


def test_a_sole_trader_is_created_as_a_company_when_a_person_says_so(office: Office) -> None:
    number = newcomer(office)
    office.sandbox.edit("openthebox", "company", f"BE{number}", typeOfEnterprise="1", juridicalForm=None)

    assert created(office, number, **NEW, kind="company")["relationType"] == "Company"


def test_a_dry_run_says_with_what_it_would_create(office: Office) -> None:
    summary = office.run(keys=(newcomer(office),), create_missing=True, dry_run=True)

    assert summary["notes"] == {"Created with status prospect, own company 1 (Fiduciaire Delvaux & Peeters)": 1}
    assert office.writes() == []
