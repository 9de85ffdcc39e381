"""What a person decides: differences wait in the hub until somebody takes or keeps a value, and are not asked again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from passerelle.engine import review
from passerelle.errors import PasserelleError
from passerelle.hub import claims, reviews
from passerelle.hub.schema import review as table
from tests.engine.test_links import LINKS, mandate, pair_of
from tests.engine.test_sync import edit_phone, favourite, settled
from tests.office_fixture import Office, counts_of


def test_an_empty_year_end_is_filled_and_a_change_of_it_is_held(office: Office) -> None:
    relation, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, fiscalYearEnd="31-12")
    office.sandbox.edit("adminpulse", "relation", relation, financialYearEnd=None)
    office.run()
    assert office.relations[relation]["financialYearEnd"] == "31/12"
    office.sandbox.edit("openthebox", "company", company, fiscalYearEnd="30-06")
    assert counts_of(office.run())["conflicts"] >= 1
    assert office.relations[relation]["financialYearEnd"] == "31/12"
    (row,) = waiting(office, relation)
    assert (row.field, row.source_value, row.target_value) == (
        "year_end",
        {"year_end": "--06-30"},
        {"year_end": "--12-31"},
    )
    assert row.reason == "year end is another in openthebox; a person decides"


def test_a_year_end_that_differs_the_first_time_is_held_and_stays_held(office: Office) -> None:
    relation = differing_year_end(office)
    seen = []
    for _ in range(2):
        office.run()
        assert office.relations[relation]["financialYearEnd"] == "31/03"
        seen += waiting(office, relation)
    first, second = seen
    assert (second.first_run, second.first_at) == (first.first_run, first.first_at)
    assert second.last_run != first.last_run


def test_the_same_day_in_another_spelling_is_no_difference(office: Office) -> None:
    relation, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, fiscalYearEnd="29-02")
    office.sandbox.edit("adminpulse", "relation", relation, financialYearEnd="28/02")
    office.run()
    assert waiting(office, relation) == []
    assert office.relations[relation]["financialYearEnd"] == "28/02"


def test_accepting_takes_that_field_and_nothing_else(office: Office) -> None:
    relation, company = differing_phone(office)
    office.sandbox.edit("openthebox", "company", company, fiscalYearEnd="30-09")
    office.sandbox.edit("adminpulse", "relation", relation, financialYearEnd="31/12")
    office.run()
    office.sandbox.edit("openthebox", "company", company, startDate="1999-05-04")
    before = len(office.history())
    rows = [row for row in waiting(office, relation) if row.field == "phone"]
    with office.hub() as hub:
        summary = review.accept(office.settings, hub, rows, "Anna")
    assert counts_of(summary) | {"updated": 1, "api_writes": 1} == counts_of(summary)
    assert favourite(office, relation, "Phone") == "+3225129988"
    assert office.relations[relation]["foundingDate"] != "1999-05-04"
    assert [line.field for line in office.history()[before:]] == ["phone"]
    assert [row.field for row in waiting(office, relation)] == ["year_end"]
    accepted = decided(office, relation, "phone")
    assert (accepted.verdict, accepted.judged_by) == ("accepted", "Anna")
    office.run()
    assert office.relations[relation]["foundingDate"] == "1999-05-04"
    assert [row.field for row in waiting(office, relation)] == ["year_end"]


def test_accepting_what_has_changed_meanwhile_takes_nothing(office: Office) -> None:
    relation, company = differing_phone(office)
    office.sandbox.edit("openthebox", "company", company, phone="02 777 77 77")
    with office.hub() as hub:
        summary = review.accept(office.settings, hub, waiting(office, relation), "Anna")
    assert counts_of(summary)["api_writes"] == 0
    assert favourite(office, relation, "Phone") == "02 111 11 11"
    office.run()
    (row,) = waiting(office, relation)
    assert row.source_value == {"phone": "+3227777777"}


def test_rejecting_keeps_the_value_until_the_source_has_something_new(office: Office) -> None:
    relation = differing_year_end(office)
    company = "BE" + "".join(c for c in office.relations[relation]["enterpriseNumber"] if c.isdigit()).zfill(10)
    office.run()
    with office.hub() as hub:
        review.reject(office.settings, hub, waiting(office, relation), "Anna")
    mark = len(office.writes())
    for _ in range(2):
        office.run()
        assert waiting(office, relation) == []
    assert len(office.writes()) == mark
    rejected = decided(office, relation, "year_end")
    assert (rejected.verdict, rejected.judged_by) == ("rejected", "Anna")
    office.sandbox.edit("openthebox", "company", company, fiscalYearEnd="31-10")
    office.run()
    (row,) = waiting(office, relation)
    assert (row.source_value, row.verdict) == ({"year_end": "--10-31"}, None)
    assert office.relations[relation]["financialYearEnd"] == "31/03"


def test_a_difference_that_is_gone_resolves_itself(office: Office) -> None:
    relation, _ = differing_phone(office)
    edit_phone(office, relation, "02 512 99 88")
    office.run()
    assert waiting(office, relation) == []
    assert decided(office, relation, "phone").verdict == "settled"


def test_a_dry_run_holds_nothing(office: Office) -> None:
    relation = differing_year_end(office)
    office.run(dry_run=True)
    assert waiting(office, relation) == []


def test_news_of_other_fields_is_not_news_again_while_one_is_held(office: Office) -> None:
    relation, company = differing_phone(office)
    office.sandbox.edit("adminpulse", "relation", relation, name="Notre Client Préféré")
    office.run()
    office.sandbox.edit("openthebox", "company", company, startDate="1999-05-04")
    office.run()
    assert office.relations[relation]["foundingDate"] == "1999-05-04"
    assert office.relations[relation]["name"] == "Notre Client Préféré"
    assert [row.field for row in waiting(office, relation)] == ["phone"]


def test_a_record_a_run_is_working_on_is_not_decided_on(office: Office) -> None:
    relation, company = differing_phone(office)
    rows = waiting(office, relation)
    with office.hub() as hub:
        with hub.write(rows[0].integration) as connection:
            scope = f"adminpulse/relation/{company[2:]}"
            claims.take(connection, rows[0].integration, [scope], "somebody", datetime.now(UTC), 60)
        with pytest.raises(PasserelleError, match="right now"):
            review.reject(office.settings, hub, rows, "Anna")
    assert waiting(office, relation) == rows


def differing_year_end(office: Office) -> str:
    """A relation whose year end is another than openthebox says, before any run."""
    relation, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, fiscalYearEnd="31-12")
    office.sandbox.edit("adminpulse", "relation", relation, financialYearEnd="31/03")
    return relation


def differing_phone(office: Office) -> tuple[str, str]:
    """A relation whose phone was changed on both sides since the first run, and its company; held."""
    relation, company = settled(office)
    office.sandbox.edit("openthebox", "company", company, fiscalYearEnd=None)
    office.run()
    edit_phone(office, relation, "02 111 11 11")
    office.sandbox.edit("openthebox", "company", company, phone="02 512 99 88")
    office.run()
    return relation, company


def waiting(office: Office, relation: str) -> list[Any]:
    """What is held of a relation now."""
    with office.hub() as hub, hub.read() as connection:
        return [row for row in reviews.listed(connection) if row.external_id == relation]


def decided(office: Office, relation: str, field: str) -> Any:
    """The decided difference of a field."""
    with office.hub() as hub, hub.read() as connection:
        where = [table.c.external_id == relation, table.c.field == field, table.c.resolved_at.is_not(None)]
        return connection.execute(table.select().where(*where)).one()


def test_a_share_held_on_a_link_is_taken_and_that_of_another_link_is_not(office: Office) -> None:
    relation, company, other, number = pair_of(office)
    held = [mandate("Company", number, role, "2010-01-01", shares=51.0) for role in ("shareholder", "parent")]
    office.sandbox.edit("openthebox", "company", company, mandates=held)
    office.run()
    office.sandbox.edit("openthebox", "company", company, mandates=[one | {"shares": 60.0} for one in held])
    links = [link | {"shares": 40} for link in office.relations[relation]["links"]]
    office.sandbox.edit("adminpulse", "relation", relation, links=links)
    office.run()
    with office.hub() as hub:
        with hub.read() as connection:
            rows = [row for row in reviews.listed(connection) if row.stream == "mandate"]
        assert [row.field for row in rows] == ["shares", "shares"]
        summary = review.accept(office.settings, hub, rows[:1], "Anna")
    assert counts_of(summary, LINKS) | {"updated": 1, "api_writes": 1} == counts_of(summary, LINKS)
    assert sorted(link["shares"] for link in office.relations[relation]["links"]) == [40, 60]
    with office.hub() as hub, hub.read() as connection:
        left = [row.external_id for row in reviews.listed(connection) if row.stream == "mandate"]
    assert left == [rows[1].external_id]
    assert str(other) in {str(link["relationId"]) for link in office.relations[relation]["links"]}
