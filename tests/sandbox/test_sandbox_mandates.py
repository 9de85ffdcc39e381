"""The made-up mandates and year ends, what the office's file has of them: consistent, messy in stated shares."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from passerelle.sandbox.data.companies import generate_companies
from passerelle.sandbox.data.linking import LINKED, ROLES
from passerelle.sandbox.data.office import office_relations

COUNT = 2000
Record = dict[str, Any]
Companies = tuple[Record, ...]


@pytest.fixture(scope="module")
def companies() -> Companies:
    return generate_companies(COUNT, 5)


@pytest.fixture(scope="module")
def relations(companies: Companies) -> list[Record]:
    return office_relations(companies, 5)


def mandates(companies: Companies, *roles: str) -> Iterator[tuple[Record, Record]]:
    for company in companies:
        for mandate in company["mandates"]:
            if mandate["role"] in roles or not roles:
                yield company, mandate


def group_sizes(companies: Companies) -> Counter[int]:
    """How many companies hang together by parents and subsidiaries in force, by the size of each such group."""
    near = defaultdict(set)
    for company, mandate in mandates(companies, "parent", "subsidiary"):
        if mandate["endDate"] is None:
            near[company["pid"]].add(mandate["pid"])
    sizes: Counter[int] = Counter()
    left = set(near)
    while left:
        group, edge = set(), {left.pop()}
        while edge:
            group |= edge
            edge = {pid for one in edge for pid in near[one]} - group
        left -= group
        sizes[len(group)] += 1
    return sizes


def test_every_active_legal_person_has_one_to_three_directors(companies: Companies) -> None:
    for company in companies:
        held = [one for one in company["mandates"] if one["role"] == "director"]
        in_office = {one["pid"] for one in held if one["endDate"] is None}
        active = company["typeOfEnterprise"] == "2" and company["status"] == "AC"
        assert 1 <= len(in_office) <= 3 if active else not in_office


def test_mandates_are_well_formed_and_within_the_life_of_the_company(companies: Companies) -> None:
    for company, mandate in mandates(companies):
        known = {"kind", "pid", "caption", "role", "startDate", "endDate"}
        assert mandate.keys() - {"shares"} == known
        assert "shares" not in mandate or mandate["role"] == "shareholder"
        if mandate["kind"] == "Person":
            assert (len(mandate["pid"]), mandate["pid"][0]) == (10, "p")
        start, end = mandate["startDate"], mandate["endDate"]
        assert start is None or company["startDate"] <= start <= (end or company["endDate"] or "2025-12-31")


def test_companies_name_each_other(companies: Companies) -> None:
    by_pid = {company["pid"]: company for company in companies}
    parents = {
        (one["pid"], mandate["pid"], mandate["startDate"], mandate["endDate"])
        for one, mandate in mandates(companies, "parent")
    }
    children = {
        (mandate["pid"], one["pid"], mandate["startDate"], mandate["endDate"])
        for one, mandate in mandates(companies, "subsidiary")
    }
    assert parents == children
    assert parents
    for _, mandate in mandates(companies):
        if mandate["kind"] == "Company":
            assert mandate["caption"] in [name["value"] for name in by_pid[mandate["pid"]]["names"]]


def test_shares_that_are_known_make_a_hundred(companies: Companies) -> None:
    owned = [[one for one in company["mandates"] if one["role"] == "shareholder"] for company in companies]
    known = [held for held in owned if held and "shares" in held[0]]
    assert all(sum(one["shares"] for one in held) == pytest.approx(100) for held in known)
    assert all(one["shares"] > 0 for held in known for one in held)
    assert sum(bool(held) for held in owned) == 0.5 * COUNT
    assert len(known) == 0.45 * COUNT


def test_the_mess_of_mandates(companies: Companies) -> None:
    pids, led = defaultdict(set), defaultdict(set)
    renewed = set()
    for company, mandate in mandates(companies, "director"):
        pids[mandate["caption"]].add(mandate["pid"])
        led[mandate["pid"]].add(company["pid"])
        next_days = [
            one["startDate"] for one in company["mandates"] if (one["pid"], one["role"]) == (mandate["pid"], "director")
        ]
        if mandate["endDate"] in next_days and mandate["startDate"] != mandate["endDate"]:
            renewed.add(company["pid"])
    assert sum(len(bearers) - 1 for bearers in pids.values()) == pytest.approx(0.01 * COUNT, abs=2)
    assert sum(len(companies_led) - 1 for companies_led in led.values()) == 0.10 * COUNT
    assert len(renewed) == pytest.approx(0.03 * COUNT, abs=2)
    assert sum(mandate["pid"] == company["pid"] for company, mandate in mandates(companies, "parent")) == 1
    assert len({company["pid"] for company, _ in mandates(companies, "contact")}) == 0.4 * COUNT


@pytest.mark.parametrize(("count", "group"), [(60, 6), (200, 20), (1000, 400), (2000, 400)])
def test_one_group_is_large(count: int, group: int) -> None:
    sizes = group_sizes(generate_companies(count, 3))
    assert sizes[group] == 1
    assert max(size for size in sizes if size != group) < group


def test_most_year_ends_are_equal_some_missing_and_some_others(companies: Companies, relations: list[Record]) -> None:
    assert sum(company["fiscalYearEnd"] is None for company in companies) == 0.03 * COUNT
    held = [relation for relation in relations if relation["relationType"] != "Person"]
    unknown = sum(relation["financialYearEnd"] is None for relation in held)
    assert 0.08 * COUNT < unknown < 0.14 * COUNT
    for relation in held:
        years = relation["accountingYears"]
        assert bool(years) == bool(relation["financialYearEnd"])
        for year in years:
            start, end = date.fromisoformat(year["start"]), date.fromisoformat(year["end"])
            assert (end - start).days in (364, 365)
            assert end.strftime("%d/%m") == relation["financialYearEnd"]


def test_year_ends_agree_with_the_register_but_for_the_stated_share(
    companies: Companies, relations: list[Record]
) -> None:
    by_number = {company["enterpriseNumber"]: company for company in companies}
    met: Counter[str] = Counter()
    for relation in relations:
        digits = "".join(filter(str.isdigit, relation["enterpriseNumber"] or "")).zfill(10)
        day = by_number.get(digits, {"fiscalYearEnd": None})["fiscalYearEnd"]
        if day and relation["financialYearEnd"]:
            met["equal" if relation["financialYearEnd"] == day.replace("-", "/") else "other"] += 1
    assert met["other"] == pytest.approx(0.06 * COUNT, rel=0.05)
    assert met["equal"] > 10 * met["other"]


def test_half_of_the_mandates_between_relations_are_linked(companies: Companies, relations: list[Record]) -> None:
    ids = {relation["id"]: relation for relation in relations}
    links = [(relation, link) for relation in relations for link in relation["links"]]
    assert [link["id"] for link in sorted((one for _, one in links), key=lambda one: one["id"])] == list(
        range(1, len(links) + 1)
    )
    assert {link["role"] for _, link in links} == set(ROLES.values())
    assert all(link["relationId"] in ids for _, link in links)
    to_persons = [(one, link) for one, link in links if ids[link["relationId"]]["relationType"] == "Person"]
    named = {mandate["caption"] for _, mandate in mandates(companies)}
    for _, link in to_persons:
        person = ids[link["relationId"]]
        assert person["status"] == "Other"
        assert f"{person['firstName']} {person['lastName']}" in named
    possible = sum(
        mandate["kind"] == "Company" and mandate["role"] in ("parent", "subsidiary")
        for _, mandate in mandates(companies)
    )
    linked = sum(link["role"] in ("Parent", "Child") for _, link in links)
    # Some ends are not in the office's file: a tenth of the companies is left out.
    assert 0.75 * LINKED * possible < linked < LINKED * possible


def test_persons_of_openthebox_are_relations_without_its_pid(companies: Companies, relations: list[Record]) -> None:
    captions = {mandate["pid"]: mandate["caption"] for _, mandate in mandates(companies) if mandate["kind"] == "Person"}
    borne = Counter(captions.values())
    persons = [relation for relation in relations if relation["relationType"] == "Person"]
    known = [one for one in persons if borne[f"{one['firstName']} {one['lastName']}"]]
    assert len(known) >= 0.03 * COUNT
    assert any(borne[f"{one['firstName']} {one['lastName']}"] > 1 for one in known)
    assert not captions.keys() & set(re.findall(r"\w+", str(known)))


def test_five_thousand_companies_and_their_relations_are_made_in_about_a_second() -> None:
    began = time.process_time()
    made = generate_companies(5000, 11)
    assert len(office_relations(made, 11)) == 0.96 * 5000
    assert time.process_time() - began < 5
    generate_companies.cache_clear()


@pytest.mark.parametrize("count", [0, 1, 7, 49, 50])
def test_very_small_files_have_mandates_too(count: int) -> None:
    made = generate_companies(count, 1)
    assert all(company["mandates"] for company in made if company["typeOfEnterprise"] == "2")
    assert generate_companies.__wrapped__(count, 1) == made
