"""Lists, searches, counts and pages of the CRM."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from tests.sandbox.teamsystem_calls import found, read, stored, switched, told
from tests.sandbox_fixture import Record, Sandbox

Fits = Callable[[Record], bool]


@pytest.mark.parametrize("form", ["/Company/{}", "/Company/Get/{}", "/Company/View/{}", "/Company/{}/GetFull"])
def test_one_company_is_read_in_four_ways(crm: httpx.Client, form: str) -> None:
    assert crm.get(form.format(7001)).json() == read(crm, 7001)
    told(crm.get(form.format(1)), 404)


def test_ids_existence_and_counts_agree(sandbox: Sandbox, crm: httpx.Client) -> None:
    ids = crm.get("/Contact").json()
    assert ids == [int(key) for key in sandbox.state("teamsystem", "contact")]
    assert crm.get("/Contact/Count").json() == len(ids)
    assert [crm.get(f"/Contact/Exists/{key}").json() for key in (ids[0], 1)] == [True, False]


GROUP = "ff_gruppo_clienti_reviso"


def typed_with_its_country(company: Record) -> bool:
    vat = company["vatId"] or ""
    return vat.startswith("IT") and " " not in vat


COMPANIES: list[tuple[str, Fits]] = [
    ("id ne 0", lambda one: True),
    ("id gt 7010 and id le 7020", lambda one: 7010 < one["id"] <= 7020),
    ("id lt 7003 or id ge 7059 and id ne 7060", lambda one: one["id"] < 7003 or one["id"] == 7059),
    ("(id lt 7003 or id ge 7059) and id ne 7060", lambda one: one["id"] < 7003 or one["id"] == 7059),
    ("not (state eq 'IT')", lambda one: one["state"] != "IT"),
    ("not state eq 'IT' and id lt 7040", lambda one: one["state"] != "IT" and one["id"] < 7040),
    ("state ne 'IT'", lambda one: one["state"] != "IT"),
    ("state eq null", lambda one: one["state"] is None),
    ("state ne null", lambda one: one["state"] is not None),
    ("naturalPerson eq true", lambda one: one["naturalPerson"]),
    ("emails eq null", lambda one: not one["emails"]),
    ("startswith(emails,'info@')", lambda one: any(mail["value"].startswith("info@") for mail in one["emails"])),
    ("contains(companyName,'Ros')", lambda one: "Ros" in one["companyName"]),
    (
        "startswith(vatId,'IT') and not contains(vatId,' ')",
        typed_with_its_country,
    ),
    ("createdDate ge 2025-01-01T00:00:00Z", lambda one: one["createdDate"] >= "2025"),
    ("createdDate ge '2025-01-01T01:00:00+01:00'", lambda one: one["createdDate"] >= "2025"),
    ("createdDate lt 2025-01-01", lambda one: one["createdDate"] < "2025"),
    ("ff_valuta_reviso eq null", lambda one: one.get("ff_valuta_reviso") is None),
    (
        "ff_gruppo_clienti_reviso eq 'Clienti estero'",
        lambda one: one.get("ff_gruppo_clienti_reviso") == "Clienti estero",
    ),
]


@pytest.mark.parametrize(("text", "fits"), COMPANIES, ids=[text for text, _ in COMPANIES])
def test_a_filter_finds_what_fits(sandbox: Sandbox, crm: httpx.Client, text: str, fits: Fits) -> None:
    expected = [one["id"] for one in sandbox.state("teamsystem", "company").values() if fits(one)]
    assert expected
    assert found(crm, text) == expected
    assert crm.get("/Company/CountByODataCriteria", params={"filter": text}).json() == len(expected)
    ids = crm.get("/Company/SearchIdsByODataCriteria", params={"filter": text, "top": 500}).json()
    assert ids == expected
    assert [one["id"] for one in crm.get("/Company/Search", params={"filter": text, "top": 500}).json()] == expected


def test_quotes_are_doubled_and_case_counts(crm: httpx.Client) -> None:
    key = stored(crm, companyName="L'Aquila dell'Orto")
    assert found(crm, "companyName eq 'L''Aquila dell''Orto'") == [key]
    assert found(crm, "companyName eq 'l''aquila dell''orto'") == []


@pytest.mark.parametrize(
    "text",
    [
        "CompanyName eq 'X'", "nope eq 1", "companyName eq X", "companyName eq 'X", "companyName eq 5", "id eq '5'",
        "companyName like 'X'", "companyName", "eq 'X'", "(id eq 1", "id eq 1)", "id eq 1 id eq 2", "id eq 1 and",
        "startswith(id,'1')", "startswith(companyName,null)", "startswith(companyName)", "contains(companyName,city)",
        "createdDate ge 'yesterday'", "naturalPerson eq 'true'", "id eq 1;drop", "ff_nope eq 'x'", "_by eq 'giulia'",
    ],
)  # fmt: skip
def test_a_filter_that_is_none_is_refused(crm: httpx.Client, text: str) -> None:
    assert told(crm.get("/Company/SearchByODataCriteria", params={"$filter": text}))


def test_brackets_without_end_are_refused(crm: httpx.Client) -> None:
    text = "(" * 5000 + "id eq 7001" + ")" * 5000
    assert "brackets" in told(crm.get("/Company/SearchByODataCriteria", params={"$filter": text}))
    assert found(crm, "((((id eq 7001))))") == [7001]


def test_moments_are_compared_in_their_zones(sandbox: Sandbox, crm: httpx.Client) -> None:
    moment = sandbox.record("teamsystem", "company", 7005)["createdDate"]
    east = datetime.fromisoformat(moment).astimezone(timezone(timedelta(hours=2))).isoformat()
    for text in (east, f"'{east}'", moment, moment.removesuffix("Z"), f"'{moment}'"):
        assert found(crm, f"createdDate eq {text}") == [7005]


def test_pages_hold_50_unless_asked_otherwise(crm: httpx.Client) -> None:
    path, ids = "/Company/SearchByODataCriteria", crm.get("/Company").json()
    assert [one["id"] for one in crm.get(f"{path}?$filter=&$orderBy=&$skip=&$top=").json()] == ids[:50]
    assert [one["id"] for one in crm.get(f"{path}?skip=50").json()] == ids[50:]
    assert [one["id"] for one in crm.get(f"{path}?$skip=3&top=2").json()] == ids[3:5]
    assert crm.get(f"{path}?$skip=900").json() == []


@pytest.mark.parametrize(
    "query", ["$top=0", "$top=501", "$top=x", "$skip=-1", "limit=5", "$top=1&top=2", "$orderBy=nope"]
)
def test_a_page_that_is_none_is_refused(crm: httpx.Client, query: str) -> None:
    told(crm.get(f"/Company/SearchByODataCriteria?{query}"))


def test_order_by_several_properties(sandbox: Sandbox, crm: httpx.Client) -> None:
    held = sorted(sandbox.state("teamsystem", "company").values(), key=lambda one: -one["id"])
    expected = [one["id"] for one in sorted(held, key=lambda one: one["city"])]
    assert found(crm, "", **{"$orderBy": "city asc,id desc"}) == expected


def test_ids_are_ordered_by_id_only(crm: httpx.Client) -> None:
    path = "/Company/SearchIdsByODataCriteria"
    assert crm.get(path, params={"$orderBy": "id desc", "$top": 2}).json() == [7060, 7059]
    told(crm.get(path, params={"$orderBy": "city"}))


def test_a_field_is_searched_by_its_name_with_a_capital(crm: httpx.Client) -> None:
    key = stored(crm, companyName="Rossi & Figli", ff_pec="rossi@pec.example")

    def searched(**asked: str) -> list[int]:
        return [one["id"] for one in crm.get("/Company/Search", params=asked).raise_for_status().json()]

    assert searched(field="CompanyName", value="Rossi & Figli", comparator="Equals") == [key]
    assert searched(field="CompanyName", value="Rossi &", comparator="StartsWith") == [key]
    assert searched(field="FF_PEC", value="@pec.example", comparator="Contains") != []
    assert searched(field="FF_PEC", value="rossi@pec.example") == [key]
    assert searched(field="Id", value=str(key)) == [key]
    for wrong in ("companyName", "Nope", "ff_pec"):
        told(crm.get("/Company/Search", params={"field": wrong, "value": "x"}))
    told(crm.get("/Company/Search", params={"field": "City", "value": "x", "comparator": "Like"}))
    told(crm.get("/Company/Search", params={"field": "City", "value": "x", "filter": "id eq 1"}))


def test_contacts_are_found_by_their_company(crm: httpx.Client) -> None:
    company = stored(crm, companyName="Rossi")
    anna = stored(crm, "Contact", surname="Bianchi", companyId=company)
    assert found(crm, f"companyId eq {company}", "Contact") == [anna]
    assert found(crm, "companyName eq 'Rossi'", "Contact") == [anna]
    stored(crm, id=company, companyName="Verdi")
    assert read(crm, anna, "Contact")["companyName"] == "Verdi"
    assert found(crm, "companyName eq 'Rossi'", "Contact") == []


def test_a_search_may_ignore_a_property(sandbox: Sandbox, crm: httpx.Client) -> None:
    switched(sandbox, no_effect=["companyType"])
    assert len(found(crm, "companyType eq 'Fornitore'")) == len(found(crm, "not (companyType eq 'Fornitore')")) == 60
    assert found(crm, "companyType eq 'Fornitore' and id le 7002") == [7001, 7002]
    assert found(crm, "companyType eq 'Fornitore' or id le 7002") == [7001, 7002]


def test_leads_are_only_read(sandbox: Sandbox, crm: httpx.Client) -> None:
    (lead,) = [one for one in sandbox.state("teamsystem", "lead").values() if one["id"] == 501]
    asked: dict[str, Any] = {"filter": f"companyName eq '{lead['companyName'].replace(chr(39), chr(39) * 2)}'"}
    assert [one["id"] for one in crm.get("/Lead/Search", params=asked).json()] == [501]
    assert crm.put("/Lead", json={"surname": "Rossi"}).status_code in (404, 405)
    assert crm.delete("/Lead/501").status_code in (404, 405)
