"""openthebox over HTTP: the search, and the year ends and mandates of companies."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.sandbox_fixture import Sandbox

ADDRESS = {
    "street": {"nl": "Eikstraat", "fr": "Rue du Chêne"},
    "houseNumber": "16",
    "box": None,
    "zipcode": "1000",
    "municipality": {"nl": "Brussel", "fr": "Bruxelles"},
    "countryCode": "BE",
}
NAMES = [
    {"language": "2", "type": "001", "value": "Zeepziederij Ünal"},
    {"language": "1", "type": "001", "value": "Savonnerie Ünal"},
    {"language": "2", "type": "003", "value": "Zuiver/Zacht"},
]
PERSON = {"kind": "Person", "pid": "pZZZZZZZZ1", "caption": "Zelda Ünal", "role": "director"}


def found(box: httpx.Client, text: str, lang: str = "nl") -> list[dict[str, Any]]:
    answer = box.get(f"/api/entities/search/{quote(text, safe='')}/{lang}")
    assert answer.status_code == 200, answer.text
    entities: list[dict[str, Any]] = answer.json()
    return entities


@pytest.fixture
def soap(sandbox: Sandbox) -> str:
    mandates = [PERSON | {"startDate": None, "endDate": None}]
    number = "BE0403449823"
    sandbox.add("openthebox", "company", pid=number, names=NAMES, address=ADDRESS, mandates=mandates)
    return number


def test_a_company_is_found_by_the_beginnings_of_its_words_in_any_language(box: httpx.Client, soap: str) -> None:
    dutch = {"pid": soap, "kind": "Company", "caption": "Zeepziederij Ünal", "zipcode": "1000"}
    dutch |= {"municipality": "Brussel", "status": "AC"}
    assert found(box, "unal zeep") == [dutch]
    assert found(box, "SAVONNERIE") == [dutch]
    assert found(box, "zuiver/za") == [dutch]
    assert found(box, "zeep", "fr") == [dutch | {"caption": "Savonnerie Ünal", "municipality": "Bruxelles"}]
    assert found(box, "zeep", "de") == [dutch]
    assert found(box, "ziederij") == found(box, "zeep savonniere") == found(box, "&&") == []


@pytest.mark.parametrize("text", ["0403449823", "BE0403449823", "0403.449.823", "0403 449 823", "3449823"])
def test_digits_are_looked_for_in_the_number(box: httpx.Client, soap: str, text: str) -> None:
    assert [entity["pid"] for entity in found(box, text)] == [soap]


def test_a_person_is_found_with_the_place_of_the_company(sandbox: Sandbox, box: httpx.Client, soap: str) -> None:
    person = {"pid": PERSON["pid"], "kind": "Person", "caption": "Zelda Ünal", "zipcode": "1000"}
    assert found(box, "zel unal", "fr") == [person | {"municipality": "Bruxelles"}]
    assert {entity["kind"] for entity in found(box, "unal")} == {"Company", "Person"}
    sandbox.edit("openthebox", "company", soap, mandates=[])
    assert found(box, "zelda") == []


def test_the_best_come_first_and_at_most_fifty(sandbox: Sandbox, box: httpx.Client) -> None:
    for at, name in enumerate(["Oude Zuivel", "Zuivel Noord", "Zuivel"] + ["De Zuivel"] * 60):
        names = [{"language": "2", "type": "001", "value": name}]
        sandbox.add("openthebox", "company", pid=f"BE20000000{at:02d}", names=names)
    captions = [entity["caption"] for entity in found(box, "zuivel")]
    assert captions == ["Zuivel", "Zuivel Noord", "Oude Zuivel"] + ["De Zuivel"] * 47


def test_homonyms_are_two_entities(sandbox: Sandbox, box: httpx.Client) -> None:
    captions: dict[str, set[str]] = {}
    for company in sandbox.state("openthebox", "company").values():
        for mandate in company["mandates"]:
            if mandate["kind"] == "Person":
                captions.setdefault(mandate["caption"], set()).add(mandate["pid"])
    caption, pids = next((caption, pids) for caption, pids in captions.items() if len(pids) > 1)
    assert pids <= {entity["pid"] for entity in found(box, caption) if entity["caption"] == caption}


@pytest.mark.parametrize("path", ["x/nl", "%20x/nl", "zeep/it", "zeep/NL", "zeep/nl?page=1"])
def test_a_search_that_is_not_understood_is_refused(box: httpx.Client, path: str) -> None:
    answer = box.get(f"/api/entities/search/{path}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_search_needs_a_token(sandbox: Sandbox) -> None:
    assert httpx.get(f"{sandbox.base_url}/openthebox/api/entities/search/zeep/nl").status_code == 401


def test_searches_count_and_are_recorded(sandbox: Sandbox, box: httpx.Client) -> None:
    statuses = [box.get("/api/entities/search/zeep/nl").status_code for _ in range(301)]
    assert statuses == [200] * 300 + [429]
    assert len(sandbox.requests("openthebox", "GET")) == 301


def test_a_shrunk_source_finds_less_and_an_empty_one_nothing(sandbox: Sandbox, box: httpx.Client) -> None:
    pids = list(sandbox.state("openthebox", "company"))
    first, last = pids[0], pids[-1]
    sandbox.fault("shrunk")
    assert [entity["pid"] for entity in found(box, first)] == [first]
    assert found(box, last) == []
    sandbox.fault("empty")
    assert found(box, first) == []


def test_edits_by_hand_of_year_end_and_mandates_are_served(sandbox: Sandbox, box: httpx.Client, soap: str) -> None:
    assert box.get(f"/api/companies/{soap}").json()["fiscalYearEnd"] is None
    sandbox.edit("openthebox", "company", soap, fiscalYearEnd="30-06")
    company = box.get(f"/api/companies/{soap}").json()
    assert (company["fiscalYearEnd"], company["mandates"][0]["pid"]) == ("30-06", PERSON["pid"])
