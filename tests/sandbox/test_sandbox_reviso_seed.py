"""What the stand-in for Reviso begins with."""

from collections import Counter
from typing import Any

import pytest
from stdnum.it import codicefiscale, iva

from tests.sandbox_fixture import Sandbox, running_sandbox

Record = dict[str, Any]


@pytest.fixture
def customers(sandbox: Sandbox) -> list[Record]:
    return list(sandbox.state("reviso", "customer").values())


def test_there_are_as_many_customers_as_companies_and_always_the_same(sandbox: Sandbox) -> None:
    held = {stream: sandbox.state("reviso", stream) for stream in ("customer", "contact", "deliverylocation")}
    assert len(held["customer"]) == 60
    with running_sandbox(companies=60, seed=7) as other:
        assert {stream: other.state("reviso", stream) for stream in held} == held
    with running_sandbox(companies=0) as empty:
        assert empty.state("reviso", "customer") == {}
        assert len(empty.state("reviso", "province")) == 107


def test_numbers_are_valid_and_spelt_in_several_ways(customers: list[Record]) -> None:
    italian = [one for one in customers if one["countryCode"]["code"] == "IT"]
    vats = [one["vatNumber"] for one in italian if "vatNumber" in one]
    assert all(iva.is_valid(vat.removeprefix("IT")) for vat in vats)
    assert any(vat.startswith("IT") for vat in vats)
    codes = [one["corporateIdentificationNumber"] for one in italian]
    assert all(codicefiscale.is_valid(code.upper()) for code in codes)
    assert {len(code) for code in codes} == {11, 16}
    assert any(code != code.upper() for code in codes)
    assert any("vatNumber" not in one for one in italian)


def test_a_vat_group_shares_its_partita_iva(customers: list[Record]) -> None:
    counted = Counter(one["vatNumber"].removeprefix("IT") for one in customers if "vatNumber" in one)
    shared = {vat for vat, count in counted.items() if count == 2}
    assert len(shared) == 3
    members = [one for one in customers if one.get("vatNumber", "").removeprefix("IT") in shared]
    assert len({one["corporateIdentificationNumber"] for one in members}) == 6


def test_foreigners_and_public_bodies_are_told_apart(customers: list[Record]) -> None:
    foreign = [one for one in customers if one["countryCode"]["code"] != "IT"]
    assert {one["countryCode"]["code"] for one in foreign} == {"FR", "DE"}
    assert {(one["publicEntryNumber"], one["vatZone"]["vatZoneNumber"]) for one in foreign} == {("XXXXXXX", 2)}
    assert not any("province" in one for one in foreign)
    public = [one for one in customers if one["splitPayment"]]
    assert {len(one["publicEntryNumber"]) for one in public} == {6}
    assert {one["italianCustomerType"] for one in customers} == {"none", "B2B", "Consumer"}


def test_what_is_awkward_occurs(sandbox: Sandbox, customers: list[Record]) -> None:
    assert any(" " in one.get("email", "") for one in customers)
    assert any("email" not in one for one in customers)
    assert any(one.get("italianCertifiedEmail") for one in customers)
    assert {"0000000"} < {one["publicEntryNumber"] for one in customers}
    assert any(one["name"] != one["name"].strip() for one in customers)
    assert any(one["name"] == one["name"].upper() for one in customers)
    assert 0 < sum(one["balance"] != 0 for one in customers) < len(customers) / 2
    contacts = sandbox.state("reviso", "contact").values()
    assert {one["deleted"] for one in contacts} == {True, False}
    assert any(" " not in one["name"] for one in contacts)
    assert {one["customer"]["customerNumber"] for one in contacts} < {one["customerNumber"] for one in customers}
