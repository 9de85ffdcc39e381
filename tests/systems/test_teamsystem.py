"""The client of TeamSystem Cloud CRM: a change loses nothing, whatever the CRM does with what isn't sent; what people
typed stays as they typed it; fields and options are there, or a person is told what to make."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from passerelle.errors import ConfigurationError, RecordRejected, UnclearAnswer
from passerelle.mapping.loader import load_system
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.settings import Settings
from passerelle.systems.base import Raw, System
from passerelle.systems.registry import open_system
from tests.contract.requests_table import Table
from tests.http.scripted import Reply, Server, scripted_server
from tests.sandbox_fixture import Sandbox, running_sandbox

ROOT = Path(__file__).parents[2]
SELECTIONS = ("valuta_reviso", "gruppo_clienti_reviso", "zona_iva_reviso", "termini_pagamento_reviso")
Change = Callable[..., Raw]


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with running_sandbox(companies=12, seed=7, time_scale=1000) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.reset()
    return running


@pytest.fixture
def open_(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], System]]:
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_BASE_URL", f"{sandbox.base_url}/teamsystem/api/latest")
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_API_KEY", "sandbox")
    opened: list[System] = []

    def open_one() -> System:
        opened.append(open_system("teamsystem", load_system(ROOT, "teamsystem"), Settings(time_scale=1000)))
        return opened[-1]

    yield open_one
    for system in opened:
        system.close()
    table = Table("teamsystem")
    assert [fault for call in sandbox.requests("teamsystem") for fault in table.faults(call)] == []


@pytest.fixture
def crm(open_: Callable[[], System]) -> System:
    return open_()


@pytest.fixture(params=["merge", "replace"])
def change(request: pytest.FixtureRequest, sandbox: Sandbox, crm: System) -> Change:
    """Change canonical fields of a record, in a CRM that merges and in one that replaces."""
    switch(sandbox, update=request.param)

    def changed(stream: str, id_: object, **changes: str | None) -> Raw:
        held = crm.read(stream, str(id_))
        body = to_body(crm.profile, stream, changes, held)
        return crm.update(stream, str(id_), body)

    return changed


def switch(sandbox: Sandbox, **values: Any) -> None:
    sandbox.edit("teamsystem", "setting", 1, **values)


def entry(value: str, category: str | None = None, note: str | None = None) -> Raw:
    return {"value": value, "category": category, "note": note}


def company(sandbox: Sandbox, **values: Any) -> int:
    given = {"companyName": "Officine Rossi SRL", "companyType": "Cliente"} | values
    return int(sandbox.add("teamsystem", "company", **given)["id"])


def contact(sandbox: Sandbox, **values: Any) -> int:
    return int(sandbox.add("teamsystem", "contact", **({"surname": "Rossi"} | values))["id"])


def canonical(crm: System, stream: str, raw: Raw) -> dict[str, Any]:
    row: dict[str, Any] = to_frame(crm.profile, stream, [raw]).frame.iloc[0].to_dict()
    return row


def own(record: Raw, *without: str) -> Raw:
    """What a record holds, but for what every write changes."""
    left = ("lastModifiedDate", *without)
    return {n: v for n, v in record.items() if v is not None and n not in left and not n.startswith("_")}


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


def remove_field(sandbox: Sandbox, *codes: str) -> None:
    fields = sandbox.state("teamsystem", "customfield")
    for key in [key for key, held in fields.items() if held["code"] in codes]:
        sandbox.delete("teamsystem", "customfield", key)


def test_everything_is_there_and_nothing_is_said(crm: System) -> None:
    for stream in ("company", "contact"):
        crm.check(stream)
    assert not crm.left_out


def test_the_field_of_our_reference_is_needed(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "reviso_number", "codice_sdi")
    with pytest.raises(ConfigurationError, match=r"'Numero cliente Reviso' \(reviso_number; type Testo\)") as told:
        crm.check("company")
    assert "codice_sdi" not in str(told.value)


def test_selections_that_cannot_be_made_are_left_alone_and_told(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "valuta_reviso", "zona_iva_reviso")
    crm.check("company")
    told = " ".join(crm.left_out)
    assert "'Valuta Reviso' (valuta_reviso; type Selezione" in told
    assert "'Zona iva Reviso'" in told
    assert {"currency", "vat_zone"} & crm.profile.streams["company"].fields.keys() == set()


def test_a_field_that_may_be_missing_is_left_alone_and_told_once(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "codice_sdi")
    for _ in range(2):
        crm.check("company")
    (told,) = crm.left_out
    assert "'Codice destinatario SDI' (codice_sdi; type Testo)" in told
    assert "sdi_code" not in crm.profile.streams["company"].fields
    assert "certified_email" in crm.profile.streams["company"].fields
    crm.create("company", {"full_name": "Nuova Srl"})


def test_a_field_under_another_code_is_known_by_its_label(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "reviso_number")
    sandbox.add(
        "teamsystem",
        "customfield",
        label="Numero cliente Reviso",
        code="numero_cliente_reviso",
        entity="company",
        type="Text",
    )
    crm.check("company")
    made = crm.create("company", to_body(crm.profile, "company", {"name": "Nuova", "partner": "42"}, None))
    assert sandbox.record("teamsystem", "company", made["id"])["ff_numero_cliente_reviso"] == "42"
    assert canonical(crm, "company", made)["partner"] == "42"
    crm.update("company", str(made["id"]), {"ff_reviso_number": "43"})
    assert [raw["id"] for raw in crm.find("company", "partner", ["43"])["43"]] == [made["id"]]
    assert not to_frame(crm.profile, "company", [made]).unmapped


def test_options_are_told_by_hand_where_definitions_cannot_be_changed(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "gruppo_prezzi_reviso")
    choices = {"currency": ["EUR", "JPY", "SEK"], "price_group": ["Base", "Oro, argento"], "vat_zone": ["Italia"]}
    currency, price_group = crm.offer("company", choices)
    assert "'Valuta Reviso' lacks options" in currency
    assert "JPY, SEK" in currency
    assert "EUR" not in currency
    assert "make the custom field of Aziende 'Gruppo prezzi Reviso'" in price_group
    assert "Base, Oro argento" in price_group
    assert {call["method"] for call in sandbox.requests("teamsystem")} == {"GET"}


def test_options_are_made_where_definitions_can_be_changed_and_none_is_taken_away(
    sandbox: Sandbox, open_: Callable[[], System]
) -> None:
    switch(sandbox, definitions_by_api=True)
    remove_field(sandbox, "termini_pagamento_reviso")
    choices = {"currency": ["JPY", "EUR"], "payment_terms": ["Rimessa diretta"]}
    crm = open_()
    crm.check("company")
    assert crm.offer("company", choices) == []
    held = {one["label"]: one for one in sandbox.state("teamsystem", "customfield").values()}
    assert held["Valuta Reviso"]["options"] == ["JPY", "EUR", "USD", "GBP", "CHF"]
    assert held["Termini di pagamento Reviso"]["options"] == ["Rimessa diretta"]
    made = crm.create(
        "company", to_body(crm.profile, "company", {"name": "Nuova", "payment_terms": "Rimessa diretta"}, None)
    )
    assert canonical(crm, "company", made)["payment_terms"] == "Rimessa diretta"
    mark = max(call["sequence"] for call in sandbox.requests())
    assert crm.offer("company", choices) == []
    assert [call["path"].rpartition("/")[2] for call in sandbox.requests(since=mark)] == ["GetPolymorphicSchema"]


def test_a_key_that_only_reads_has_people_make_the_options(
    sandbox: Sandbox, open_: Callable[[], System], monkeypatch: pytest.MonkeyPatch
) -> None:
    switch(sandbox, definitions_by_api=True)
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_API_KEY", "sandbox-readonly")
    (told,) = open_().offer("company", {"currency": ["JPY"]})
    assert "JPY" in told


@pytest.mark.parametrize("unknown", ["error", "ignored", "created"])
def test_an_option_that_is_none_is_refused_before_the_crm_does_as_it_likes(
    sandbox: Sandbox, crm: System, unknown: str
) -> None:
    switch(sandbox, unknown_option=unknown)
    id_ = company(sandbox, ff_valuta_reviso="EUR")
    crm.check("company")
    with pytest.raises(RecordRejected, match="'Valuta Reviso' has no option 'XYZ'"):
        crm.update("company", str(id_), {"ff_valuta_reviso": "XYZ"})
    assert sandbox.record("teamsystem", "company", id_)["ff_valuta_reviso"] == "EUR"


def test_a_field_that_an_administrator_made_mandatory_is_told_in_the_crms_words(sandbox: Sandbox, crm: System) -> None:
    id_ = company(sandbox, vatId=None)
    switch(sandbox, required_company=["vatId"])
    with pytest.raises(RecordRejected, match="vatId"):
        crm.update("company", str(id_), {"city": "Modena"})


@pytest.mark.parametrize("answer", [{"id": 5}, [5], True, None])
def test_a_write_that_is_not_answered_with_an_id_is_unclear(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    with scripted_server() as server:
        crm = on(server, monkeypatch)
        server.answers(Reply(body=answer))
        with pytest.raises(UnclearAnswer):
            crm.create("company", {"full_name": "Nuova"})
        assert len(server.asked) == 1
        crm.close()


def test_an_update_answered_with_another_id_is_unclear(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as server:
        crm = on(server, monkeypatch)
        server.script = lambda asked: Reply(body={"id": 5} if asked.method == "GET" else 6)
        with pytest.raises(UnclearAnswer, match="another record"):
            crm.update("company", "5", {"city": "Modena"})
        crm.close()


def on(server: Server, monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_BASE_URL", server.url)
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_API_KEY", "given")
    return open_system("teamsystem", load_system(ROOT, "teamsystem"), Settings(time_scale=1000))


def test_every_call_carries_the_headers_of_the_crm(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as server:
        crm = on(server, monkeypatch)
        server.answers(Reply(body=3))
        crm.test()
        headers = server.asked[0].headers
        crm.close()
    assert headers["crm-applicationname"] == "Passerelle"
    assert headers["crm-freefieldsstyle"] == "AsValueOnlyParentProperties"
    assert headers["apikey"] == "given"
