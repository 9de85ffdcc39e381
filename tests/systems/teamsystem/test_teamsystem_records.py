"""The client of TeamSystem Cloud CRM: a change loses nothing, whatever the CRM does with what isn't sent; what people
typed stays as they typed it; and records are found."""

from datetime import UTC, datetime, timedelta

import pytest

from passerelle.errors import RecordRejected
from passerelle.mapping.writer import to_body
from passerelle.systems.base import Raw, System
from tests.sandbox_fixture import Sandbox
from tests.systems.teamsystem.records import Change, canonical, company, contact, entry, own, switch


def test_a_change_leaves_everything_else_as_it_was(sandbox: Sandbox, change: Change) -> None:
    kept = {
        "doNotContact": True,
        "syncMobile": True,
        "mailingListConsent": False,
        "description": "a note",
        "code": "C-7",
        "vatId": " it 0123 4567 897",
        "phones": [entry("051 000000", "Ufficio", "mattina")],
        "ff_gruppo_clienti_reviso": "Clienti Italia",
    }
    id_ = company(sandbox, **kept)
    before = sandbox.record("teamsystem", "company", id_)
    change("company", id_, town="Modena")
    after = sandbox.record("teamsystem", "company", id_)
    assert after["city"] == "Modena"
    assert own(after, "city") == own(before, "city")


def test_an_update_keeps_what_somebody_has_changed_since_the_record_was_read(sandbox: Sandbox, crm: System) -> None:
    switch(sandbox, update="replace")
    id_ = company(sandbox, description="before")
    body = to_body(crm.profile, "company", {"town": "Modena"}, crm.read("company", str(id_)))
    sandbox.edit("teamsystem", "company", id_, description="after", mailingListConsent=False)
    crm.update("company", str(id_), body)
    held = sandbox.record("teamsystem", "company", id_)
    assert (held["city"], held["description"], held["mailingListConsent"]) == ("Modena", "after", False)


def test_a_new_record_leaves_the_flags_to_the_crm(sandbox: Sandbox, crm: System) -> None:
    made = crm.create("company", to_body(crm.profile, "company", {"name": "Nuova Srl", "kind": "company"}, None))
    sent = [call["body"] for call in sandbox.requests("teamsystem", "POST")][-1]
    assert sent == {"companyName": "Nuova Srl", "naturalPerson": False}
    assert made["mailingListConsent"] is True


def test_emails_that_stay_keep_category_and_note_and_the_pec_its_place(sandbox: Sandbox, change: Change) -> None:
    kept = [entry("INFO@rossi.test", "Ufficio", "solo ordini"), entry("rossi@pec.test", "PEC"), entry("via@rossi.test")]
    id_ = company(sandbox, emails=kept)
    stored = change("company", id_, email="nuovo@rossi.test info@rossi.test")
    emails = sandbox.record("teamsystem", "company", id_)["emails"]
    assert emails == [entry("nuovo@rossi.test"), kept[1], kept[0]]
    assert stored["email_list"] == "nuovo@rossi.test info@rossi.test"


def test_the_pec_is_no_email_wherever_it_is_kept(sandbox: Sandbox, crm: System) -> None:
    id_ = company(sandbox, ff_pec="Rossi@pec.test", emails=[entry("rossi@PEC.test"), entry("info@rossi.test")])
    held = canonical(crm, "company", crm.read("company", str(id_)) or {})
    assert (held["email"], held["certified_email"]) == ("info@rossi.test", "rossi@pec.test")


def test_emails_taken_away_leave_the_pec(sandbox: Sandbox, change: Change) -> None:
    id_ = company(sandbox, ff_pec="rossi@pec.test", emails=[entry("info@rossi.test"), entry("rossi@pec.test")])
    change("company", id_, email=None)
    assert sandbox.record("teamsystem", "company", id_)["emails"] == [entry("rossi@pec.test")]


def test_the_pec_is_not_added_as_one_more_email(sandbox: Sandbox, change: Change) -> None:
    id_ = company(sandbox, emails=[entry("rossi@pec.test", "PEC"), entry("info@rossi.test")])
    change("company", id_, email="rossi@pec.test nuovo@rossi.test")
    kept = [entry("rossi@pec.test", "PEC"), entry("nuovo@rossi.test")]
    assert sandbox.record("teamsystem", "company", id_)["emails"] == kept


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ("+39027000", [entry("+39027000", "Ufficio", "mattina"), entry("348 1234567", "Cellulare")]),
        ("+393481234567", [entry("348 1234567", "Cellulare"), entry("051 000000", "Ufficio", "mattina")]),
        (None, [entry("348 1234567", "Cellulare")]),
    ],
)
def test_the_first_telephone_changes_and_the_others_stay(
    sandbox: Sandbox, change: Change, wanted: str | None, left: list[Raw]
) -> None:
    id_ = company(sandbox, phones=[entry("051 000000", "Ufficio", "mattina"), entry("348 1234567", "Cellulare")])
    change("company", id_, phone=wanted)
    assert sandbox.record("teamsystem", "company", id_)["phones"] == left


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        (("Anna Maria", "De Luca"), "Anna Maria Bianchi", ("Anna Maria", "Bianchi")),
        (("Anna Maria", "De Luca"), "Anna De Luca", ("Anna", "De Luca")),
        (("Anna Maria", "De Luca"), "Jo Van Dyck Bo", ("Jo", "Van Dyck Bo")),
        ((None, "De Luca"), "Rossi", (None, "Rossi")),
        (("Anna", "-"), "Anna Bianchi", ("Anna", "Bianchi")),
    ],
)
@pytest.mark.parametrize("stream", ["company", "contact"])
def test_a_changed_name_is_split_where_it_was(
    sandbox: Sandbox,
    change: Change,
    stream: str,
    before: tuple[str | None, str],
    name: str,
    after: tuple[str | None, str],
) -> None:
    given, surname = ("naturalPersonName", "naturalPersonSurname") if stream == "company" else ("name", "surname")
    values = {given: before[0], surname: before[1]}
    id_ = (
        company(sandbox, companyName="Studio", naturalPerson=True, **values)
        if stream == "company"
        else contact(sandbox, **values)
    )
    stored = change(stream, id_, name=name)
    held = sandbox.record("teamsystem", stream, id_)
    assert (held[given], held[surname]) == after
    assert stored["full_name"] == name
    if stream == "company":
        assert held["companyName"] == "Studio"


def test_a_new_natural_person_has_both_names_and_is_called_by_them(sandbox: Sandbox, crm: System) -> None:
    made = crm.create("company", to_body(crm.profile, "company", {"name": "Anna De Luca", "kind": "person"}, None))
    held = sandbox.record("teamsystem", "company", made["id"])
    assert (held["naturalPersonName"], held["naturalPersonSurname"], held["companyName"]) == (
        "Anna",
        "De Luca",
        "Anna De Luca",
    )
    crm.update("company", str(made["id"]), {"full_name": "Anna Bianchi"})
    assert sandbox.record("teamsystem", "company", made["id"])["companyName"] == "Anna Bianchi"


def test_a_contact_of_one_word_has_it_as_surname(sandbox: Sandbox, crm: System) -> None:
    made = crm.create("contact", {"full_name": "Ordini", "linked": "7001"})
    held = sandbox.record("teamsystem", "contact", made["id"])
    assert (held["name"], held["surname"], held["companyId"]) == (None, "Ordini", 7001)
    assert canonical(crm, "contact", made)["third_parties"] == "7001"


def test_contacts_of_companies_are_found_even_where_the_filter_has_no_effect(sandbox: Sandbox, crm: System) -> None:
    expected = {
        id_ for id_, held in sandbox.state("teamsystem", "contact").items() if held["companyId"] in (7002, 7003)
    }
    assert expected
    assert set(crm.referring("contact", ["7002", "7003"])) == expected
    switch(sandbox, no_effect=["companyId"])
    assert set(crm.referring("contact", ["7002", "7003"])) == expected


def test_what_a_filter_lets_through_is_looked_at_again(sandbox: Sandbox, crm: System) -> None:
    switch(sandbox, no_effect=["lastModifiedDate", "id", "vatId"])
    id_ = company(sandbox, vatId="01234567897")
    since = datetime.now(UTC) - timedelta(seconds=5)
    news = [raw["id"] for page in crm.changed("company", since) for raw in page]
    assert news == [id_]
    assert [raw["id"] for raw in crm.find("company", "vat_number", ["IT01234567897"])["IT01234567897"]] == [id_]
    assert list(crm.look_up("company", [str(id_), "1"]).found) == [str(id_)]


def test_numbers_are_found_with_and_without_the_country_and_messy_ones_in_the_whole_list(
    sandbox: Sandbox, crm: System
) -> None:
    number = "IT01234567897"
    tidy = [company(sandbox, vatId=number), company(sandbox, vatId="01234567897")]
    messy = company(sandbox, vatId="it 0123 4567 897")
    assert [raw["id"] for raw in crm.find("company", "vat_number", [number])[number]] == tidy
    assert [raw["id"] for raw in crm.find("company", "vat_number", [number], thorough=True)[number]] == [*tidy, messy]


@pytest.mark.parametrize("name", ["L'Officina d'Oro", "100% Caffè & Co. + 'Bar'"])
def test_a_name_with_quotes_is_found(sandbox: Sandbox, crm: System, name: str) -> None:
    id_ = company(sandbox, companyName=name)
    assert [raw["id"] for raw in crm.find("company", "name", [name])[name]] == [id_]


@pytest.mark.parametrize(
    "held",
    [("Anna Maria", "De Luca"), ("Anna", "Maria De Luca"), (None, "Anna Maria De Luca"), ("Anna Maria De Luca", "-")],
)
def test_a_contact_is_found_by_its_name_wherever_it_is_split(
    sandbox: Sandbox, crm: System, held: tuple[str | None, str]
) -> None:
    id_ = contact(sandbox, name=held[0], surname=held[1])
    contact(sandbox, name="Anna", surname="De Luca")
    found = crm.find("contact", "name", ["Anna Maria De Luca"])["Anna Maria De Luca"]
    assert [raw["id"] for raw in found] == [id_]


def test_many_ids_are_asked_for_in_filters_that_can_be_sent(sandbox: Sandbox, crm: System) -> None:
    wanted = [str(contact(sandbox, surname=f"N{number}")) for number in range(120)]
    assert list(crm.look_up("contact", wanted).found) == wanted
    calls = [call for call in sandbox.requests("teamsystem") if "$filter" in call["query"]]
    assert 2 <= len(calls) <= 5


def test_a_record_that_is_gone_is_refused_and_nothing_is_made_in_its_place(sandbox: Sandbox, crm: System) -> None:
    id_, before = company(sandbox), sandbox.state("teamsystem", "company").keys()
    sandbox.delete("teamsystem", "company", id_)
    with pytest.raises(RecordRejected, match="no longer has that record"):
        crm.update("company", str(id_), {"city": "Modena"})
    assert sandbox.state("teamsystem", "company").keys() == before - {str(id_)}


def test_a_record_is_deleted_and_deleting_it_again_is_no_failure(sandbox: Sandbox, crm: System) -> None:
    id_ = company(sandbox)
    for _ in range(2):
        crm.delete("company", str(id_))
    assert crm.read("company", str(id_)) is None
