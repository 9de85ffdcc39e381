"""AdminPulse over HTTP: links between relations, and what stands of year ends."""

import time
from typing import Any

import httpx
import pytest

from tests.sandbox.calls import KEY, new_relation
from tests.sandbox_fixture import Sandbox

LINK = {"relationId": 2, "role": "Director", "startDate": "2019-03-01"}


def links_of(sandbox: Sandbox, key: object) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = sandbox.record("adminpulse", "relation", key)["links"]
    return links


def fields_at_fault(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 400, answer.text
    return {error["field"] for error in answer.json()["errors"]}


@pytest.fixture
def relation(office: httpx.Client) -> int:
    """A new relation without links."""
    return int(office.post("/relations", json=new_relation()).json()["id"])


def test_a_link_is_answered_as_stored_and_read_with_its_relation(
    sandbox: Sandbox, office: httpx.Client, relation: int
) -> None:
    before = office.get(f"/relations/{relation}").json()
    answer = office.post(f"/relations/{relation}/links", json=LINK | {"shares": 51})
    assert answer.status_code == 201
    assert answer.json() == {"id": answer.json()["id"], "endDate": None, "shares": 51, **LINK}
    after = office.get(f"/relations/{relation}").json()
    assert after == before | {"links": [answer.json()], "lastModified": after["lastModified"]}
    assert after["lastModified"] > before["lastModified"]
    assert all(link["relationId"] != relation for link in links_of(sandbox, 2))


def test_the_ids_of_links_are_unique_in_the_whole_system(sandbox: Sandbox, office: httpx.Client, relation: int) -> None:
    relations = sandbox.state("adminpulse", "relation").values()
    seeded = [link["id"] for one in relations for link in one["links"]]
    made = [office.post(f"/relations/{key}/links", json=LINK).json()["id"] for key in (relation, 1, relation)]
    assert len(set(seeded + made)) == len(seeded) + 3 > 3
    sandbox.edit("adminpulse", "relation", relation, links=[])
    assert office.post(f"/relations/{relation}/links", json=LINK).json()["id"] == made[-1] + 1


def test_what_is_sent_of_a_link_changes_and_nothing_else(sandbox: Sandbox, office: httpx.Client, relation: int) -> None:
    first, second = (office.post(f"/relations/{relation}/links", json=LINK).json() for _ in range(2))
    path = f"/relations/{relation}/links/{first['id']}"
    answer = office.put(path, json={"endDate": "2024-06-30", "shares": 12.5, "startDate": "", "role": ""})
    changed = first | {"endDate": "2024-06-30", "shares": 12.5}
    assert (answer.status_code, answer.json()) == (200, changed)
    assert links_of(sandbox, relation) == [changed, second]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"relationId": 999_999}, "relationId"),
        ({"relationId": "2"}, "relationId"),
        ({"role": "director"}, "role"),
        ({"role": "Friend"}, "role"),
        ({"startDate": "01/03/2019"}, "startDate"),
        ({"endDate": "2019-02-30"}, "endDate"),
        ({"shares": 101}, "shares"),
        ({"shares": "51"}, "shares"),
        ({"id": 5}, "id"),
        ({"pid": "pZZZZZZZZ1"}, "pid"),
    ],
)
def test_bad_links_are_refused(
    sandbox: Sandbox, office: httpx.Client, relation: int, other: dict[str, Any], field: str
) -> None:
    kept = office.post(f"/relations/{relation}/links", json=LINK).json()
    assert fields_at_fault(office.post(f"/relations/{relation}/links", json=LINK | other)) == {field}
    assert fields_at_fault(office.put(f"/relations/{relation}/links/{kept['id']}", json=other)) == {field}
    assert links_of(sandbox, relation) == [kept]


def test_a_new_link_needs_a_relation_and_a_role(office: httpx.Client, relation: int) -> None:
    assert fields_at_fault(office.post(f"/relations/{relation}/links", json={"shares": 5})) == {"relationId", "role"}


def test_links_of_nothing_that_exists_are_not_found(office: httpx.Client, relation: int) -> None:
    kept = office.post(f"/relations/{relation}/links", json=LINK).json()["id"]
    assert office.post("/relations/999999/links", json=LINK).status_code == 404
    assert office.put(f"/relations/{relation}/links/999999", json={"shares": 5}).status_code == 404
    assert office.put(f"/relations/2/links/{kept}", json={"shares": 5}).status_code == 404
    assert office.delete(f"/relations/2/links/{kept}").status_code == 404


def test_a_link_is_removed_and_leaves_a_line_of_history(sandbox: Sandbox, office: httpx.Client, relation: int) -> None:
    kept, gone = (office.post(f"/relations/{relation}/links", json=LINK).json() for _ in range(2))
    answer = office.delete(f"/relations/{relation}/links/{gone['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert links_of(sandbox, relation) == [kept]
    assert office.delete(f"/relations/{relation}/links/{gone['id']}").status_code == 404
    last = list(sandbox.state("adminpulse", "history").values())[-1]
    assert last["changes"] == [{"field": "links", "old": [kept, gone], "new": [kept]}]


@pytest.mark.parametrize("path", ["/relations/1/links", "/relations/1/links/1"])
def test_links_need_the_key(sandbox: Sandbox, path: str) -> None:
    method = "PUT" if path.endswith("/1") else "POST"
    assert httpx.request(method, f"{sandbox.base_url}/adminpulse{path}", json=LINK).status_code == 401


def test_changes_of_links_are_in_the_history_and_recorded(
    sandbox: Sandbox, office: httpx.Client, relation: int
) -> None:
    kept = office.post(f"/relations/{relation}/links", json=LINK).json()
    ended = office.put(f"/relations/{relation}/links/{kept['id']}", json={"endDate": "2024-06-30"}).json()
    lines = [line for line in sandbox.state("adminpulse", "history").values() if line["relationId"] == relation][1:]
    assert [line["by"] for line in lines] == ["API key", "API key"]
    assert [line["changes"] for line in lines] == [
        [{"field": "links", "old": [], "new": [kept]}],
        [{"field": "links", "old": [kept], "new": [ended]}],
    ]
    calls = [(call["method"], call["path"], call["status"]) for call in sandbox.requests("adminpulse")[-2:]]
    path = f"/adminpulse/relations/{relation}/links"
    assert calls == [("POST", path, 201), ("PUT", f"{path}/{kept['id']}", 200)]


def test_calls_for_links_count(office: httpx.Client) -> None:
    statuses = [office.post("/relations/999999/links", json=LINK).status_code for _ in range(481)]
    assert statuses == [404] * 480 + [429]


def test_a_link_is_stored_and_answered_500(sandbox: Sandbox, office: httpx.Client, relation: int) -> None:
    sandbox.fault("stores-then-500", path="/links", count=1)
    assert office.post(f"/relations/{relation}/links", json=LINK).status_code == 500
    assert [link["role"] for link in links_of(sandbox, relation)] == ["Director"]


def test_a_link_is_stored_though_the_caller_has_hung_up(sandbox: Sandbox, office: httpx.Client, relation: int) -> None:
    sandbox.fault("stores-after-timeout", delay_ms=1500)
    with pytest.raises(httpx.ReadTimeout), httpx.Client(base_url=office.base_url, headers=KEY, timeout=0.1) as hasty:
        hasty.post(f"/relations/{relation}/links", json=LINK)
    assert links_of(sandbox, relation) == []
    end = time.monotonic() + 60
    while not links_of(sandbox, relation) and time.monotonic() < end:
        time.sleep(0.02)
    assert len(links_of(sandbox, relation)) == 1


def test_links_of_rejected_names_are_refused(sandbox: Sandbox, office: httpx.Client, relation: int) -> None:
    sandbox.fault("rejects", contains="Peeters")
    assert office.post(f"/relations/{relation}/links", json=LINK).status_code == 400
    assert links_of(sandbox, relation) == []


def test_days_of_links_are_rewritten(sandbox: Sandbox, office: httpx.Client, relation: int) -> None:
    sandbox.fault("rewrites")
    assert office.post(f"/relations/{relation}/links", json=LINK).json()["startDate"] == "01/03/2019"
    assert links_of(sandbox, relation)[0]["startDate"] == "01/03/2019"


@pytest.mark.parametrize("other", [{"links": []}, {"links": [LINK]}, {"accountingYears": []}])
def test_links_and_years_are_no_part_of_a_relation_that_is_sent(office: httpx.Client, other: dict[str, Any]) -> None:
    assert fields_at_fault(office.post("/relations", json=new_relation(**other))) == set(other)
    assert fields_at_fault(office.put("/relations/1", json=other)) == set(other)


def test_the_year_end_is_written_and_the_years_stay(office: httpx.Client) -> None:
    stored = office.post("/relations", json=new_relation(financialYearEnd="30/06")).json()
    assert (stored["financialYearEnd"], stored["accountingYears"], stored["links"]) == ("30/06", [], [])
    before = next(one for one in office.get("/relations").json()["results"] if one["accountingYears"])
    after = office.put(f"/relations/{before['id']}", json={"financialYearEnd": "29/02"}).json()
    assert (after["financialYearEnd"], after["accountingYears"]) == ("29/02", before["accountingYears"])


@pytest.mark.parametrize("day", ["31/02", "30-06", "2024-06-30", "6/30", "00/01"])
def test_a_year_end_that_is_no_day_is_refused(office: httpx.Client, day: str) -> None:
    assert fields_at_fault(office.put("/relations/1", json={"financialYearEnd": day})) == {"financialYearEnd"}


def test_links_made_by_hand_are_completed(sandbox: Sandbox, office: httpx.Client) -> None:
    made = sandbox.add("adminpulse", "relation", name="A", links=[{"relationId": 1, "role": "Contact"}])
    kept, new = sandbox.edit(
        "adminpulse", "relation", made["id"], links=[*made["links"], {"relationId": 2, "role": "Child"}]
    )["links"]
    assert kept == made["links"][0] == {"id": kept["id"], **dict.fromkeys(LINK), **kept, "shares": None}
    assert new["id"] == kept["id"] + 1
    answer = sandbox.http.put(f"/_sandbox/state/adminpulse/relation/{made['id']}", json={"links": [{"rol": "typo"}]})
    assert answer.status_code == 400
    assert office.put(f"/relations/{made['id']}/links/{new['id']}", json={"shares": 3}).json()["shares"] == 3
