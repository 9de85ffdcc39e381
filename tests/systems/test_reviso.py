"""The client of Reviso: whole records, lists told by name, contacts under their customers. Whatever is asked here is
also held against the requests that Reviso allows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from passerelle.errors import RecordRejected
from passerelle.mapping.loader import load_system
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.settings import Settings
from passerelle.systems.base import System
from passerelle.systems.registry import open_system
from tests.contract.requests_table import Table
from tests.http.scripted import Reply, Server
from tests.office_fixture import ROOT
from tests.sandbox_fixture import Record, Sandbox, running_sandbox
from tests.systems.conftest import Open

PROFILE = load_system(ROOT, "reviso")
NEEDED = {
    "name": "Officine Rossi Srl",
    "currency": "EUR",
    "customerGroup": {"customerGroupNumber": 1},
    "paymentTerms": {"paymentTermsNumber": 1},
    "vatZone": {"vatZoneNumber": 1},
}
ITALIAN = NEEDED | {"countryCode": {"code": "IT"}, "province": {"provinceNumber": 1, "countryCode": {"code": "IT"}}}
NEW = {
    "name": "Officine Rossi Srl",
    "country": "IT",
    "currency": "EUR",
    "customer_group": "Clienti Italia",
    "vat_zone": "Italia",
    "payment_terms": "Rimessa diretta",
}


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with running_sandbox(companies=0, time_scale=1000) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    shared.reset()
    monkeypatch.setenv("PASSERELLE_REVISO_BASE_URL", f"{shared.base_url}/reviso")
    for name in PROFILE.connection.auth.credentials if PROFILE.connection else ():
        monkeypatch.setenv(f"PASSERELLE_REVISO_{name.upper()}", "sandbox")
    yield shared
    table = Table("reviso")
    assert [fault for call in shared.requests("reviso") for fault in table.faults(call)] == []


@pytest.fixture
def reviso(sandbox: Sandbox) -> Iterator[System]:
    system = open_system("reviso", PROFILE, Settings(time_scale=1000))
    yield system
    system.close()


def added(sandbox: Sandbox, **values: Any) -> str:
    """A customer somebody added in Reviso: its number."""
    return str(sandbox.add("reviso", "customer", **(ITALIAN | values))["customerNumber"])


def person(sandbox: Sandbox, customer: str, **values: Any) -> str:
    """A contact somebody added there: its key."""
    made = sandbox.add("reviso", "contact", name="Anna Bianchi", customer={"customerNumber": int(customer)}, **values)
    return f"{customer}/{made['customerContactNumber']}"


def held(sandbox: Sandbox, key: str) -> Record:
    """What Reviso holds of a customer or contact, without the moment of its last change and what is false: that is the
    same as missing (`rev.booleans`)."""
    record = sandbox.record("reviso", "contact" if "/" in key else "customer", key.rpartition("/")[2])
    return {name: value for name, value in record.items() if name != "lastUpdated" and value is not False}


def canonical(raw: Record, stream: str = "customer") -> dict[str, Any]:
    """A record as the hub calls it."""
    return {str(name): value for name, value in to_frame(PROFILE, stream, [raw]).frame.iloc[0].items()}


def read(reviso: System, key: str) -> dict[str, Any]:
    """A record as the hub calls it, read from Reviso."""
    stream = "contact" if "/" in key else "customer"
    raw = reviso.read(stream, key)
    assert raw is not None
    return canonical(raw, stream)


def change(reviso: System, key: str, **values: str | None) -> Record:
    """Change canonical fields, as the engine does."""
    stream = "contact" if "/" in key else "customer"
    current = reviso.read(stream, key)
    return reviso.update(stream, key, to_body(PROFILE, stream, values, current))


def create(reviso: System, **values: str | None) -> Record:
    """Create a customer from canonical fields."""
    return reviso.create("customer", to_body(PROFILE, "customer", NEW | values, None))


def writes(sandbox: Sandbox) -> list[Record]:
    """What could have changed something in Reviso."""
    return [call for call in sandbox.requests("reviso") if call["method"] != "GET"]


@pytest.mark.parametrize("false_ones", ["shown", "omitted"])
def test_a_change_leaves_everything_else_as_it_stood(sandbox: Sandbox, reviso: System, false_ones: str) -> None:
    sandbox.edit("reviso", "setting", 1, falseBooleans=false_ones)
    kept = {"splitPayment": True, "creditLimit": 900, "layout": {"layoutNumber": 4}, "country": "ITALIA", "ean": "80"}
    key = added(sandbox, email="info@rossi.example", paymentType={"paymentTypeNumber": 2}, **kept)
    contact = person(sandbox, key)
    number = int(contact.rpartition("/")[2])
    sandbox.edit("reviso", "customer", key, attention={"customerContactNumber": number})
    before = held(sandbox, key)
    change(reviso, key, name="Officine Rossi Spa")
    assert held(sandbox, key) == before | {"name": "Officine Rossi Spa"}


def test_what_is_emptied_is_gone_and_nothing_else(sandbox: Sandbox, reviso: System) -> None:
    key = added(sandbox, email="info@rossi.example", website="www.rossi.example")
    before = held(sandbox, key)
    change(reviso, key, email=None)
    assert held(sandbox, key) == {name: value for name, value in before.items() if name != "email"}


def test_an_emptied_country_is_not_the_one_there_was(sandbox: Sandbox, reviso: System) -> None:
    key = added(sandbox)
    assert canonical(change(reviso, key, country=None))["country"] is None
    assert "countryCode" not in held(sandbox, key)


def test_a_customer_that_is_gone_is_told_and_not_made_anew(sandbox: Sandbox, reviso: System) -> None:
    key = added(sandbox)
    body = to_body(PROFILE, "customer", {"name": "Altro"}, reviso.read("customer", key))
    sandbox.delete("reviso", "customer", key)
    with pytest.raises(RecordRejected, match=f"update customers {key}: it no longer has that record"):
        reviso.update("customer", key, body)
    assert sandbox.state("reviso", "customer") == {}
    assert writes(sandbox) == []


def test_entries_of_lists_are_told_and_taken_by_name(sandbox: Sandbox, reviso: System) -> None:
    sandbox.add("reviso", "paymentterms", name="Bonifico, 30 giorni", paymentTermsType="net", daysOfCredit=30)
    made = create(reviso, payment_terms="Bonifico 30 giorni", payment_type="RID", price_group="Ingrosso")
    names = {"payment_terms": "Bonifico 30 giorni", "payment_type": "RID", "price_group": "Ingrosso"}
    assert canonical(made).items() >= (NEW | names | {"kind": None}).items()
    record = held(sandbox, str(made["customerNumber"]))
    assert record["paymentTerms"]["paymentTermsNumber"] == 4
    assert record["priceGroup"]["priceGroupNumber"] == 2


def test_two_entries_of_one_name_are_told_apart_by_number(sandbox: Sandbox, reviso: System) -> None:
    sandbox.edit("reviso", "customergroup", 3, name="Clienti Italia")
    groups = reviso.known("customer")["customer_group"]
    assert groups == ["Clienti Italia (1)", "Clienti estero", "Clienti Italia (3)"]
    made = create(reviso, customer_group="Clienti Italia (3)")
    assert held(sandbox, str(made["customerNumber"]))["customerGroup"]["customerGroupNumber"] == 3


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"customer_group": "Amici"}, "no customer group 'Amici'; there are: Clienti Italia; Clienti estero; Enti"),
        ({"currency": "XYZ"}, "no currency 'XYZ'; there are: .*EUR"),
        ({"vat_zone": "Italia fornitori"}, "no vat zone 'Italia fornitori'; there are: Italia; Unione Europea; Estero"),
        ({"province": "XX"}, "no province 'XX'"),
        ({"country": "FR"}, "'Italia' of Reviso is for customers in Italy, and the country of this one is FR"),
        ({"vat_zone": "Estero"}, "'Estero' of Reviso is for customers abroad, and the country of this one is IT"),
    ],
)
def test_what_reviso_would_refuse_or_get_wrong_is_told_and_not_sent(
    sandbox: Sandbox, reviso: System, values: dict[str, str], told: str
) -> None:
    key = added(sandbox)
    with pytest.raises(RecordRejected, match=told):
        create(reviso, **values)
    with pytest.raises(RecordRejected, match=told):
        change(reviso, key, **values)
    assert writes(sandbox) == []


def test_a_zone_that_was_wrong_before_does_not_stand_in_the_way(sandbox: Sandbox, reviso: System) -> None:
    key = added(sandbox, vatZone={"vatZoneNumber": 3})
    assert canonical(change(reviso, key, name="Altro"))["name"] == "Altro"


def test_country_and_zone_may_move_together_and_the_province_goes(sandbox: Sandbox, reviso: System) -> None:
    key = added(sandbox)
    after = canonical(change(reviso, key, country="FR", vat_zone="Unione Europea"))
    assert (after["country"], after["vat_zone"], after["province"]) == ("FR", "Unione Europea", None)


def test_a_province_abroad_is_left_out_and_noted(sandbox: Sandbox, reviso: System) -> None:
    made = create(reviso, country="CH", vat_zone="Estero", province="TI")
    assert "province" not in held(sandbox, str(made["customerNumber"]))
    assert reviso.left_out == {"Reviso: knows no provinces outside Italy; they are not carried": 1}


def test_without_the_module_price_groups_are_left_alone_and_that_is_noted_once(
    sandbox: Sandbox, reviso: System
) -> None:
    sandbox.edit("reviso", "setting", 1, magazzino=False)
    key = added(sandbox)
    reviso.check("customer")
    assert "price_group" not in reviso.profile.streams["customer"].fields
    assert "price_group" not in reviso.known("customer")
    create(reviso, price_group="Base")
    change(reviso, key, price_group="Base", name="Altro")
    assert read(reviso, key)["name"] == "Altro"
    [(told, times)] = reviso.left_out.items()
    assert times == 1
    assert "Magazzino" in told


def test_what_can_be_chosen_is_known_by_field(sandbox: Sandbox, reviso: System) -> None:
    known = reviso.known("customer")
    assert known["vat_zone"] == ["Italia", "Unione Europea", "Estero"]
    assert known["price_group"] == ["Base", "Rivenditori", "Ingrosso"]
    assert {"EUR", "USD"} <= {*known["currency"]}
    assert [*known][1:] == ["customer_group", "vat_zone", "payment_terms", "payment_type", "price_group"]


def test_an_entry_made_meanwhile_is_found_and_one_of_no_list_goes_by_its_number(
    sandbox: Sandbox, reviso: System
) -> None:
    first = added(sandbox)
    assert read(reviso, first)["payment_terms"] == "Rimessa diretta"
    number = sandbox.add("reviso", "paymentterms", name="Soci", paymentTermsType="net")["paymentTermsNumber"]
    second = added(sandbox, paymentTerms={"paymentTermsNumber": number})
    assert read(reviso, second)["payment_terms"] == "Soci"
    sandbox.delete("reviso", "paymentterms", number)
    fresh = open_system("reviso", PROFILE, Settings(time_scale=1000))
    assert read(fresh, second)["payment_terms"] == str(number)
    fresh.close()


@pytest.mark.parametrize("shape", ["tree", "list"])
def test_a_refusal_names_field_and_code_in_either_shape(sandbox: Sandbox, reviso: System, shape: str) -> None:
    sandbox.edit("reviso", "setting", 1, errors=shape)
    with pytest.raises(RecordRejected, match=r"\(city: .+ \[E0\d{4}\]\)"):
        create(reviso, town="x" * 51)
    sandbox.reset()


@pytest.mark.parametrize(
    ("column", "stored", "value"),
    [
        ("name", {"name": "Rossi (Bologna), [A] *$1*"}, "Rossi (Bologna), [A] *$1*"),
        ("vat_number", {"vatNumber": "00743110157"}, "IT00743110157"),
        ("vat_number", {"vatNumber": "it00743110157"}, "IT00743110157"),
        ("vat_number", {"vatNumber": "FR44732829320"}, "FR44732829320"),
        ("tax_code", {"corporateIdentificationNumber": "rssmra85t10a562s"}, "RSSMRA85T10A562S"),
    ],
)
def test_customers_are_found_by_what_they_hold(
    sandbox: Sandbox, reviso: System, column: str, stored: dict[str, str], value: str
) -> None:
    key = added(sandbox, **stored)
    added(sandbox, name="Rossi Bologna A 1")
    found = reviso.find("customer", column, [value, "altro"])
    assert {one: [str(raw["customerNumber"]) for raw in raws] for one, raws in found.items()} == {
        value: [key],
        "altro": [],
    }
    assert all("filter" in call["query"] for call in sandbox.requests("reviso") if call["path"] == "/reviso/customers")


def test_a_filter_that_does_not_mind_capitals_is_not_believed(sandbox: Sandbox, reviso: System) -> None:
    added(sandbox, name="ROSSI")
    assert reviso.find("customer", "name", ["Rossi"]) == {"Rossi": []}


def test_to_be_certain_numbers_typed_with_blanks_are_found(sandbox: Sandbox, reviso: System) -> None:
    key = added(sandbox, vatNumber="007 431 101 57")
    found = reviso.find("customer", "vat_number", ["IT00743110157"], thorough=True)
    assert [str(raw["customerNumber"]) for raw in found["IT00743110157"]] == [key]


def test_deleted_contacts_never_come_back(sandbox: Sandbox, reviso: System) -> None:
    since = datetime.now(UTC) - timedelta(seconds=2)
    customer = added(sandbox)
    anna, gone = person(sandbox, customer), person(sandbox, customer)
    reviso.delete("contact", gone)
    assert held(sandbox, gone)["deleted"]
    assert reviso.read("contact", gone) is None
    assert reviso.look_up("contact", [anna, gone]).missing == [gone]
    assert reviso.referring("contact", [customer, "999"]) == [anna]
    assert [raw["key"] for page in reviso.pages("contact") for raw in page] == [anna]
    assert [raw["key"] for page in reviso.changed("contact", since) for raw in page] == [anna]
    with pytest.raises(RecordRejected, match="no longer has that record"):
        reviso.update("contact", gone, {"name": "Anna"})


def test_a_contact_keeps_what_is_not_mapped_and_can_be_emptied(sandbox: Sandbox, reviso: System) -> None:
    kept = {"notes": "Chiamare di mattina", "emailNotifications": ["invoices"], "eInvoiceId": "X1"}
    key = person(sandbox, added(sandbox), phone="051 234567", email="Anna@Rossi.example", **kept)
    before = held(sandbox, key)
    assert read(reviso, key).items() >= {"phone": "+39051234567", "email": "anna@rossi.example"}.items()
    change(reviso, key, phone=None, name="Anna Neri")
    assert held(sandbox, key) == {name: v for name, v in before.items() if name != "phone"} | {"name": "Anna Neri"}


def test_a_contact_is_created_with_its_customer_and_not_without(sandbox: Sandbox, reviso: System) -> None:
    customer = added(sandbox)
    made = reviso.create(
        "contact", to_body(PROFILE, "contact", {"name": "Anna Bianchi", "third_parties": customer}, None)
    )
    assert made["key"].startswith(f"{customer}/")
    assert canonical(made, "contact")["third_parties"] == customer
    with pytest.raises(RecordRejected, match="the one customer it belongs to"):
        reviso.create("contact", {"name": "Anna Bianchi"})
    assert len(sandbox.state("reviso", "contact")) == 1


def test_a_contact_of_a_customer_that_is_gone_is_one_refused_record(sandbox: Sandbox, reviso: System) -> None:
    body = to_body(PROFILE, "contact", {"name": "Anna Bianchi", "third_parties": "999"}, None)
    with pytest.raises(RecordRejected, match="it has no customer 999"):
        reviso.create("contact", body)


def test_what_a_run_has_created_can_be_deleted(sandbox: Sandbox, reviso: System) -> None:
    key = str(create(reviso)["customerNumber"])
    reviso.delete("customer", key)
    assert sandbox.state("reviso", "customer") == {}


@pytest.mark.parametrize("key", ["", "abc", "1/2", "../self", "1005/"])
def test_what_is_no_id_of_reviso_is_nobody_and_not_asked_for(sandbox: Sandbox, reviso: System, key: str) -> None:
    assert reviso.read("customer", key) is None
    assert sandbox.requests("reviso") == []


def listing(*rows: Record) -> Any:
    """Answers customers with these rows, whatever the filter says, and other lists with none."""
    return lambda asked: Reply(body={"collection": [*rows] if asked.path == "/customers" else [], "pagination": {}})


def test_news_are_only_what_was_touched_since(server: Server, opened: Open) -> None:
    moments = ["2026-11-22T10:00:00Z", "2026-11-22T09:59:59Z", "2026-11-22", "2026-11-21", None]
    server.script = listing(*(NEEDED | {"customerNumber": n, "lastUpdated": m} for n, m in enumerate(moments)))
    since = datetime(2026, 11, 22, 10, 0, 0, 900_000, tzinfo=UTC)
    met = [raw["customerNumber"] for page in opened("reviso").changed("customer", since) for raw in page]
    assert met == [0, 2, 4]


def test_a_website_is_read_by_its_other_name_and_every_call_says_its_content_type(server: Server, opened: Open) -> None:
    server.script = listing(NEEDED | {"customerNumber": 1, "webSite": "www.rossi.example"})
    [page] = opened("reviso").pages("customer")
    assert canonical(page[0])["website"] == "www.rossi.example"
    assert {asked.headers.get("content-type") for asked in server.asked} == {"application/json"}
