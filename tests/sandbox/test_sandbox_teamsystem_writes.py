"""What is written to the CRM, and what it refuses."""

from typing import Any

import httpx
import pytest

from tests.sandbox.teamsystem_calls import found, read, stored, switched, told
from tests.sandbox_fixture import Sandbox


def new_instance(crm: httpx.Client) -> dict[str, Any]:
    empty: dict[str, Any] = crm.get("/Company/GetNewInstance").raise_for_status().json()
    return empty


def test_a_company_is_inserted_changed_and_removed(crm: httpx.Client) -> None:
    key = crm.put("/Company", json={"companyName": "Rossi", "city": "Bari"}).json()
    assert crm.get("/Company").json()[-1] == key
    assert stored(crm, id=key, city="Roma", state="IT") == key
    after = read(crm, key)
    assert (after["companyName"], after["city"], after["state"], after["mailingListConsent"]) == (
        "Rossi",
        "Roma",
        "IT",
        True,
    )
    assert crm.delete(f"/Company/Delete/{key}").status_code == 200
    assert key not in crm.get("/Company").json()
    assert crm.get(f"/Company/Exists/{key}").json() is False
    told(crm.delete(f"/Company/{key}"), 404)
    told(crm.post("/Company/CreateOrUpdate", json={"id": key, "city": "Roma"}), 404)
    assert stored(crm, companyName="Verdi") > key


def test_moments_are_utc_and_find_what_changed(crm: httpx.Client) -> None:
    before = read(crm, 7001)
    stored(crm, id=7001, city="Roma")
    after = read(crm, 7001)
    assert after["lastModifiedDate"] > before["lastModifiedDate"]
    assert after["createdDate"] == before["createdDate"]
    assert found(crm, f"lastModifiedDate ge {after['lastModifiedDate']}") == [7001]


def test_a_whole_record_can_be_sent_back(crm: httpx.Client) -> None:
    before = read(crm, 7002)
    stored(crm, **before | {"city": "Roma", "createdDate": "1999-01-01T00:00:00Z"})
    assert read(crm, 7002) == before | {"city": "Roma", "lastModifiedDate": read(crm, 7002)["lastModifiedDate"]}
    empty = new_instance(crm)
    assert stored(crm, **empty | {"companyName": "Rossi"}) not in (0, 7002)
    assert crm.get("/Company/Count").json() == 61


def test_a_tenant_may_replace_what_is_not_sent(sandbox: Sandbox, crm: httpx.Client) -> None:
    switched(sandbox, update="replace")
    before = {"companyName": "Rossi", "city": "Bari", "ff_pec": "a@pec.example", "phones": [{"value": "051"}]}
    key = stored(crm, **before)
    made = read(crm, key)
    stored(crm, id=key, companyName="Verdi")
    after = read(crm, key)
    assert [after[name] for name in ("companyName", "city", "ff_pec", "phones")] == ["Verdi", None, None, []]
    assert (made["mailingListConsent"], after["mailingListConsent"]) == (True, False)
    assert after["createdDate"] == made["createdDate"]


def test_null_empties_and_lists_are_replaced(crm: httpx.Client) -> None:
    key = stored(crm, companyName="Rossi", city="Bari", emails=[{"value": "a@x.example", "note": "n"}, {"value": "b"}])
    stored(crm, id=key, city=None, emails=[{"value": "c@x.example", "category": "PEC"}])
    after = read(crm, key)
    assert (after["city"], after["emails"]) == (None, [{"value": "c@x.example", "category": "PEC", "note": None}])
    assert found(crm, "emails eq 'c@x.example'") == [key]


def test_channels_as_plain_texts(crm: httpx.Client) -> None:
    key = stored(crm, companyName="Rossi", emails=[{"value": "a@x.example", "note": "n"}], phones=[{"value": "051"}])
    plain = {"Crm-EmailStyle": "ValueOnly"}
    shown = read(crm, key, **plain)
    assert (shown["emails"], shown["phones"][0]["value"]) == (["a@x.example"], "051")
    sent = {"id": key, "emails": ["a@x.example", "b@x.example"]}
    assert crm.post("/Company/CreateOrUpdate", json=sent, headers=plain).json() == key
    assert [one["note"] for one in read(crm, key)["emails"]] == [None, None]
    told(crm.post("/Company/CreateOrUpdate", json=sent))
    told(crm.post("/Company/CreateOrUpdate", json=sent | {"emails": "a@x.example"}, headers=plain))
    told(crm.post("/Company/CreateOrUpdate", json=sent | {"emails": [{"value": "a"}]}, headers=plain))
    told(crm.get(f"/Company/{key}", headers={"Crm-PhoneStyle": "Nothing"}))


def test_flags_are_left_alone_unless_sent(crm: httpx.Client) -> None:
    stored(crm, id=7001, mailingListConsent=False, doNotContact=True)
    stored(crm, id=7001, city="Roma")
    after = read(crm, 7001)
    assert (after["mailingListConsent"], after["doNotContact"], after["syncMobile"]) == (False, True, False)


def test_a_natural_person_is_a_company_too(crm: httpx.Client) -> None:
    person = {"naturalPerson": True, "naturalPersonName": "Anna", "naturalPersonSurname": "De Luca"}
    assert read(crm, stored(crm, **person))["companyName"] == "Anna De Luca"
    told(crm.put("/Company", json={"naturalPerson": True}))
    told(crm.put("/Company", json={"naturalPersonSurname": "De Luca"}))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "companyName"),
        ({"companyName": ""}, "companyName"),
        ({"companyName": None}, "companyName"),
        ({"companyName": "Rossi", "name": "Rossi"}, "name"),
        ({"companyName": "Rossi", "vatId": 1234567890}, "vatId"),
        ({"companyName": "Rossi", "state": "Italia"}, "state"),
        ({"companyName": "Rossi", "companyType": "Cliente?"}, "companyType"),
        ({"companyName": "Rossi", "phones": ["051"]}, "phones.0"),
        ({"companyName": "Rossi", "phones": [{"number": "051"}]}, "phones.0.number"),
        ({"companyName": "Rossi", "naturalPerson": None}, "naturalPerson"),
        ({"companyName": "Rossi", "_by": "giulia"}, "_by"),
        ({"companyName": "Rossi", "ff_nope": "x"}, "ff_nope"),
        ({"companyName": "Rossi", "freeFields": []}, "freeFields"),
        ({"companyName": "Rossi", "id": "7001"}, "id"),
        ({"companyName": "Rossi", "id": 7001}, "id"),
    ],
)
def test_what_is_wrong_with_a_company_is_told(crm: httpx.Client, sent: dict[str, Any], field: str) -> None:
    assert field in told(crm.put("/Company", json=sent))
    assert crm.get("/Company/Count").json() == 60


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7"])
def test_a_body_that_is_no_object_is_refused(crm: httpx.Client, body: bytes) -> None:
    told(crm.post("/Company/CreateOrUpdate", content=body))


def test_a_write_takes_no_parameters(crm: httpx.Client) -> None:
    told(crm.put("/Company?force=true", json={"companyName": "Rossi"}))
    assert crm.get("/Company/Count").json() == 60


def test_a_contact_needs_a_surname_and_a_company_that_exists(crm: httpx.Client) -> None:
    key = stored(crm, "Contact", surname="-", companyId=7001, companyName="ignored")
    assert read(crm, key, "Contact")["companyName"] == read(crm, 7001)["companyName"]
    assert "surname" in told(crm.put("/Contact", json={"name": "Anna"}))
    assert "companyId" in told(crm.put("/Contact", json={"surname": "Rossi", "companyId": 1}))
    stored(crm, "Contact", id=key, companyId=None)
    assert read(crm, key, "Contact")["companyName"] is None


def test_contacts_outlive_their_company(crm: httpx.Client) -> None:
    company = stored(crm, companyName="Rossi")
    anna = stored(crm, "Contact", surname="Bianchi", companyId=company)
    crm.delete(f"/Company/{company}")
    assert read(crm, anna, "Contact")["companyId"] is None
    assert stored(crm, "Contact", **read(crm, anna, "Contact")) == anna


def test_a_tenant_may_ask_for_more(sandbox: Sandbox, crm: httpx.Client) -> None:
    switched(sandbox, required_company=["city", "ff_codice_sdi"], required_contact=["emails"])
    message = told(crm.put("/Company", json={"companyName": "Rossi", "city": ""}))
    assert "city" in message and "ff_codice_sdi" in message
    assert "emails" in told(crm.put("/Contact", json={"surname": "Rossi"}))
    assert stored(crm, companyName="Rossi", city="Bari", ff_codice_sdi="0000000")
    required = crm.get("/Company/GetPolymorphicSchema").json()["required"]
    assert required == ["companyName", "city", "ff_codice_sdi"]
