"""Reviso over HTTP: the contacts of customers."""

from typing import Any

import httpx
import pytest

from tests.sandbox.reviso_records import faults, made, with_contact
from tests.sandbox_fixture import Sandbox

ANNA = {"name": "Anna Bianchi", "email": "anna@rossi.example", "emailNotifications": ["invoices"]}


@pytest.fixture
def contacts(books: httpx.Client) -> str:
    """The address of the contacts of a new customer."""
    address: str = made(books)["contacts"]
    return address


def test_a_contact_is_created_replaced_and_marked_as_deleted(books: httpx.Client, contacts: str) -> None:
    created = books.post(contacts, json=ANNA)
    record = created.json()
    number = record["customerContactNumber"]
    assert (created.status_code, created.headers["Location"]) == (201, f"{contacts}/{number}")
    assert (record["name"], record["deleted"]) == ("Anna Bianchi", False)
    assert record["customer"] == {"customerNumber": 1061, "self": contacts.removesuffix("/contacts")}
    replaced = books.put(record["self"], json={"customerContactNumber": number, "name": "Anna B."})
    assert replaced.status_code == 200
    assert replaced.json() == {
        name: record[name] for name in ("customerContactNumber", "customer", "deleted", "self")
    } | {"name": "Anna B."}
    assert books.delete(record["self"]).status_code == 204
    (listed,) = books.get(contacts).json()["collection"]
    assert listed == books.get(record["self"]).json() == {**replaced.json(), "deleted": True}
    assert books.put(record["self"], json={"customerContactNumber": number, "name": "A"}).status_code == 404
    assert books.delete(record["self"]).status_code == 404


def test_numbers_are_unique_among_all_customers(books: httpx.Client, contacts: str) -> None:
    first = books.post(contacts, json={**ANNA, "customer": {"customerNumber": 1061}}).json()
    second = books.post("/customers/1001/contacts", json=ANNA).json()
    assert second["customerContactNumber"] == first["customerContactNumber"] + 1
    assert books.get(f"/customers/1001/contacts/{first['customerContactNumber']}").status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "x" * 256),
        ("email", "x" * 256),
        ("phone", "x" * 51),
        ("notes", "x" * 2001),
        ("eInvoiceId", "x" * 51),
        ("emailNotifications", ["parties"]),
        ("customer", {"customerNumber": 1002}),
        ("nmae", "typo"),
        ("phone", None),
        ("customerContactNumber", 4),
    ],
)
def test_what_is_wrong_is_refused(books: httpx.Client, contacts: str, name: str, value: Any) -> None:
    assert set(faults(books.post(contacts, json={**ANNA, name: value}))) == {name}
    assert books.get(contacts).json()["collection"] == []


def test_what_is_required(books: httpx.Client, contacts: str) -> None:
    assert set(faults(books.post(contacts, json={"email": "x"}))) == {"name"}
    record = books.post(contacts, json=ANNA).json()
    assert set(faults(books.put(record["self"], json={}))) == {"customerContactNumber", "name"}
    other = {**ANNA, "customerContactNumber": 1}
    assert set(faults(books.put(record["self"], json=other))) == {"customerContactNumber"}
    assert books.post("/customers/77/contacts", json=ANNA).status_code == 404
    assert books.put("/customers/1001/contacts/7777", json=other).status_code == 404


def test_deleted_contacts_are_listed_and_false_flags_may_be_left_out(sandbox: Sandbox, books: httpx.Client) -> None:
    gone, living = with_contact(sandbox, deleted=True), with_contact(sandbox)
    sandbox.edit("reviso", "setting", 1, falseBooleans="omitted")
    for contact, deleted in ((gone, True), (living, None)):
        path = f"/customers/{contact['customer']['customerNumber']}/contacts"
        shown = {one["customerContactNumber"]: one for one in books.get(path).json()["collection"]}
        assert shown[contact["customerContactNumber"]].get("deleted") == deleted


@pytest.mark.parametrize("tells", [False, True])
def test_whether_a_contact_moves_its_customers_moment_is_a_switch(
    sandbox: Sandbox, books: httpx.Client, tells: bool
) -> None:
    contact = with_contact(sandbox)
    number, whose = contact["customerContactNumber"], contact["customer"]["customerNumber"]
    sandbox.edit("reviso", "setting", 1, contactEditsTell=tells)

    def moment() -> str:
        found: str = books.get(f"/customers/{whose}").json()["lastUpdated"]
        return found

    before = moment()
    books.put(f"/customers/{whose}/contacts/{number}", json={"customerContactNumber": number, "name": "A"})
    assert (moment() != before) == tells


def test_lists_of_contacts_are_filtered_and_paged(books: httpx.Client, contacts: str) -> None:
    for name in ("Carla", "anna", "Bruno"):
        books.post(contacts, json={"name": name})
    asked = {"sort": "name", "pagesize": 2}
    page = books.get(contacts, params=asked).json()
    assert [one["name"] for one in page["collection"]] == ["anna", "Bruno"]
    assert [one["name"] for one in books.get(page["pagination"]["nextPage"]).json()["collection"]] == ["Carla"]
    found = books.get(contacts, params={"filter": "name$eq:ANNA"}).json()["collection"]
    assert [one["name"] for one in found] == ["anna"]
