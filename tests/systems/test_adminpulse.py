"""AdminPulse: finding relations by number, and what is added to a body."""

from __future__ import annotations

from typing import Any

import pytest

from passerelle.systems.base import Raw
from tests.http.scripted import Asked, Reply, Server
from tests.systems.conftest import Open


def relation(id_: int, vat: str | None, enterprise: str | None = None) -> Raw:
    """A relation as AdminPulse answers it."""
    return {"id": id_, "name": f"Relation {id_}", "vatNumber": vat, "enterpriseNumber": enterprise, "channels": []}


class Office:
    """Relations served as AdminPulse does: the filter compares the digits as they were typed."""

    def __init__(self, *relations: Raw) -> None:
        self.relations = relations

    def __call__(self, asked: Asked) -> Reply:
        wanted = asked.query.get("vatNumber")
        shown = [raw for raw in self.relations if wanted is None or wanted in _digits(raw["vatNumber"])]
        assert asked.query["includeInactive"] == "true"
        return Reply(body={"results": shown, "pageCount": 1})


def _digits(text: str | None) -> str:
    return "".join(filter(str.isdigit, text or ""))


NORMAL = relation(1, "BE 0403.449.823", "0403.449.823")
TWIN = relation(2, "BE0403449823")
UNPADDED = relation(3, "BE 417.497.106")
UNLIABLE = relation(4, None, "0202239951")


@pytest.fixture
def office(server: Server) -> Server:
    server.script = Office(NORMAL, TWIN, UNPADDED, UNLIABLE)
    return server


def test_a_number_is_found_with_the_systems_own_filter(opened: Open, office: Server) -> None:
    found = opened("adminpulse").find("relation", "vat_number", ["BE0403449823"])
    assert found == {"BE0403449823": [NORMAL, TWIN]}
    assert [asked.query["vatNumber"] for asked in office.asked] == ["0403449823"]


def test_only_what_is_equal_in_that_column_is_found(opened: Open, office: Server) -> None:
    found = opened("adminpulse").find("relation", "enterprise_number", ["0403449823", "0202239951"])
    assert found == {"0403449823": [NORMAL], "0202239951": []}


def test_a_thorough_search_walks_the_list_once_for_what_the_filter_missed(opened: Open, office: Server) -> None:
    wanted = ["BE0403449823", "BE0417497106", "BE0999999922", "BE0888888895"]
    found = opened("adminpulse").find("relation", "vat_number", wanted, thorough=True)
    assert found == {wanted[0]: [NORMAL, TWIN], wanted[1]: [UNPADDED], wanted[2]: [], wanted[3]: []}
    assert len([asked for asked in office.asked if "vatNumber" not in asked.query]) == 1
    assert list(found) == wanted


def test_a_thorough_search_that_missed_nothing_walks_no_list(opened: Open, office: Server) -> None:
    opened("adminpulse").find("relation", "vat_number", ["BE0403449823"], thorough=True)
    assert len(office.asked) == 1


def test_other_columns_are_found_in_the_whole_list(opened: Open, office: Server) -> None:
    found = opened("adminpulse").find("relation", "name", ["Relation 3", "Relation 9"])
    assert found == {"Relation 3": [UNPADDED], "Relation 9": []}
    assert [asked.query.get("vatNumber") for asked in office.asked] == [None]


def test_nothing_is_asked_for_nothing(opened: Open, office: Server) -> None:
    assert opened("adminpulse").find("relation", "vat_number", [], thorough=True) == {}
    assert office.asked == []


BODIES: dict[str, tuple[dict[str, Any], bool, dict[str, Any]]] = {
    "created with a number": ({"vatNumber": "BE1"}, True, {"vatNumber": "BE1", "vatNumberPending": False}),
    "created without": ({"relationType": "Company"}, True, {"relationType": "Company", "vatNumberPending": True}),
    "a person needs none": ({"relationType": "Person"}, True, {"relationType": "Person"}),
    "updated with a number": ({"vatNumber": "BE1"}, False, {"vatNumber": "BE1", "vatNumberPending": False}),
    "updated without": ({"name": "X"}, False, {"name": "X"}),
    "what the system gives itself": ({"id": 1, "uniqueIdentifier": "APR00001", "name": "X"}, False, {"name": "X"}),
}


@pytest.mark.parametrize(("body", "creating", "expected"), BODIES.values(), ids=BODIES)
def test_bodies_are_completed(opened: Open, body: dict[str, Any], creating: bool, expected: dict[str, Any]) -> None:
    before = dict(body)
    assert opened("adminpulse").complete_body("relation", body, creating) == expected
    assert body == before


def test_the_page_of_a_relation(opened: Open) -> None:
    assert opened("adminpulse").page_of("relation", "1042") == "https://app.adminpulse.be/#/relations/1042"
