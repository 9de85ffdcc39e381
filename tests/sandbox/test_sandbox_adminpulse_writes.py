"""AdminPulse over HTTP, writing: what is mandatory, what is kept, what is ignored, what is refused."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.sandbox.calls import new_relation
from tests.sandbox_fixture import Sandbox

PHONE = {"type": "Phone", "favourite": True, "value": "02 315 13 51"}
ADDRESS = {"type": "Address", "favourite": True, "street": "Eikstraat", "houseNumber": "16", "postalCode": "1000"}


def fields_at_fault(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 400, answer.text
    return {error["field"] for error in answer.json()["errors"]}


def test_a_created_relation_is_answered_as_stored(sandbox: Sandbox, office: httpx.Client) -> None:
    answer = office.post("/relations", json=new_relation(channels=[ADDRESS, PHONE]))
    stored = answer.json()
    assert answer.status_code == 201
    assert stored["uniqueIdentifier"] == f"APR{stored['id']:05d}"
    assert stored["relationSince"] == datetime.now(UTC).date().isoformat()
    assert stored["channels"] == [ADDRESS | {"box": None, "city": None, "country": None}, PHONE]
    assert stored == sandbox.record("adminpulse", "relation", stored["id"])
    assert stored.keys() == sandbox.record("adminpulse", "relation", 1).keys()


def test_a_second_relation_with_the_same_number_is_not_refused(office: httpx.Client) -> None:
    first, second = (office.post("/relations", json=new_relation()).json() for _ in range(2))
    assert second["id"] == first["id"] + 1


PERSON = {"relationType": "Person", "status": "Other", "ownCompanyId": 1}


@pytest.mark.parametrize(
    ("sent", "missing"),
    [
        ({}, {"relationType", "status", "ownCompanyId"}),
        ({**PERSON, "relationType": "Company"}, {"name", "language", "vatNumber"}),
        ({**PERSON, "relationType": "SoleProprietor"}, {"lastName", "firstName", "language", "vatNumber"}),
        (PERSON, {"lastName", "firstName", "language"}),
        (new_relation(name=""), {"name"}),
        (new_relation(vatNumber=None, vatNumberPending=False), {"vatNumber"}),
    ],
)
def test_what_is_mandatory_depends_on_the_type(office: httpx.Client, sent: dict[str, Any], missing: set[str]) -> None:
    assert fields_at_fault(office.post("/relations", json=sent)) == missing


def test_a_vat_number_may_be_pending(office: httpx.Client) -> None:
    answer = office.post("/relations", json=new_relation(vatNumber=None, vatNumberPending=True))
    assert (answer.status_code, answer.json()["vatNumber"]) == (201, None)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"id": 5}, "id"),
        ({"uniqueIdentifier": "APR00005"}, "uniqueIdentifier"),
        ({"lastModified": "2026-01-05T10:00:00Z"}, "lastModified"),
        ({"vat": "BE0403449823"}, "vat"),
        ({"language": "it"}, "language"),
        ({"relationType": "Association"}, "relationType"),
        ({"status": "customer"}, "status"),
        ({"ownCompanyId": 99}, "ownCompanyId"),
        ({"ownCompanyId": "1"}, "ownCompanyId"),
        ({"legalForm": "BV"}, "legalForm"),
        ({"foundingDate": "1974-02-30"}, "foundingDate"),
        ({"foundingDate": "01/11/1974"}, "foundingDate"),
        ({"inactive": "no"}, "inactive"),
        ({"channels": [PHONE, PHONE]}, "channels"),
        ({"channels": [{"type": "Fax", "value": "1"}]}, "channels.0"),
        ({"channels": [{"type": "Phone", "value": "1", "label": "work"}]}, "channels.0.Phone.label"),
        ({"channels": [ADDRESS | {"country": "Belgium"}]}, "channels.0.Address.country"),
    ],
)
def test_bad_data_is_refused_on_creation_and_on_update(office: httpx.Client, other: dict[str, Any], field: str) -> None:
    assert fields_at_fault(office.post("/relations", json=new_relation(**other))) == {field}
    assert fields_at_fault(office.put("/relations/1", json=other)) == {field}


def test_a_refused_call_stores_nothing(sandbox: Sandbox, office: httpx.Client) -> None:
    before = sandbox.state("adminpulse", "relation")
    office.post("/relations", json=new_relation(vat="x"))
    office.put("/relations/1", json={"name": "New", "vat": "x"})
    office.post("/relations", content=b"{not json", headers={"Content-Type": "application/json"})
    assert sandbox.state("adminpulse", "relation") == before


def test_an_update_leaves_out_what_is_empty_or_missing(sandbox: Sandbox, office: httpx.Client) -> None:
    stored = office.post("/relations", json=new_relation(remarks="Calls on Mondays", channels=[PHONE])).json()
    answer = office.put(f"/relations/{stored['id']}", json={"name": "Peeters", "remarks": "", "language": None})
    assert answer.status_code == 200
    changed = answer.json()
    assert changed == stored | {"name": "Peeters", "lastModified": changed["lastModified"]}
    assert changed["lastModified"] > stored["lastModified"]
    assert changed == sandbox.record("adminpulse", "relation", stored["id"])


def test_null_empties_what_may_be_empty(sandbox: Sandbox, office: httpx.Client) -> None:
    stored = office.post("/relations", json=new_relation(remarks="x", financialYearEnd="31/12")).json()
    sent = {"remarks": None, "financialYearEnd": None, "status": None, "channels": None}
    answer = office.put(f"/relations/{stored['id']}", json=sent)
    assert answer.status_code == 200
    expected = stored | {"remarks": None, "financialYearEnd": None, "lastModified": answer.json()["lastModified"]}
    assert answer.json() == sandbox.record("adminpulse", "relation", stored["id"]) == expected


def test_channels_are_replaced_as_a_whole(office: httpx.Client) -> None:
    stored = office.post("/relations", json=new_relation(channels=[ADDRESS, PHONE])).json()
    path = f"/relations/{stored['id']}"
    email = {"type": "Email", "favourite": False, "value": "info@voorbeeld.be"}
    assert office.put(path, json={"channels": [email]}).json()["channels"] == [email]
    boxed = {**ADDRESS, "type": "PO Box"}
    kept = office.put(path, json={"channels": [ADDRESS, boxed]}).json()["channels"]
    assert [channel["type"] for channel in kept] == ["Address", "PO Box"]
    assert office.put(path, json={"channels": []}).json()["channels"] == []


def test_an_update_of_nothing_that_exists_is_not_found(office: httpx.Client) -> None:
    assert office.put("/relations/999999", json={"name": "Peeters"}).status_code == 404


def test_every_change_is_in_the_history_and_signed(sandbox: Sandbox, office: httpx.Client) -> None:
    stored = office.post("/relations", json=new_relation()).json()
    office.put(f"/relations/{stored['id']}", json={"name": "By key"})
    office.put(f"/relations/{stored['id']}", json={"name": "By key"})
    sandbox.edit("adminpulse", "relation", stored["id"], name="By hand")
    lines = [line for line in sandbox.state("adminpulse", "history").values() if line["relationId"] == stored["id"]]
    assert [line["by"] for line in lines] == ["API key", "API key", "sandbox user"]
    assert lines[1]["changes"] == [{"field": "name", "old": "Bakkerij Peeters", "new": "By key"}]
    assert lines[2]["changes"] == [{"field": "name", "old": "By key", "new": "By hand"}]
