"""What Sellsy holds at its beginning, and what somebody there changes by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from passerelle.sandbox.data.french import as_somebody_typed_it, french_parties
from tests.sandbox.sellsy_calls import ids, sellsy_client
from tests.sandbox_fixture import Sandbox, running_sandbox

SYNCHRONISED = "Synchronisation Altior"
STREAMS = (
    "company", "individual", "contact", "address", "customfield", "opportunity", "pipeline", "step", "estimate",
    "order", "webhook",
)  # fmt: skip


@pytest.fixture
def sellsy(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sellsy_client(sandbox) as client:
        yield client


def test_sellsy_holds_the_first_four_fifths_of_the_parties_as_they_were_typed(sandbox: Sandbox) -> None:
    typed = [as_somebody_typed_it(party, 7, "sellsy") for party in french_parties(60, 7)[:48]]
    companies, individuals = (sandbox.state("sellsy", name).values() for name in ("company", "individual"))
    assert [(one["name"], one["type"], one["legal_france"]["siret"]) for one in companies] == [
        (party.name, party.type, party.siret) for party in typed if party.nature == "company"
    ]
    assert [(one["last_name"], one["phone_number"]) for one in individuals] == [
        (party.name, party.phone) for party in typed if party.nature == "person"
    ]
    assert {one["capital"] for one in companies} == {
        None if party.capital is None else str(party.capital) for party in typed if party.nature == "company"
    }


def test_seeded_contacts_are_linked_and_known_once_by_their_address(sandbox: Sandbox) -> None:
    contacts = sandbox.state("sellsy", "contact")
    mails = [one["email"].lower() for one in contacts.values() if one["email"]]
    companies = sandbox.state("sellsy", "company").values()
    linked = [link["contactId"] for company in companies for link in company["_contacts"]]
    assert len(mails) == len(set(mails)) > 0
    assert {str(key) for key in linked} == set(contacts)


def test_seven_in_ten_are_synchronised(sandbox: Sandbox) -> None:
    for streams in (("company", "individual"), ("contact",)):
        held = [one for name in streams for one in sandbox.state("sellsy", name).values()]
        on = sum(one["_custom_fields"].get(SYNCHRONISED) is True for one in held)
        assert on == round(0.7 * len(held))


def test_the_same_seed_is_the_same_sellsy(sandbox: Sandbox) -> None:
    seeded = {name: sandbox.state("sellsy", name) for name in STREAMS}
    assert [name for name, held in seeded.items() if not held] == ["webhook"]
    with running_sandbox(companies=60, seed=7) as again:
        assert {name: again.state("sellsy", name) for name in STREAMS} == seeded


def test_beside_the_belgian_register_only_the_settings_are_filled(tmp_path: Path) -> None:
    tables = {
        "enterprise": "EnterpriseNumber,Status,JuridicalSituation,TypeOfEnterprise,JuridicalForm,StartDate",
        "denomination": "EntityNumber,Language,TypeOfDenomination,Denomination",
        "address": "EntityNumber,TypeOfAddress,CountryNL,CountryFR,Zipcode,MunicipalityNL,MunicipalityFR,StreetNL,"
        "StreetFR,HouseNumber,Box,DateStrikingOff",
        "contact": "EntityNumber,EntityContact,ContactType,Value",
    }
    for name, columns in tables.items():
        (tmp_path / f"{name}.csv").write_text(f"{columns}\n", encoding="utf-8")
    with running_sandbox(from_path=tmp_path) as sandbox:
        assert [name for name in STREAMS if sandbox.state("sellsy", name)] == ["customfield", "pipeline", "step"]


def test_an_edit_by_hand_is_seen_as_a_change(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    before = sellsy.get("/companies/1001").json()
    edited = sandbox.edit("sellsy", "company", 1001, note="Main", legal_france={"vat": "FR1"}, phone_number="01.02")
    after = sellsy.get("/companies/1001").json()
    changed = {"note": "Main", "phone_number": "01.02", "updated_at": after["updated_at"]}
    assert after == before | changed | {"legal_france": before["legal_france"] | {"vat": "FR1"}}
    assert after["updated_at"] == edited["updated_at"] > before["updated_at"]
    contact = sellsy.get("/contacts/301").json()
    sandbox.edit("sellsy", "contact", 301, position="Gérante")
    assert sellsy.get("/contacts/301").json()["updated"] > contact["updated"]


def test_custom_fields_and_links_are_edited_by_hand(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    links = [{"contactId": 302, "roles": ["main"]}]
    sandbox.edit("sellsy", "company", 1001, _custom_fields={SYNCHRONISED: False}, _contacts=links)
    shown = sellsy.get("/companies/1001?embed[]=cf.41").json()
    assert (shown["main_contact_id"], shown["invoicing_contact_id"]) == (302, None)
    assert shown["_embed"]["custom_fields"][0]["value"] is False
    assert ids(sellsy.get("/companies/1001/contacts")) == [302]


def test_an_address_edited_by_hand_changes_its_company(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    before = sellsy.get("/companies/1001").json()
    key = before["invoicing_address_id"]
    sandbox.edit("sellsy", "address", key, city="Nantes")
    assert sellsy.get(f"/companies/1001/addresses/{key}").json()["city"] == "Nantes"
    assert sellsy.get("/companies/1001").json()["updated_at"] > before["updated_at"]


def test_records_are_added_and_deleted_by_hand(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    company = sandbox.add("sellsy", "company", name="À la main", type="prospect", _custom_fields={SYNCHRONISED: True})
    address = sandbox.add("sellsy", "address", _of=f"company/{company['id']}", city="Brest", postal_code="29200")
    shown = sellsy.get(f"/companies/{company['id']}").json()
    assert (shown["name"], shown["invoicing_address_id"]) == ("À la main", address["id"])
    step = sandbox.add("sellsy", "step", pipeline_id=2, name="Suite", rank=6)
    related = [{"type": "company", "id": company["id"]}]
    sold = {"name": "Vente", "pipeline": 2, "step": step["id"], "related": related}
    made = sellsy.post("/opportunities", json=sold).json()
    assert made["step"]["name"] == "Suite"
    won = sandbox.edit("sellsy", "opportunity", made["id"], status="won")
    assert won["updated_status"] > made["updated_status"]
    sandbox.delete("sellsy", "company", company["id"])
    assert sellsy.get(f"/companies/{company['id']}").status_code == 404


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("company/1001", {"nmae": "x"}),
        ("company/1001", {"updated_at": "2024-01-01T00:00:00+01:00"}),
        ("company/1001", {"_custom_fields": {"Inconnu": True}}),
        ("company/1001", {"_contacts": [{"contactId": 999_999, "roles": []}]}),
        ("address/9001", {"_of": "company/1002"}),
        ("webhook/1", {}),
    ],
)
def test_edits_that_make_no_sense_are_refused(sandbox: Sandbox, path: str, values: dict[str, Any]) -> None:
    answer = sandbox.http.put(f"/_sandbox/state/sellsy/{path}", json=values)
    assert answer.status_code in (400, 404)
    assert answer.json()["message"]


def test_faults_of_writes_leave_searches_alone(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    sandbox.fault("rejects", contains="Martin", message="Liste noire", count=1)
    refused = sellsy.post("/companies", json={"type": "client", "name": "Martin"})
    error = {"code": 400, "message": "Liste noire", "details": [], "context": None}
    assert (refused.status_code, refused.json()) == (400, {"error": error})
    sandbox.fault("stores-then-500", count=1)
    assert sellsy.post("/companies/search", json={"filters": {}}).status_code == 200
    assert sellsy.post("/companies", json={"type": "client", "name": "Deux fois"}).status_code == 500
    assert [one["name"] for one in sandbox.state("sellsy", "company").values()].count("Deux fois") == 1
