"""Freshdesk's search: its language, its three hundred rows, and how late it knows."""

import httpx
import pytest

from tests.sandbox.freshdesk_calls import (
    changed,
    company,
    contact,
    faults,
    made,
    nothing,
    read,
    switched,
)
from tests.sandbox_fixture import Sandbox


def found(portal: httpx.Client, query: str, what: str = "contacts") -> list[int]:
    answer = read(portal, f"/search/{what}", query=f'"{query}"')
    assert answer["total"] == len(answer["results"])
    return [one["id"] for one in answer["results"]]


@pytest.fixture
def at_once(sandbox: Sandbox, portal: httpx.Client) -> httpx.Client:
    """A client of an account whose index does not lag."""
    switched(sandbox, search_lag=0)
    return portal


@pytest.fixture
def three(at_once: httpx.Client) -> list[int]:
    """Three contacts who share a tag that nobody else has."""
    shared = {"tags": ["t", "u"], "company_id": 501}
    anna = contact(at_once, email="a@x.example", language="nl", **shared)
    bert = contact(
        at_once, name="Bert d'Or", email="b@x.example", phone="1", **shared, custom_fields={"service": "Achats"}
    )
    carl = contact(at_once, name="Carl", mobile="3", tags=["t"])
    return [one["id"] for one in (anna, bert, carl)]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("tag:'t'", [0, 1, 2]),
        ("tag:'t' AND tag:'u'", [0, 1]),
        ("email:'a@x.example' OR mobile:'3'", [0, 2]),
        ("tag:'t' AND (language:'nl' OR phone:'1')", [0, 1]),
        ("mobile:'3' OR tag:'t' AND language:'nl'", [0, 2]),
        ("(mobile:'3' OR tag:'t') AND language:'nl'", [0]),
        ("tag:'t' AND email:null", [2]),
        ("tag:'t' AND company_id:501", [0, 1]),
        ("tag:'t' AND active:false AND company_id:null", [2]),
        ("tag:'t' AND active:true", []),
        ("service:'Achats' AND tag:'t'", [1]),
        ("tag:'T'", []),
        ("tag:'t' AND created_at:>'2026-06-01'", [0, 1, 2]),
        ("tag:'t' AND updated_at:<'2026-06-01'", []),
        ("tag:'t' AND created_at:'2026-06-01'", []),
        ("email:'d\\\\'x' OR email:'d''x'", []),
    ],
)
def test_a_query_finds(at_once: httpx.Client, three: list[int], query: str, hits: list[int]) -> None:
    assert found(at_once, query.replace("\\\\", "\\")) == [three[at] for at in hits]


@pytest.mark.parametrize(
    "query",
    [
        "tag:'t'", '"tag:"', '"tag:t"', "\"tag:'t' AND\"", "\"(tag:'t'\"", "\"tag:'t')\"", "\"tag:'t' email:'x'\"",
        "\"name:'Anna'\"", "\"Tag:'t'\"", '"company_id:\'501\'"', '"active:1"', "\"email:>'a'\"", '"tag:5"', '""',
        "\"created_at:>'June'\"", f'"email:\'{"x" * 510}\'"', "\"tag:'t' and tag:'u'\"", "",
    ],
)  # fmt: skip
def test_what_is_no_query_is_refused(at_once: httpx.Client, query: str) -> None:
    assert faults(at_once.get("/search/contacts", params={"query": query})) == [("query", "invalid_value")]


def test_companies_are_found_by_domain_and_custom_fields_and_not_by_name(at_once: httpx.Client) -> None:
    made(at_once, "company_fields", label="Seats", type="custom_number")
    made(at_once, "company_fields", label="Billed", type="custom_checkbox")
    made(at_once, "company_fields", label="Since", type="custom_date")
    own = {"seats": 12, "billed": True, "numero_client": "X9"}
    key = company(at_once, domains=["voorbeeld.example", "b.example"], custom_fields=own)["id"]
    for query in (
        "domain:'b.example'", "seats:12", "seats:>12 AND seats:<12", "billed:true", "numero_client:'X9'",
        f"created_at:>'{read(at_once, f'/companies/{key}')['created_at']}'",
    ):  # fmt: skip
        assert found(at_once, query, "companies") == [key]
    for query in ("seats:>13", "billed:false", "domain:'voorbeeld'"):
        assert found(at_once, query, "companies") == []
    for name in ("name:'Voorbeeld BV'", "since:'2026-12-31'", "email:'x'"):
        assert faults(at_once.get("/search/companies", params={"query": f'"{name}"'})) == [("query", "invalid_value")]


def test_rows_have_the_shape_of_a_list(at_once: httpx.Client, three: list[int]) -> None:
    (row,) = read(at_once, "/search/contacts", query="\"email:'a@x.example'\"")["results"]
    assert row == read(at_once, "/contacts", email="a@x.example")[0]
    nothing(at_once.delete(f"/contacts/{three[0]}"))
    assert found(at_once, "tag:'t'") == three[1:]


def test_what_is_written_is_found_minutes_later(sandbox: Sandbox, portal: httpx.Client) -> None:
    key = contact(portal, tags=["old"])["id"]
    assert found(portal, "tag:'old'") == []
    switched(sandbox, search_lag=0)
    assert found(portal, "tag:'old'") == [key]
    switched(sandbox, search_lag=3)
    assert found(portal, "tag:'old'") == [key]
    changed(portal, f"/contacts/{key}", tags=["new"])
    sandbox.edit("freshdesk", "contact", key, tags=["newer"])
    assert (found(portal, "tag:'old'"), found(portal, "tag:'newer'")) == ([key], [])


def test_the_index_goes_on_when_its_minutes_are_over(sandbox: Sandbox, portal: httpx.Client) -> None:
    old = read(portal, "/contacts/9001")["language"]
    switched(sandbox, search_lag=3, plan="enterprise")
    changed(portal, "/contacts/9001", language="vi")
    assert found(portal, "language:'vi'") == []
    assert read(portal, "/search/contacts", query=f"\"language:'{old}'\"")["total"] > 0
    a_fifth_of_a_second = 1 / 300
    switched(sandbox, search_lag=a_fifth_of_a_second)
    tries = 0
    while found(portal, "language:'vi'") == []:
        tries += 1
        assert tries < 500
    nothing(portal.delete("/contacts/9001/hard_delete?force=true"))
    assert found(portal, "language:'vi'") == []
