"""What Altior holds at its beginning: its part of the French parties, in its own spelling."""

import re
from pathlib import Path
from typing import Any

import pytest

from passerelle.sandbox.altior.seed import records_of
from passerelle.sandbox.data.french import french_parties
from tests.sandbox_fixture import Sandbox, running_sandbox

Record = dict[str, Any]
STREAMS = ("thirdparty", "contact", "affaire", "quote", "order")
# Enough for the few people whom two companies list.
COMPANIES, SEED = 200, 7


@pytest.fixture(scope="module")
def held() -> dict[str, list[Record]]:
    with running_sandbox(companies=COMPANIES, seed=SEED) as sandbox:
        return {stream: list(sandbox.state("altior", stream).values()) for stream in STREAMS}


def test_altior_holds_the_last_four_fifths_of_the_parties(held: dict[str, list[Record]]) -> None:
    parties = french_parties(COMPANIES, SEED)[COMPANIES // 5 :]
    records = held["thirdparty"]
    assert [record["siret"] for record in records] == [party.siret for party in parties]
    natures = {"company": "MORAL", "person": "PHYSIQUE"}
    assert [record["nature"] for record in records] == [natures[party.nature] for party in parties]
    types = {"prospect": "PROSPECT", "client": "CLIENT", "supplier": "FOURNISSEUR"}
    assert [record["type"] for record in records] == [types[party.type] for party in parties]
    assert [record["code"] for record in records] == [f"T{at:05d}" for at in range(1, len(parties) + 1)]


def test_names_and_phones_are_as_somebody_typed_them(held: dict[str, list[Record]]) -> None:
    parties = french_parties(COMPANIES, SEED)[COMPANIES // 5 :]
    otherwise = [
        record for record, party in zip(held["thirdparty"], parties, strict=True) if record["name"] != party.name
    ]
    assert 0.2 < len(otherwise) / len(parties) < 0.8
    phones = [phone["value"] for record in held["thirdparty"] for phone in record["phones"]]
    assert phones
    assert all(re.fullmatch(r"0\d( \d\d){4}|\+(?!33)\d+", phone) for phone in phones)
    towns = [address["city"] for record in held["thirdparty"] for address in record["addresses"]]
    assert towns == [town.upper() for town in towns]


def test_nothing_refers_to_another_system(held: dict[str, list[Record]]) -> None:
    referring = ("thirdparty", "contact", "affaire")
    assert {str(record["references"]) for stream in referring for record in held[stream]} == {"[]"}


def test_every_choice_stands_in_its_list(sandbox: Sandbox, held: dict[str, list[Record]]) -> None:
    titles = {(row["abbreviation"], row["nature"]) for row in sandbox.state("altior", "title").values()}
    labels = {(row["list"], row["label"]) for row in sandbox.state("altior", "type").values()}
    users = {row["name"] for row in sandbox.state("altior", "user").values()}
    establishments = {row["name"] for row in sandbox.state("altior", "establishment").values()}
    third_parties, people = held["thirdparty"], [*held["thirdparty"], *held["contact"]]
    assert {(one["title"], one.get("nature", "PHYSIQUE")) for one in people if one["title"]} <= titles
    assert {("phone", phone["type"]) for one in people for phone in one["phones"]} <= labels
    assert {("email", email["type"]) for one in people for email in one["emails"]} <= labels
    assert {("url", url["type"]) for one in third_parties for url in one["urls"]} <= labels
    assert {one["user"] for one in [*third_parties, *held["affaire"]]} == users == {"Camille Morel", "Karim Haddad"}
    assert {one["establishment"] for one in third_parties} == establishments == {"Siège", "Atelier Lyon"}


def test_whoever_has_one_e_mail_is_one_contact(held: dict[str, list[Record]]) -> None:
    contacts, third_parties = held["contact"], {one["id"] for one in held["thirdparty"]}
    emails = [email["value"].lower() for contact in contacts for email in contact["emails"]]
    assert len(emails) == len(set(emails))
    assert [contact for contact in contacts if len(contact["links"]) > 1]
    assert all(link["thirdPartyId"] in third_parties for contact in contacts for link in contact["links"])
    roles = {role for contact in contacts for link in contact["links"] for role in link["roles"]}
    assert roles == {"Principal", "Facturation", "Relance"}


def test_a_few_affaires_have_quotes_and_orders(held: dict[str, list[Record]]) -> None:
    affaires, customers = held["affaire"], {one["id"]: one for one in held["thirdparty"]}
    assert 0 < len(held["order"]) < len(held["quote"]) < len(affaires) < 10
    assert {affaire["status"] for affaire in affaires} == {"EN_COURS", "CLOTUREE"}
    assert {customers[affaire["thirdPartyId"]]["type"] for affaire in affaires} == {"CLIENT"}
    made = {affaire["id"]: affaire["createdAt"] for affaire in affaires}
    assert all(paper["createdAt"] > made[paper["affaireId"]] for paper in [*held["quote"], *held["order"]])


def test_ids_follow_the_moments_at_which_records_were_made(held: dict[str, list[Record]]) -> None:
    for records in held.values():
        made = [record["createdAt"] for record in records]
        assert made == sorted(made)
        assert all(record["createdAt"] <= record["modifiedAt"] < "2026-03" for record in records)


def test_the_same_seed_makes_the_same_records(held: dict[str, list[Record]]) -> None:
    records_of.cache_clear()
    assert records_of(COMPANIES, SEED) == held
    assert records_of(COMPANIES, SEED + 1) != held


def test_beside_the_belgian_register_only_the_lists_are_filled(tmp_path: Path) -> None:
    tables = {
        "enterprise": "EnterpriseNumber Status JuridicalSituation TypeOfEnterprise JuridicalForm StartDate",
        "denomination": "EntityNumber Language TypeOfDenomination Denomination",
        "address": "EntityNumber TypeOfAddress CountryNL CountryFR Zipcode MunicipalityNL MunicipalityFR StreetNL "
        "StreetFR HouseNumber Box DateStrikingOff",
        "contact": "EntityNumber EntityContact ContactType Value",
    }
    for name, columns in tables.items():
        (tmp_path / f"{name}.csv").write_text(columns.replace(" ", ",") + "\n", encoding="utf-8")
    with running_sandbox(from_path=tmp_path) as sandbox:
        assert [sandbox.state("altior", stream) for stream in STREAMS] == [{}] * len(STREAMS)
        assert len(sandbox.state("altior", "establishment")) == 2
