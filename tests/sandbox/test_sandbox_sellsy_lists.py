"""Sellsy over HTTP: pages and cursors, searches and filters, what comes along."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.sandbox.sellsy_calls import FIELD, all_pages, details_of, ids, new_company, searched, sellsy_client
from tests.sandbox_fixture import Sandbox


@pytest.fixture
def sellsy(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with sellsy_client(sandbox) as client:
        yield client


@pytest.fixture
def kept(sandbox: Sandbox) -> list[dict[str, Any]]:
    return list(sandbox.state("sellsy", "company").values())


def seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def decoded(cursor: str) -> list[str]:
    keys: list[str] = json.loads(base64.b64decode(cursor))
    return keys


def test_a_page_has_25_rows_and_a_cursor_of_the_last(sellsy: httpx.Client, kept: list[dict[str, Any]]) -> None:
    page = sellsy.get("/companies").json()
    assert [row["id"] for row in page["data"]] == [company["id"] for company in kept[:25]]
    pages = page["pagination"]
    assert pages == {"limit": 25, "count": 25, "total": len(kept), "offset": pages["offset"]}
    assert decoded(pages["offset"]) == [str(kept[24]["id"])]


def test_the_cursor_leads_through_every_row_and_is_never_null(sellsy: httpx.Client, kept: list[dict[str, Any]]) -> None:
    everything = [company["id"] for company in kept]
    assert all_pages(sellsy, "/companies") == everything
    assert all_pages(sellsy, "/companies", direction="desc") == everything[::-1]
    cursor = sellsy.get("/companies?limit=100").json()["pagination"]["offset"]
    beyond = sellsy.get("/companies", params={"offset": cursor}).json()
    assert (beyond["data"], beyond["pagination"]["offset"]) == ([], cursor)
    nothing = sellsy.post("/companies/search", json={"filters": {"name": "Personne"}}).json()
    assert (nothing["pagination"]["total"], decoded(nothing["pagination"]["offset"])) == (0, ["0"])


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("order", ["updated_at", "created_at", "name"])
def test_the_cursor_works_in_every_order(sandbox: Sandbox, sellsy: httpx.Client, order: str, direction: str) -> None:
    for key in ("1003", "1007", "1011"):
        sandbox.edit("sellsy", "company", key, name="Même nom")
    found = all_pages(sellsy, "/companies", order=order, direction=direction)
    listed = {row["id"]: row for row in sandbox.state("sellsy", "company").values()}
    attribute = "created" if order == "created_at" else order
    rows = [
        (seconds(listed[key][attribute]) if order != "name" else listed[key]["name"].casefold(), key) for key in found
    ]
    assert rows == sorted(rows, reverse=direction == "desc")
    assert sorted(found) == sorted(listed)


def test_a_row_that_changes_between_pages_comes_again(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    first = sellsy.get("/companies?order=updated_at&limit=30").json()
    changed = first["data"][0]["id"]
    sandbox.edit("sellsy", "company", changed, note="Vu")
    offset = first["pagination"]["offset"]
    second = sellsy.get("/companies", params={"order": "updated_at", "limit": 30, "offset": offset})
    assert ids(second)[-1] == changed


def test_offset_0_counts_rows(sellsy: httpx.Client, kept: list[dict[str, Any]]) -> None:
    pages = [sellsy.get(f"/companies?limit=20&offset={offset}").json() for offset in (0, 20, 40)]
    assert [page["pagination"]["offset"] for page in pages] == [0, 20, 40]
    assert [row["id"] for page in pages for row in page["data"]] == [company["id"] for company in kept]


def test_queries_that_are_not_understood_are_refused(sellsy: httpx.Client) -> None:
    for query, field in (
        ("limit=101", "limit"),
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("direction=up", "direction"),
        ("order=email", "order"),
        ("offset=nonsense", "offset"),
        ("offset=WyI0Il0%3D&order=name", "offset"),
        ("offset=100001", "offset"),
        ("embed[]=parent", "embed.parent"),
    ):
        assert list(details_of(sellsy.get(f"/companies?{query}"))) == [field], query


def test_contacts_are_not_ordered_by_their_last_change(sellsy: httpx.Client) -> None:
    assert "order" in details_of(sellsy.get("/contacts?order=updated"))
    assert sellsy.get("/contacts?order=created_at").status_code == 200


def test_a_search_is_closed(sellsy: httpx.Client) -> None:
    for body, field, message in (
        ({}, "filters", "Ce champ est manquant"),
        ({"filters": {}, "limit": 10}, "limit", "Ce champ est inconnu"),
        ({"filters": {}, "order": "name"}, "order", "Ce champ est inconnu"),
        ({"filters": {"website": "x"}}, "website", "Ce champ est inconnu"),
        ({"filters": {"phone_number": "x"}}, "phone_number", "Ce champ est inconnu"),
        ({"filters": {"updated": {"start": "2024-01-01T00:00:00+01:00"}}}, "updated", "Ce champ est inconnu"),
        ({"filters": {"updated_at": {"start": "2024-01-01"}}}, "updated_at.start", "Cette valeur n'est pas valide"),
        ({"filters": {"favourite_filter": 5}}, "favourite_filter", "Cette valeur n'est pas valide"),
    ):
        assert details_of(sellsy.post("/companies/search", json=body)) == {field: message}, body


def test_an_empty_filter_finds_all(sellsy: httpx.Client, kept: list[dict[str, Any]]) -> None:
    assert searched(sellsy, "/companies") == [company["id"] for company in kept]


def test_companies_are_found_by_what_they_hold(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    legal = {"siret": "73282932000074"}
    made = new_company(type="supplier", email="a@b.test", reference="CU-7", legal_france=legal, number_of_employees=3)
    key = sellsy.post("/companies", json=made).json()["id"]
    contact = next(iter(sandbox.state("sellsy", "contact")))
    sellsy.post(f"/companies/{key}/contacts/{contact}", json={"roles": None})
    for wanted in (
        {"name": "Atelier Brun"},
        {"email": "a@b.test"},
        {"siret": "73282932000074"},
        {"reference": ["cu-7"]},
        {"id": [key, 999_999]},
        {"contacts": [int(contact)], "id": [key]},
        {"type": ["supplier"], "name": "Atelier Brun", "is_archived": False},
        {"number_of_employees": {"min": 12, "max": 15}, "id": [key]},
    ):
        assert searched(sellsy, "/companies", **wanted) == [key], wanted
    for unlike in ({"name": "Atelier"}, {"siret": "732 829 320 00074"}, {"id": [key], "is_archived": True}):
        assert searched(sellsy, "/companies", **unlike) == []


def test_companies_are_found_by_their_invoicing_address(sandbox: Sandbox, sellsy: httpx.Client) -> None:
    address = sandbox.add("sellsy", "address", _of="company/1001", name="Siège", postal_code="97133")
    sandbox.edit("sellsy", "address", address["id"], is_invoicing_address=True)
    assert searched(sellsy, "/companies", postal_code=["97133"], country_code="FR") == [1001]


def test_a_period_holds_both_of_its_ends(sellsy: httpx.Client, kept: list[dict[str, Any]]) -> None:
    moment = kept[7]["updated_at"]
    since = [one["id"] for one in kept if seconds(one["updated_at"]) >= seconds(moment)]
    assert searched(sellsy, "/companies", updated_at={"start": moment}) == since
    utc = moment.replace("+02:00", "+00:00").replace("+01:00", "+00:00")
    later = [one["id"] for one in kept if seconds(one["updated_at"]) >= seconds(utc)]
    assert searched(sellsy, "/companies", updated_at={"start": utc}) == later
    assert searched(sellsy, "/companies", updated_at={"start": moment, "end": moment}) == [kept[7]["id"]]
    assert searched(sellsy, "/companies", created={"end": kept[2]["created"]}) == [one["id"] for one in kept[:3]]


def test_what_is_asked_for_comes_along(sandbox: Sandbox, sellsy: httpx.Client, kept: list[dict[str, Any]]) -> None:
    linked = next(company for company in kept if company["_contacts"])
    path = f"/companies/{linked['id']}"
    embeds = "embed[]=main_contact&embed[]=invoicing_address&embed[]=opportunities&embed[]=owner&embed[]=cf.41"
    along = sellsy.get(f"{path}?{embeds}").json()["_embed"]
    assert along.keys() == {"main_contact", "invoicing_address", "opportunities", "owner", "custom_fields"}
    assert along["main_contact"] == sellsy.get(f"/contacts/{along['main_contact']['id']}").json()
    assert along["invoicing_address"]["country"] == "France"
    assert along["opportunities"] == len(
        searched(sellsy, "/opportunities", related_objects=[{"type": "company", "id": linked["id"]}])
    )
    assert "_embed" not in sellsy.get(f"{path}?embed=main_contact").json()
    listed = sellsy.get(f"/companies?embed[]=cf.{FIELD}&embed[]=cf.99&limit=1").json()["data"][0]["_embed"]
    assert [field["id"] for field in listed["custom_fields"]] == [FIELD]


def test_only_the_fields_asked_for_are_answered(sellsy: httpx.Client) -> None:
    query = "limit=1&field[]=id&field[]=name&embed[]=cf.41"
    assert sellsy.get(f"/companies?{query}").json()["data"][0].keys() == {"id", "name"}
    assert sellsy.get(f"/companies?{query}&field[]=_embed").json()["data"][0].keys() == {"id", "name", "_embed"}


def test_a_shrunk_source_lists_the_first_fifth(
    sandbox: Sandbox, sellsy: httpx.Client, kept: list[dict[str, Any]]
) -> None:
    sandbox.fault("shrunk")
    listed = ids(sellsy.get("/companies?limit=100"))
    assert listed == [company["id"] for company in kept[: len(listed)]]
    assert listed == searched(sellsy, "/companies")
    assert 0.2 <= len(listed) / len(kept) < 0.23
