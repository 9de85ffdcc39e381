"""Reviso over HTTP: customers are created, replaced as a whole and deleted; what is wrong is told in its shape."""

from typing import Any

import httpx
import pytest

from tests.sandbox.reviso_records import ROSSI, TOKENS, faults, found, made, with_contact
from tests.sandbox_fixture import Sandbox


def test_a_new_customer_gets_a_number_and_its_address(sandbox: Sandbox, books: httpx.Client) -> None:
    answer = books.post("/customers", json=ROSSI)
    record = answer.json()
    assert (answer.status_code, record["customerNumber"]) == (201, 1061)
    assert answer.headers["Location"] == record["self"] == f"{sandbox.base_url}/reviso/customers/1061"
    assert books.get(record["self"]).json() == record
    assert record["vatZone"] == {"vatZoneNumber": 1, "self": f"{sandbox.base_url}/reviso/vat-zones/1"}
    assert (record["balance"], record["contacts"]) == (0, f"{record['self']}/contacts")
    assert len(record["lastUpdated"]) == len("2018-03-14T10:11:15Z")
    assert books.post("/customers/", json=ROSSI).json()["customerNumber"] == 1062


def test_a_number_may_be_chosen_once(books: httpx.Client) -> None:
    assert made(books, customerNumber=999_999_999)["customerNumber"] == 999_999_999
    assert faults(books.post("/customers", json={**ROSSI, "customerNumber": 999_999_999})) == {
        "customerNumber": "E06010"
    }
    assert made(books)["customerNumber"] == 1
    assert set(faults(books.post("/customers", json={**ROSSI, "customerNumber": 10**9}))) == {"customerNumber"}


@pytest.mark.parametrize("name", ROSSI)
def test_five_properties_are_required_of_post_and_put(books: httpx.Client, name: str) -> None:
    sent = {key: value for key, value in ROSSI.items() if key != name}
    assert set(faults(books.post("/customers", json=sent))) == {name}
    assert set(faults(books.put("/customers/1001", json=sent))) == {name}
    assert found(books) == [*range(1001, 1061)]


FULL: dict[str, Any] = {
    "address": "Via Roma 1", "zip": "40121", "city": "Bologna", "country": "Italia", "countryCode": {"code": "IT"},
    "province": {"provinceNumber": 15, "countryCode": {"code": "IT"}}, "email": "a@rossi.example b@rossi.example",
    "telephoneAndFaxNumber": "051000000", "mobilePhone": "333", "website": "www.rossi.example", "vatNumber": "1",
    "corporateIdentificationNumber": "2", "italianCertifiedEmail": "not an address", "publicEntryNumber": "0000000",
    "italianCustomerType": "Something new", "splitPayment": True, "paymentType": {"paymentTypeNumber": 1},
    "priceGroup": {"priceGroupNumber": 0}, "iban": "IT", "tags": ["a"], "creditLimit": 10.5, "barred": True,
    "layout": {"layoutNumber": 4}, "salesPerson": {"employeeNumber": 9},
}  # fmt: skip


def test_a_put_replaces_the_whole(sandbox: Sandbox, books: httpx.Client) -> None:
    record = made(books, **FULL)
    for name, value in FULL.items():
        shown = record[name]
        assert {key: shown[key] for key in value} == value if isinstance(value, dict) else shown == value
    path = record["self"]
    again = books.put(path, json=record)
    assert (again.status_code, {**again.json(), "lastUpdated": ""}) == (200, {**record, "lastUpdated": ""})
    bare = books.put(path, json=ROSSI).json()
    assert not set(bare) & (set(FULL) - {"splitPayment", "barred"})
    assert (bare["splitPayment"], bare["barred"], bare["name"]) == (False, False, ROSSI["name"])
    assert books.get(path).json() == bare


def test_a_put_to_a_free_number_creates_and_never_renumbers(books: httpx.Client) -> None:
    created = books.put("/customers/77", json=ROSSI)
    assert (created.status_code, created.json()["customerNumber"]) == (201, 77)
    assert set(faults(books.put("/customers/77", json={**ROSSI, "customerNumber": 78}))) == {"customerNumber"}
    assert books.get("/customers/78").status_code == 404


def test_what_is_only_read_may_be_sent_and_changes_nothing(sandbox: Sandbox, books: httpx.Client) -> None:
    record = books.get("/customers/1001").json()
    assert record["balance"] != 0
    sent = {**record, "balance": 5, "lastUpdated": "2001-01-01T00:00:00Z", "contacts": "x", "self": 7}
    after = books.put("/customers/1001", json=sent).json()
    assert (after["balance"], after["self"], after["contacts"]) == (
        record["balance"], record["self"], record["contacts"],
    )  # fmt: skip
    assert after["lastUpdated"] > record["lastUpdated"]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("vatZone", {}, "E04500"),
        ("vatZone", {"vatZoneNumber": 99}, "E06000"),
        ("vatZone", {"vatZoneNumber": "1"}, "E04020"),
        ("vatZone", {"self": "https://rest.reviso.com/vat-zones/99"}, "E06000"),
        ("vatZone", {"self": "https://rest.reviso.com/customer-groups/1"}, "E06000"),
        ("vatZone", 1, "E04020"),
        ("customerGroup", {"customerGroupNumber": 99}, "E06000"),
        ("paymentTerms", {"name": "30 giorni"}, "E04500"),
        ("paymentType", {"paymentTypeNumber": 99}, "E06000"),
        ("priceGroup", {"priceGroupNumber": 99}, "E06000"),
        ("currency", "XYZ", "E06000"),
        ("currency", {"code": "EUR"}, "E04020"),
        ("countryCode", {"code": "XX"}, "E06000"),
        ("province", {"provinceNumber": 15, "countryCode": {"code": "FR"}}, "E06000"),
        ("province", {"provinceNumber": 15}, "E04500"),
        ("province", {"provinceNumber": 999, "countryCode": {"code": "IT"}}, "E06000"),
        ("name", "", "E04020"),
        ("name", 7, "E04020"),
        ("splitPayment", "true", "E04020"),
        ("creditLimit", "10", "E04020"),
        ("customerNumber", 0, "E04020"),
        ("customerNumber", True, "E04020"),
        ("tags", [1], "E04020"),
        ("nmae", "typo", "E04020"),
        ("attention", {"customerContactNumber": 1}, "E04020"),
        ("zip", None, "E04020"),
    ],
)
def test_what_is_wrong_is_refused(books: httpx.Client, name: str, value: Any, code: str) -> None:
    assert faults(books.post("/customers", json={**ROSSI, name: value})) == {name: code}
    assert found(books) == [*range(1001, 1061)]


def test_a_reference_may_be_an_address(books: httpx.Client) -> None:
    terms = {"self": "https://rest.reviso.com/payment-terms/3"}
    assert made(books, paymentTerms=terms)["paymentTerms"]["paymentTermsNumber"] == 3


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("name", 255), ("address", 510), ("zip", 30), ("city", 50), ("country", 50), ("email", 255),
        ("telephoneAndFaxNumber", 255), ("mobilePhone", 50), ("website", 255), ("vatNumber", 50),
        ("corporateIdentificationNumber", 40), ("publicEntryNumber", 50), ("ean", 40),
    ],
)  # fmt: skip
def test_texts_have_their_lengths(books: httpx.Client, name: str, limit: int) -> None:
    assert made(books, **{name: "è" * limit})[name] == "è" * limit
    assert set(faults(books.post("/customers", json={**ROSSI, name: "x" * (limit + 1)}))) == {name}


def test_null_is_refused_at_any_depth(books: httpx.Client) -> None:
    sent = {**ROSSI, "vatZone": {"vatZoneNumber": 1, "self": None}, "tags": ["a", None]}
    errors = books.put("/customers/1001", json=sent).json()["errors"]
    assert errors["vatZone"]["self"]["errors"][0]["errorCode"]
    assert errors["tags"]["1"]["errors"][0]["errorCode"]


def test_attention_is_of_the_customers_own_contacts(sandbox: Sandbox, books: httpx.Client) -> None:
    contact = with_contact(sandbox)
    number, whose = contact["customerContactNumber"], contact["customer"]["customerNumber"]
    sent = {**ROSSI, "attention": {"customerContactNumber": number}}
    after = books.put(f"/customers/{whose}", json=sent).json()
    assert after["attention"]["self"] == f"{after['self']}/contacts/{number}"
    other = 1001 if whose != 1001 else 1002
    assert faults(books.put(f"/customers/{other}", json=sent)) == {"attention": "E06000"}


def test_errors_are_a_tree_or_a_list(sandbox: Sandbox, books: httpx.Client) -> None:
    sent = {**ROSSI, "vatZone": {"vatZoneNumber": 99}, "zip": "x" * 31}
    tree = books.post("/customers", json=sent).json()
    assert tree["errors"]["vatZone"]["errors"][0]["value"] == {"vatZoneNumber": 99}
    assert tree["errors"].keys() == {"vatZone", "zip"}
    sandbox.edit("reviso", "setting", 1, errors="list")
    answer = books.post("/customers", json=sent)
    told = answer.json()
    assert (answer.status_code, told["httpStatusCode"]) == (400, 400)
    assert {"message", "developerHint", "logId", "logTime"} <= told.keys()
    assert {one["details"]["path"]: one["errorCode"] for one in told["errors"]} == {
        "vatZone": "E06000", "zip": "E04020",
    }  # fmt: skip
    assert all({"developerHint", "message", "logTime", "details"} <= one.keys() for one in told["errors"])


@pytest.mark.parametrize("content", ["{", "[]", '"text"', ""])
def test_what_is_no_object_is_refused(books: httpx.Client, content: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert books.post("/customers", content=content, headers=headers).status_code == 400
    assert books.post("/customers", content=content, headers={"Content-Type": "text/plain"}).status_code == 415


def test_false_flags_are_shown_or_left_out(sandbox: Sandbox, books: httpx.Client) -> None:
    record = made(books, splitPayment=False)
    assert (record["splitPayment"], record["barred"]) == (False, False)
    sandbox.edit("reviso", "setting", 1, falseBooleans="omitted")
    shown = books.get(record["self"]).json()
    assert not {"splitPayment", "barred"} & shown.keys()
    assert made(books, splitPayment=True)["splitPayment"] is True


def test_price_groups_are_there_with_the_module_alone(sandbox: Sandbox, books: httpx.Client) -> None:
    record = made(books, priceGroup={"priceGroupNumber": 1})
    assert record["priceGroup"]["self"].endswith("/reviso/price-groups/1")
    assert next(one["name"] for one in books.get("/price-groups").json()["collection"]) == "Base"
    sandbox.edit("reviso", "setting", 1, magazzino=False)
    assert (books.get("/price-groups").status_code, books.get("/price-groups/1").status_code) == (403, 403)
    assert "priceGroup" not in books.get(record["self"]).json()
    sent = {**ROSSI, "priceGroup": {"priceGroupNumber": 1}}
    assert set(faults(books.put(record["self"], json=sent))) == {"priceGroup"}
    assert books.put(record["self"], json=ROSSI).status_code == 200


def test_a_customer_is_deleted_unless_it_has_entries(sandbox: Sandbox, books: httpx.Client) -> None:
    assert faults(books.delete("/customers/1001"))
    contact = with_contact(sandbox)
    whose = contact["customer"]["customerNumber"]
    sandbox.edit("reviso", "customer", whose, balance=0)
    assert books.delete(f"/customers/{whose}").status_code == 204
    assert books.get(f"/customers/{whose}").status_code == 404
    assert books.delete(f"/customers/{whose}").status_code == 404
    books.put(f"/customers/{whose}", json=ROSSI).raise_for_status()
    assert books.get(f"/customers/{whose}/contacts").json()["collection"] == []
    assert found(books, filter="customerNumber$eq:1001") == [1001]


def test_a_fault_rejects_names_and_rewrites_what_is_stored(sandbox: Sandbox, books: httpx.Client) -> None:
    sandbox.fault("rejects", contains="Rossi", message="Nome non ammesso")
    answer = books.post("/customers", json=ROSSI)
    assert (answer.status_code, answer.json()["message"]) == (400, "Nome non ammesso")
    sandbox.fault("rewrites")
    assert made(books)["name"] == "Officine  Rossi  Srl "


def test_tokens_are_no_part_of_what_was_called(sandbox: Sandbox) -> None:
    sandbox.http.get("/reviso/customers", headers={**TOKENS, "X-AppSecretToken": "s3cret"})
    assert "s3cret" not in sandbox.http.get("/_sandbox/requests").text
