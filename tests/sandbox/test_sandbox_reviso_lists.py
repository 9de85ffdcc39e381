"""Reviso over HTTP, reading: tokens, limits, pages, filters, sorts, lists to choose from."""

from typing import Any

import httpx
import pytest

from tests.sandbox.reviso_records import TOKENS, faults, found, made
from tests.sandbox_fixture import Sandbox

READ = ["/self", "/customers", "/customers/1001", "/customers/1001/contacts", "/customer-groups", "/provinces/IT"]


@pytest.mark.parametrize("missing", [*TOKENS, "wrong"])
def test_every_call_needs_both_tokens(sandbox: Sandbox, missing: str) -> None:
    headers = {**TOKENS, "X-AppSecretToken": "other"} if missing == "wrong" else {missing: ""}
    headers = {name: value for name, value in {**TOKENS, **headers}.items() if value}
    for path in READ:
        answer = sandbox.http.get(f"/reviso{path}", headers=headers)
        assert (answer.status_code, answer.json()["httpStatusCode"]) == (401, 401)
        assert {"message", "developerHint", "logId", "logTime"} <= answer.json().keys()


def test_whoever_has_both_reads_who_they_are(books: httpx.Client) -> None:
    assert books.get("/self").json()["self"] == f"{str(books.base_url).rstrip('/')}/self"


@pytest.mark.parametrize("said", [True, False])
def test_a_limit_can_be_set_and_may_say_how_long_to_wait(sandbox: Sandbox, books: httpx.Client, said: bool) -> None:
    assert {books.get("/self").status_code for _ in range(10)} == {200}
    sandbox.edit("reviso", "setting", 1, callsAMinute=2, retryAfter=said)
    answers = [books.get("/self") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert ("Retry-After" in answers[2].headers) == said


def test_calls_in_turn_can_be_refused_without_a_word_on_when_to_come_back(
    sandbox: Sandbox, books: httpx.Client
) -> None:
    sandbox.fault("rate-limited-silent")
    answers = [books.get("/self") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Retry-After" not in answers[2].headers


def test_the_pages_hold_every_customer_once_by_number(sandbox: Sandbox, books: httpx.Client) -> None:
    made(books, customerNumber=5)
    address: str | None = "/customers?pagesize=25"
    pages: list[dict[str, Any]] = []
    while address:
        pages.append(books.get(address).raise_for_status().json())
        address = pages[-1]["pagination"].get("nextPage")
    read = [record["customerNumber"] for page in pages for record in page["collection"]]
    assert read == [5, *range(1001, 1061)]
    told = [page["pagination"] for page in pages]
    assert [(one["skipPages"], one["pageSize"], one["results"]) for one in told] == [(at, 25, 61) for at in range(3)]
    assert {one["maxPageSizeAllowed"] for one in told} == {1000}
    assert "previousPage" not in told[0]
    assert books.get(told[2]["previousPage"]).json()["collection"] == pages[1]["collection"]
    assert books.get(told[0]["lastPage"]).json()["collection"] == pages[2]["collection"]
    assert books.get(told[2]["firstPage"]).json()["collection"] == pages[0]["collection"]


def test_twenty_are_answered_unasked_and_pages_keep_filter_and_sort(books: httpx.Client) -> None:
    asked = {"filter": "name$like:a", "sort": "-customerNumber"}
    first = books.get("/customers", params=asked).json()
    assert len(books.get("/customers").json()["collection"]) == 20
    pages = first["pagination"]
    assert (pages["resultsWithoutFilter"], pages["results"]) == (60, len(found(books, **asked)))
    second = books.get(pages["nextPage"]).json()["collection"]
    assert [*first["collection"], *second][-1]["customerNumber"] == found(books, **asked)[len(second) + 19]


def test_a_list_that_nothing_fits_is_empty(books: httpx.Client) -> None:
    answer = books.get("/customers?filter=name$eq:nobody").json()
    assert (answer["collection"], answer["pagination"]["results"]) == ([], 0)
    assert "nextPage" not in answer["pagination"]


@pytest.mark.parametrize("query", ["pagesize=1001", "pagesize=0", "pagesize=x", "skippages=-1"])
def test_pages_out_of_range_are_refused(books: httpx.Client, query: str) -> None:
    assert set(faults(books.get(f"/customers?{query}"))) == {query.split("=")[0]}


@pytest.fixture
def named(books: httpx.Client) -> httpx.Client:
    """Reviso with four customers of odd names: 1 to 4."""
    made(books, customerNumber=1, name="A$B (Nord)*, [x]", zip="00001", city="Xanadu", creditLimit=10)
    made(books, customerNumber=2, name="a$b (SUD)", zip="00002", city="Xanadu", creditLimit=200, vatNumber="77")
    made(books, customerNumber=3, name="Zeta y$and:ete", zip="00003", city="Xanadu", barred=True)
    made(books, customerNumber=4, name="Ωmega", zip="00003", city="Xanadu Due", creditLimit=30)
    return books


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("zip$eq:00001", [1]),
        ("city$eq:xanadu", [1, 2, 3]),
        ("city$eq:xanadu$and:zip$ne:00001", [2, 3]),
        ("zip$eq:00001$or:zip$eq:00003$and:city$eq:xanadu", [1, 3]),
        ("(zip$eq:00001$or:zip$eq:00003)$and:city$like:due", [4]),
        ("city$like:xan*", [1, 2, 3, 4]),
        ("city$like:*due", [4]),
        ("city$like:xanadu*e", [4]),
        ("city$like:*xanadu", [1, 2, 3]),
        ("name$like:ωM", [4]),
        ("name$like:$*", [1]),
        ("name$eq:a$$b $(nord$)$*$, $[x$]", [1]),
        ("name$like:y$$and:", [3]),
        ("city$like:xanadu$and:vatNumber$eq:$null:", [1, 3, 4]),
        ("city$like:xanadu$and:vatNumber$ne:$null:", [2]),
        ("city$like:xanadu$and:vatNumber$ne:77", [1, 3, 4]),
        ("customerNumber$in:[2,4,99]", [2, 4]),
        ("customerNumber$nin:[2,4]$and:city$like:xanadu", [1, 3]),
        ("creditLimit$gte:30", [2, 4]),
        ("creditLimit$gt:30", [2]),
        ("creditLimit$lt:30.5", [1, 4]),
        ("creditLimit$lte:10", [1]),
        ("barred$eq:true", [3]),
        ("barred$eq:false$and:city$like:xanadu", [1, 2, 4]),
        ("customerNumber$eq:3", [3]),
        ("customerNumber$eq:9999", []),
        ("lastUpdated$gte:2199-01-01", []),
        ("city$like:xanadu$and:lastUpdated$gte:2026-01-01T00:00:00Z", [1, 2, 3, 4]),
        ("city$like:xanadu$and:lastUpdated$lt:2026-01-01", []),
    ],
)
def test_filters(named: httpx.Client, asked: str, numbers: list[int]) -> None:
    assert found(named, filter=asked) == numbers


@pytest.mark.parametrize(
    "asked",
    [
        "italianCertifiedEmail$eq:x", "nmae$eq:x", "countryCode.code$eq:IT", "name", "name$is:x", "name$eq:x$and:",
        "(name$eq:x", "name$eq:x)", "name$eq:a(b", "name$eq:a$b", "name$in:[a]", "customerNumber$in:2",
        "customerNumber$in:[]", "customerNumber$eq:x", "customerNumber$like:1", "barred$eq:perhaps",
        "lastUpdated$gte:yesterday", "name$gt:$null:", f"customerNumber$in:[{','.join(['1'] * 201)}]",
    ],
)  # fmt: skip
def test_filters_that_make_no_sense_are_refused(books: httpx.Client, asked: str) -> None:
    assert set(faults(books.get("/customers", params={"filter": asked}))) == {"filter"}


def test_two_hundred_numbers_are_not_too_many(books: httpx.Client) -> None:
    assert found(books, filter=f"customerNumber$in:[{','.join(map(str, range(1001, 1201)))}]") == [*range(1001, 1061)]


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("name", [1, 2, 3, 4]),
        ("-name", [4, 3, 2, 1]),
        ("creditLimit", [3, 1, 4, 2]),
        ("~creditLimit", [3, 1, 2, 4]),
        ("-creditLimit", [2, 4, 1, 3]),
        ("-zip,-customerNumber", [4, 3, 2, 1]),
        ("-zip,customerNumber", [3, 4, 2, 1]),
    ],
)
def test_sorts(named: httpx.Client, sort: str, numbers: list[int]) -> None:
    assert found(named, filter="city$like:xanadu", sort=sort) == numbers


@pytest.mark.parametrize("sort", ["barred", "province", "nmae", "name,nmae"])
def test_what_cannot_be_sorted_by_is_refused(books: httpx.Client, sort: str) -> None:
    assert set(faults(books.get("/customers", params={"sort": sort}))) == {"sort"}


def test_news_come_in_the_order_in_which_they_happened(sandbox: Sandbox, books: httpx.Client) -> None:
    held = sandbox.state("reviso", "customer").values()
    since = sorted(record["lastUpdated"] for record in held)[40]
    read = found(books, filter=f"lastUpdated$gte:{since}", sort="lastUpdated")
    wanted = sorted((one for one in held if one["lastUpdated"] >= since), key=lambda one: one["lastUpdated"])
    assert read == [one["customerNumber"] for one in wanted]
    assert len(read) == 20
    books.put(f"/customers/{read[0]}", json=books.get(f"/customers/{read[0]}").json()).raise_for_status()
    assert found(books, filter=f"lastUpdated$gte:{since}", sort="lastUpdated") == [*read[1:], read[0]]


@pytest.mark.parametrize(
    ("path", "number", "names"),
    [
        ("customer-groups", "customerGroupNumber", {"name", "account", "customers"}),
        ("vat-zones", "vatZoneNumber", {"name", "isDomestic", "enabledForCustomer", "enabledForSupplier"}),
        ("payment-terms", "paymentTermsNumber", {"name", "paymentTermsType", "daysOfCredit"}),
        ("payment-types", "paymentTypeNumber", {"name", "fields"}),
        ("price-groups", "priceGroupNumber", {"name"}),
        ("currencies", "code", {"isoNumber", "name"}),
        ("country-codes", "code", {"name"}),
    ],
)
def test_lists_to_choose_from(books: httpx.Client, path: str, number: str, names: set[str]) -> None:
    answer = books.get(f"/{path}?pagesize=1000").json()
    for one in answer["collection"]:
        assert names | {number, "self"} <= one.keys()
        assert books.get(one["self"]).json() == one
    first = answer["collection"][0]
    assert books.get(f"/{path}", params={"filter": f"name$eq:{first['name']}"}).json()["collection"] == [first]
    assert books.get(f"/{path}/77777").status_code == 404
    assert books.post(f"/{path}", json={}).status_code == 405


def test_one_zone_is_that_of_italian_customers(books: httpx.Client) -> None:
    zones = books.get("/vat-zones").json()["collection"]
    assert [one["vatZoneNumber"] for one in zones if one["isDomestic"] and one["enabledForCustomer"]] == [1]
    assert [one["vatZoneNumber"] for one in zones if one["isDomestic"]] == [1, 4]


def test_all_provinces_of_italy_and_none_of_france(books: httpx.Client) -> None:
    provinces = books.get("/provinces/IT?pagesize=1000").json()["collection"]
    by_code = {one["code"]: one for one in provinces}
    assert (len(by_code), by_code["BO"]["name"], by_code["SU"]["name"]) == (107, "Bologna", "Sud Sardegna")
    assert len({one["provinceNumber"] for one in provinces}) == 107
    assert by_code["BO"]["countryCode"] == {"code": "IT"}
    assert books.get("/provinces/FR").json()["collection"] == []
    assert books.get("/provinces/XX").status_code == 404


def test_where_a_customer_is_delivered(sandbox: Sandbox, books: httpx.Client) -> None:
    held = next(iter(sandbox.state("reviso", "deliverylocation").values()))
    path = f"/customers/{held['customer']['customerNumber']}/delivery-locations"
    (shown,) = books.get(path).json()["collection"]
    assert shown == {**{name: value for name, value in held.items() if name != "customer"}, "self": shown["self"]}
    assert books.get("/customers/999/delivery-locations").status_code == 404


def test_a_shrunk_list_knows_fewer_customers(sandbox: Sandbox, books: httpx.Client) -> None:
    sandbox.fault("shrunk")
    assert found(books) == [*range(1001, 1013)]
