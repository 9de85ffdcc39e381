"""Corporama over HTTP: the search, which is free, sheets, which cost credits, and the mess in some of them."""

from typing import Any

import httpx
import pytest
from stdnum.fr import siret

from passerelle.sandbox.corporama.seed import sheets_of
from passerelle.sandbox.data.french import Fate, french_firms
from tests.sandbox_fixture import Sandbox

Record = dict[str, Any]
COMPANIES, SEED = 60, 7
"""Those of the sandbox that the tests share."""
ROW = {"siren", "siret", "raisonSociale", "enseigne", "codePostal", "ville", "naf", "siege", "page"}


def credits_of(directory: httpx.Client) -> tuple[int, int]:
    held = directory.get("/credits").json()
    return held["restants"], held["utilises"]


def found(directory: httpx.Client, **asked: object) -> list[Record]:
    answer = directory.get("/societes", params={"pageSize": 100, **asked})
    assert answer.status_code == 200, answer.text
    items: list[Record] = answer.json()["items"]
    return items


def an_ordinary_sheet(sandbox: Sandbox) -> Record:
    held = sandbox.state("corporama", "establishment")
    return next(one for key, one in held.items() if siret.is_valid(key) and one["siege"] and one["contacts"])


def test_a_row_of_the_search_leads_to_the_sheet(sandbox: Sandbox, directory: httpx.Client) -> None:
    sheet = an_ordinary_sheet(sandbox)
    (row,) = found(directory, siret=sheet["siret"])
    assert row.keys() == ROW
    assert directory.get(f"/societes/{row['siret']}").json() == sheet
    assert row.items() <= sheet.items()
    assert sheet["page"] == f"https://corporama.com/societe/{sheet['siret']}"


def test_criteria_have_all_to_fit(sandbox: Sandbox, directory: httpx.Client) -> None:
    sheet = an_ordinary_sheet(sandbox)
    word = sheet["raisonSociale"].split()[0].upper()
    for asked in (
        {"siren": sheet["siren"]},
        {"codePostal": sheet["codePostal"], "naf": sheet["naf"]},
        {"nom": word[:4], "codePostal": sheet["codePostal"]},
    ):
        assert sheet["siret"] in [row["siret"] for row in found(directory, **asked)]
    assert found(directory, siren=sheet["siren"], codePostal="99999") == []


def test_names_are_found_without_accents_and_by_their_sign(sandbox: Sandbox, directory: httpx.Client) -> None:
    key = an_ordinary_sheet(sandbox)["siret"]
    sandbox.edit("corporama", "establishment", key, raisonSociale="Ébénisterie Noël", enseigne="Chez Zoé")
    for asked in ("ebenisterie noel", "ÉBÉN", "zoe noel"):
        assert [row["siret"] for row in found(directory, nom=asked)] == [key]
    assert found(directory, nom="benisterie noel") == []


def test_pages_of_the_search_hold_every_row_once(directory: httpx.Client) -> None:
    asked = {"nom": "la", "pageSize": 2}
    first = directory.get("/societes", params=asked).json()
    rows = [row for at in range(first["pages"]) for row in found(directory, **asked, page=at + 1)]
    assert (len(rows), len({row["page"] for row in rows})) == (first["total"], first["total"])
    assert first["total"] > 2
    assert found(directory, **asked, page=first["pages"] + 1) == []
    assert directory.get("/societes", params={"nom": "xyzxyz"}).json()["pages"] == 0


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/societes", "body"),
        ("/societes?nom=a", "nom"),
        ("/societes?siren=12345678", "siren"),
        ("/societes?siret=123456789", "siret"),
        ("/societes?naf=47.11C", "naf"),
        ("/societes?nom=ab&pageSize=101", "pageSize"),
        ("/societes?nom=ab&page=0", "page"),
        ("/societes?nom=ab&ville=Paris", "ville"),
        ("/societes/1234567890", "number"),
    ],
)
def test_requests_that_make_no_sense_are_told_in_french(directory: httpx.Client, path: str, field: str) -> None:
    answer = directory.get(path)
    assert answer.status_code == 400
    assert answer.json()["message"] == "Requête invalide"
    if field != "body":
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert credits_of(directory)[1] == 0


def test_each_sheet_costs_a_credit_and_the_search_none(sandbox: Sandbox, directory: httpx.Client) -> None:
    sheet = an_ordinary_sheet(sandbox)
    before, _ = credits_of(directory)
    found(directory, siren=sheet["siren"])
    assert directory.get("/societes/99999999999999").status_code == 404
    assert credits_of(directory) == (before, 0)
    for _ in range(2):
        assert directory.get(f"/societes/{sheet['siret']}").status_code == 200
    assert credits_of(directory) == (before - 2, 2)


def test_without_credits_there_are_no_sheets(sandbox: Sandbox, directory: httpx.Client) -> None:
    sheet = an_ordinary_sheet(sandbox)
    sandbox.edit("corporama", "account", 1, restants=1)
    assert directory.get(f"/societes/{sheet['siret']}").status_code == 200
    answer = directory.get(f"/societes/{sheet['siret']}")
    assert (answer.status_code, answer.json()) == (402, {"message": "Crédits épuisés"})
    assert credits_of(directory) == (0, 1)
    assert found(directory, siren=sheet["siren"])


def test_a_siren_gives_the_seat(sandbox: Sandbox, directory: httpx.Client) -> None:
    held = sandbox.state("corporama", "establishment").values()
    other = next(one for one in held if not one["siege"] and len(one["siren"]) == 9)
    seat = directory.get(f"/societes/{other['siren']}").json()
    assert (seat["siren"], seat["siege"]) == (other["siren"], 1)


def test_the_door(sandbox: Sandbox, directory: httpx.Client) -> None:
    for header in ({}, {"Authorization": "Bearer other"}):
        answer = sandbox.http.get("/corporama/credits", headers=header)
        assert (answer.status_code, answer.json().keys()) == (401, {"message"})
    sandbox.fault("not-activated", system="corporama")
    answer = directory.get("/credits")
    assert (answer.status_code, answer.json()["message"]) == (403, "Votre offre ne comprend pas l'API")
    sandbox.fault("empty", system="corporama")
    assert found(directory, nom="la") == []


def test_the_three_hundred_and_first_call_of_a_minute_waits(directory: httpx.Client) -> None:
    for _ in range(300):
        assert directory.get("/credits").status_code == 200
    answer = directory.get("/credits")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 60


def test_each_kind_of_mess_is_there() -> None:
    sheets = sheets_of(COMPANIES, SEED)
    firms = {firm.siren: firm for firm in french_firms(COMPANIES, SEED)}
    towns = {site.siret: site.address.city for firm in firms.values() for site in firm.sites}
    wrong = {key for key in sheets if not siret.is_valid(key)}
    assert wrong
    lost = {key for key, sheet in sheets.items() if sheet["siret"] != key}
    assert lost
    assert all(sheets[key]["siret"].zfill(14) == key and sheets[key]["siren"].zfill(9) == key[:9] for key in lost)
    named = [contact for sheet in sheets.values() for contact in sheet["contacts"]]
    assert [one for one in named if not one["nom"] or not one["prenom"]]
    elsewhere = [sheet["ville"] for key, sheet in sheets.items() if key in towns and sheet["ville"] != towns[key]]
    assert len(elsewhere) == 2
    in_euros = [
        key
        for key, sheet in sheets.items()
        if sheet["caDerniereAnnee"] and sheet["caDerniereAnnee"] > firms[key[:9]].revenues[-1][1] / 2
    ]
    thousands = [sheet for sheet in sheets.values() if sheet["caDerniereAnnee"]]
    assert 1 <= len(in_euros) < len(thousands) / 10
    assert [key for key in sheets if key.startswith("356000000")]


def test_a_directory_is_not_the_register() -> None:
    sheets = sheets_of(COMPANIES, SEED)
    for firm in french_firms(COMPANIES, SEED):
        if firm.fate is Fate.MOVED:
            assert sheets[firm.sites[0].siret]["siege"] == 1
            assert firm.seat.siret not in sheets
        if firm.fate is Fate.RENAMED:
            assert sheets[firm.seat.siret]["raisonSociale"] != firm.name
        if firm.fate in (Fate.CEASED, Fate.HIDDEN, Fate.CLOSED_SITE):
            assert firm.sites[-1].siret in sheets


def test_five_hundred_companies_are_enough_to_import_as_many() -> None:
    importable = [key for key, sheet in sheets_of(500, 1).items() if siret.is_valid(key) and sheet["siret"] == key]
    assert len(importable) > 700
