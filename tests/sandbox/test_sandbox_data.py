"""The made-up companies and the office's file of them: valid, plausible, the same each time, messy in stated shares."""

import re
from collections import Counter
from typing import Any

import phonenumbers
import pytest
from stdnum.be import vat

from passerelle.sandbox.data.companies import LEGAL_FORMS, generate_companies
from passerelle.sandbox.data.office import office_relations

COUNT = 2000
Record = dict[str, Any]


@pytest.fixture(scope="module")
def companies() -> tuple[Record, ...]:
    return generate_companies(COUNT, 5)


@pytest.fixture(scope="module")
def relations(companies: tuple[Record, ...]) -> list[Record]:
    return office_relations(companies, 5)


def digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def test_the_same_seed_makes_the_same_data(companies: tuple[Record, ...], relations: list[Record]) -> None:
    generate_companies.cache_clear()
    again = generate_companies(COUNT, 5)
    assert again == companies
    assert office_relations(again, 5) == relations
    assert generate_companies(COUNT, 6) != companies


def test_every_company_has_a_valid_number_of_its_own(companies: tuple[Record, ...]) -> None:
    numbers = [company["enterpriseNumber"] for company in companies]
    assert all(vat.is_valid(number) and len(number) == 10 for number in numbers)
    assert len(set(numbers)) == COUNT
    assert {number[0] for number in numbers} == {"0", "1"}
    assert all(company["pid"] == f"BE{company['enterpriseNumber']}" for company in companies)
    assert all(company["vatNumber"] in (None, company["pid"]) for company in companies)


def test_forms_names_and_phones_are_those_of_belgium(companies: tuple[Record, ...]) -> None:
    for company in companies:
        natural = company["typeOfEnterprise"] == "1"
        assert company["juridicalForm"] is None if natural else company["juridicalForm"] in LEGAL_FORMS
        assert company["names"][0]["type"] == "001"
        assert (company["status"] == "ST") == (company["endDate"] is not None)
        if company["phone"]:
            assert phonenumbers.is_valid_number(phonenumbers.parse(company["phone"], "BE")), company["phone"]


def test_regions_speak_their_languages(companies: tuple[Record, ...]) -> None:
    spoken = {
        company["address"]["zipcode"][0]: set(company["address"]["street"])
        for company in companies
        if company["address"]
    }
    assert (spoken["9"], spoken["4"]) == ({"nl"}, {"fr"})
    brussels = [one for one in companies if one["address"] and one["address"]["zipcode"].startswith(("10", "11", "12"))]
    assert all(company["address"]["street"].keys() == {"nl", "fr"} for company in brussels)


def test_the_registers_shares(companies: tuple[Record, ...]) -> None:
    assert sum(company["typeOfEnterprise"] == "1" for company in companies) == 0.06 * COUNT
    assert sum(company["status"] == "ST" for company in companies) == 0.02 * COUNT
    assert sum(company["vatNumber"] is None for company in companies) == 0.015 * COUNT


def test_the_offices_shares(companies: tuple[Record, ...], relations: list[Record]) -> None:
    known = {company["enterpriseNumber"] for company in companies}
    numbered = [relation for relation in relations if relation["enterpriseNumber"]]
    spelled = Counter(digits(relation["enterpriseNumber"]).zfill(10) for relation in numbered)
    wrong = [number for number in spelled if not vat.is_valid(number)]
    kinds = Counter(relation["relationType"] for relation in relations)
    assert len(relations) == 0.96 * COUNT
    assert kinds["Person"] == 0.04 * COUNT
    assert kinds["SoleProprietor"] >= 0.06 * COUNT
    assert len(wrong) == 0.015 * COUNT
    assert sum(len(digits(relation["enterpriseNumber"])) == 9 for relation in numbered) == 0.02 * COUNT
    assert sum(vat.is_valid(number) and number not in known for number in spelled) == 0.01 * COUNT
    assert sum(count == 2 for count in spelled.values()) == 0.01 * COUNT
    assert sum(relation["vatNumberPending"] for relation in relations) == 0.02 * COUNT
    assert sum(relation["inactive"] for relation in relations) == 0.05 * COUNT
    assert (
        sum(relation["relationType"] == "Company" and not relation["name"] for relation in relations) == 0.005 * COUNT
    )
    assert len(known - spelled.keys()) == (0.10 + 0.015) * COUNT


def test_the_rest_of_the_offices_file_agrees_with_the_register(
    companies: tuple[Record, ...], relations: list[Record]
) -> None:
    by_number = {company["enterpriseNumber"]: company for company in companies}
    met: Counter[str] = Counter()
    for relation in relations:
        company = by_number.get(digits(relation["enterpriseNumber"]).zfill(10))
        if company is None or not company["address"] or not company["phone"]:
            continue
        channels = {channel["type"]: channel for channel in reversed(relation["channels"])}
        met["compared"] += 1
        met["postcode"] += channels["Address"]["postalCode"] == company["address"]["zipcode"]
        phone = channels.get("Phone", {}).get("value")
        met["phone"] += phone is not None and phonenumbers.parse(phone, "BE") == phonenumbers.parse(
            company["phone"], "BE"
        )
    assert 0.89 < met["postcode"] / met["compared"] < 0.94
    assert 0.70 < met["phone"] / met["compared"] < 0.80


def test_the_offices_spellings_vary(relations: list[Record]) -> None:
    shapes = Counter(re.sub(r"\d", "9", relation["enterpriseNumber"] or "") for relation in relations)
    assert len([shape for shape in shapes if shapes[shape] > 100]) >= 4
    phones = [channel["value"] for one in relations for channel in one["channels"] if channel["type"] == "Phone"]
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(phone, "BE")) for phone in phones)
    for sign in ("/", "+32", "0032", " "):
        assert any(sign in phone for phone in phones)


def test_a_small_file_has_every_kind_of_mess() -> None:
    relations = office_relations(generate_companies(60, 1), 1)
    assert any(relation["relationType"] == "Company" and not relation["name"] for relation in relations)
    assert any(relation["vatNumberPending"] for relation in relations)
    assert any(len(digits(relation["enterpriseNumber"])) == 9 for relation in relations)


@pytest.mark.parametrize("count", [0, 1, 7])
def test_very_small_files_can_be_made(count: int) -> None:
    companies = generate_companies(count, 1)
    assert len(companies) == count
    assert len(office_relations(companies, 1)) <= count
