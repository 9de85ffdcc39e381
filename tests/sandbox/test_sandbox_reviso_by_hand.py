"""What people at Reviso do, through the controls: more than the API can, and seen by the next call."""

from typing import Any

import httpx
import pytest

from tests.sandbox.reviso_records import found, made, with_contact
from tests.sandbox_fixture import Sandbox, running_sandbox


def test_customers_are_added_edited_and_deleted(sandbox: Sandbox, books: httpx.Client) -> None:
    record = sandbox.add("reviso", "customer", name="Bianchi Snc", zip="40121")
    number = record["customerNumber"]
    assert books.get(f"/customers/{number}").json()["currency"] == "EUR"
    sandbox.edit("reviso", "customer", number, name="Bianchi & C.", zip=None, balance=12.5)
    shown = books.get(f"/customers/{number}").json()
    assert (shown["name"], shown["balance"], "zip" in shown) == ("Bianchi & C.", 12.5, False)
    sandbox.delete("reviso", "customer", number)
    assert books.get(f"/customers/{number}").status_code == 404
    assert sandbox.add("reviso", "customer", name="A", customerNumber=7)["customerNumber"] == 7


def test_a_renumbered_customer_takes_along_what_belongs_to_it(sandbox: Sandbox, books: httpx.Client) -> None:
    contact = with_contact(sandbox)
    old, number = contact["customer"]["customerNumber"], contact["customerContactNumber"]
    attention = {"customerContactNumber": number}
    before = sandbox.edit("reviso", "customer", old, attention=attention)
    contacts = len(books.get(f"/customers/{old}/contacts").json()["collection"])
    after = sandbox.edit("reviso", "customer", old, customerNumber=42, name="Nuovo")
    assert after == sandbox.record("reviso", "customer", 42)
    assert after == {**before, "customerNumber": 42, "name": "Nuovo", "lastUpdated": after["lastUpdated"]}
    assert books.get(f"/customers/{old}").status_code == books.get(f"/customers/{old}/contacts").status_code == 404
    assert len(books.get("/customers/42/contacts").json()["collection"]) == contacts
    assert books.get(f"/customers/42/contacts/{number}").json()["customer"]["customerNumber"] == 42
    assert books.get("/customers/42").json()["attention"]["self"].endswith(f"/customers/42/contacts/{number}")
    assert found(books)[0] == 42
    assert len(found(books)) == 60
    made(books, customerNumber=old)
    assert books.get(f"/customers/{old}/contacts").json()["collection"] == []


def test_a_renumbered_customer_is_found_after_a_restart(tmp_path: Any) -> None:
    with running_sandbox(companies=3, home=tmp_path) as sandbox:
        sandbox.edit("reviso", "customer", 1002, customerNumber=42)
    with running_sandbox(companies=3, home=tmp_path) as sandbox:
        held = sandbox.state("reviso", "customer")
        assert {key: record["customerNumber"] for key, record in held.items()} == {
            "1001": 1001, "42": 42, "1003": 1003,
        }  # fmt: skip


def test_a_removed_contact_is_no_longer_named(sandbox: Sandbox, books: httpx.Client) -> None:
    contact = with_contact(sandbox)
    whose, number = contact["customer"]["customerNumber"], contact["customerContactNumber"]
    sandbox.edit("reviso", "customer", whose, attention={"customerContactNumber": number})
    sandbox.delete("reviso", "contact", number)
    shown = books.get(f"/customers/{whose}").json()
    assert "attention" not in shown
    assert books.put(f"/customers/{whose}", json=shown).status_code == 200


def test_contacts_are_added_edited_and_deleted(sandbox: Sandbox, books: httpx.Client) -> None:
    anna = sandbox.add("reviso", "contact", name="Anna", customer={"customerNumber": 1001})
    number = anna["customerContactNumber"]
    sandbox.edit("reviso", "contact", number, phone="051", deleted=True)
    shown = books.get(f"/customers/1001/contacts/{number}").json()
    assert (shown["name"], shown["phone"], shown["deleted"]) == ("Anna", "051", True)
    sandbox.edit("reviso", "contact", number, customer={"customerNumber": 1002}, deleted=False)
    assert books.get(f"/customers/1001/contacts/{number}").status_code == 404
    assert books.get(f"/customers/1002/contacts/{number}").json()["deleted"] is False
    sandbox.delete("reviso", "contact", number)
    assert books.get(f"/customers/1002/contacts/{number}").status_code == 404


def test_the_lists_are_the_firms_own(sandbox: Sandbox, books: httpx.Client) -> None:
    zone = sandbox.add("reviso", "vatzone", name="Extra UE", isDomestic=False, enabledForCustomer=True)
    number = zone["vatZoneNumber"]
    assert made(books, vatZone={"vatZoneNumber": number})["vatZone"]["vatZoneNumber"] == number
    sandbox.edit("reviso", "currency", "EUR", name="Euro (€)")
    assert books.get("/currencies/EUR").json()["name"] == "Euro (€)"


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("customer/1001", {"customerNumber": 1002}),
        ("customer/1001", {"customerNumber": 0}),
        ("customer/1001", {"nmae": "typo"}),
        ("customer/1001", {"lastUpdated": "2026-01-01T00:00:00Z"}),
        ("customer/1001", {"name": None}),
        ("customer/1001", {"vatZone": {"vatZoneNumber": 99}}),
        ("customer/1001", {"balance": "much"}),
        ("contact/1", {"customer": {"customerNumber": 77}}),
        ("contact/1", {"customer": None}),
        ("contact/1", {"customerContactNumber": 77}),
        ("contact/1", {"name": "x" * 256}),
        ("setting/1", {"errors": "flower"}),
        ("setting/1", {"hookOnCreate": "null"}),
        ("setting/1", {"magazzino": "off"}),
        ("setting/1", {"swich": True}),
        ("vatzone/1", {"nmae": "typo"}),
        ("currency/EUR", {"code": "EUX"}),
    ],
)
def test_edits_that_make_no_sense_are_refused(sandbox: Sandbox, path: str, values: dict[str, Any]) -> None:
    stream = path.split("/")[0]
    before = sandbox.state("reviso", stream)
    answer = sandbox.http.put(f"/_sandbox/state/reviso/{path}", json=values)
    assert answer.status_code == 400
    assert next(iter(values)) in answer.json()["message"]
    assert sandbox.state("reviso", stream) == before


def test_a_taken_number_and_a_second_set_of_switches_are_refused(sandbox: Sandbox) -> None:
    for stream, values in (("customer", {"name": "A", "customerNumber": 1001}), ("setting", {"errors": "list"})):
        assert sandbox.http.post(f"/_sandbox/state/reviso/{stream}", json=values).status_code == 400
    assert sandbox.http.post("/_sandbox/state/reviso/hookcall", json={}).status_code == 400
