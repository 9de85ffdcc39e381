"""Raw records become frames of canonical ones, and what doesn't fit is counted or refused, never absorbed."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd
import pytest

from passerelle.errors import UnreadableAnswer
from passerelle.mapping.models import SystemProfile
from passerelle.mapping.reader import to_frame
from passerelle.records import columns_of
from passerelle.systems.base import Raw


def test_a_relation_is_read(adminpulse: SystemProfile, relation: Raw) -> None:
    batch = to_frame(adminpulse, "relation", [relation])
    assert batch.frame.index.name == "external_id"
    assert batch.frame.loc["1042"].to_dict() == {
        "name": "Bakkerij Peeters",
        "legal_form": "610",
        "enterprise_number": "0403449823",
        "vat_number": "BE0403449823",
        "website": "www.voorbeeld.be",
        "phone": "+3223151351",
        "street": "Eikstraat",
        "house_number": "16",
        "box": None,
        "postcode": "1000",
        "town": "Brussel",
        "country": "BE",
        "incorporation_date": "1974-11-01",
        "file_status": "open",
        "language": "nl",
        "kind": "company",
        "year_end": None,
        "first_name": None,
        "last_name": None,
        "source_page": None,
    }
    assert not batch.unmapped
    assert not batch.unknown_codes
    assert not batch.repeated


def test_a_company_is_read_in_its_languages(openthebox: SystemProfile, company: Raw) -> None:
    batch = to_frame(openthebox, "company", [company])
    row = batch.frame.loc["BE0403449823"]
    assert row["name@nl"] == "Bakkerij Peeters"
    assert row["name@fr"] == "Boulangerie Peeters"
    assert row["name@de"] is None
    assert row["street@fr"] == "Rue du Chêne"
    assert row["town@nl"] == "Brussel"
    assert row["status"] == "active"
    assert row["kind"] == "company"
    assert "name" not in batch.frame.columns
    assert set(batch.frame.columns) <= set(columns_of("company"))
    assert not batch.unmapped


def test_missing_parts_are_none_and_nothing_is_nan(openthebox: SystemProfile) -> None:
    bare = {"pid": "BE1", "enterpriseNumber": "", "status": " ", "name": {}, "address": None}
    frame = to_frame(openthebox, "company", [bare]).frame
    assert all(value is None for value in frame.loc["BE1"])
    assert {str(dtype) for dtype in frame.dtypes} == {"object"}


def test_no_records_give_an_empty_frame_with_every_column(adminpulse: SystemProfile) -> None:
    frame = to_frame(adminpulse, "relation", []).frame
    assert len(frame) == 0
    assert list(frame.columns) == list(adminpulse.streams["relation"].fields)


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        ([("Phone", False, "02 315 13 51"), ("Phone", True, "0475 12 34 56")], "+32475123456"),
        ([("Phone", False, "02 315 13 51"), ("Phone", False, "0475 12 34 56")], "+3223151351"),
        ([("Mobile", True, "0475 12 34 56")], None),
        ([], None),
        (None, None),
    ],
)
def test_the_favourite_counts_else_the_first(
    adminpulse: SystemProfile, relation: Raw, channels: list[tuple[str, bool, str]] | None, expected: str | None
) -> None:
    keys = ("type", "favourite", "value")
    relation["channels"] = None if channels is None else [dict(zip(keys, entry, strict=True)) for entry in channels]
    assert to_frame(adminpulse, "relation", [relation]).frame.at["1042", "phone"] == expected


def test_a_code_outside_its_table_is_kept_and_counted(adminpulse: SystemProfile, relation: Raw) -> None:
    relation["relationType"] = "Trust"
    batch = to_frame(adminpulse, "relation", [relation, relation | {"id": 2}])
    assert batch.frame["kind"].tolist() == ["Trust", "Trust"]
    assert batch.unknown_codes == {("kind", "Trust"): 2}


def test_a_record_read_twice_counts_once(adminpulse: SystemProfile, relation: Raw) -> None:
    batch = to_frame(adminpulse, "relation", [relation, relation | {"name": "Later"}])
    assert batch.frame["name"].tolist() == ["Bakkerij Peeters"]
    assert batch.repeated == ["1042"]


def test_what_the_profile_does_not_know_is_counted(adminpulse: SystemProfile, relation: Raw) -> None:
    relation["peppolReady"] = "Yes"
    relation["channels"][1]["district"] = "Centrum"
    relation["channels"].append({"type": "Fax", "favourite": True, "value": "02 315 13 52"})
    batch = to_frame(adminpulse, "relation", [relation, relation | {"id": 2}])
    assert batch.unmapped == {"peppolReady": 2, "channels[Address].district": 2, "channels[Fax]": 2}


def test_a_new_key_inside_an_object_is_counted(openthebox: SystemProfile, company: Raw) -> None:
    company["address"]["floor"] = "3"
    company["address"]["street"]["en"] = "Oak Street"
    assert to_frame(openthebox, "company", [company]).unmapped == {"address.floor": 1, "address.street.en": 1}


@pytest.mark.parametrize("broken", [{"name": "No id"}, {"id": None}, {"id": ""}, {"id": {"n": 1}}, "text", None, [1]])
def test_a_record_without_an_id_is_refused(adminpulse: SystemProfile, broken: Any) -> None:
    with pytest.raises(UnreadableAnswer, match=r"AdminPulse: a record of relations is not an object with 'id'"):
        to_frame(adminpulse, "relation", [broken])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": {"nl": "Peeters"}}, "name holds an object where a value was expected"),
        ({"channels": {"Phone": "02"}}, r"channels\[Website\].value holds no list where a list was expected"),
    ],
)
def test_another_shape_is_refused_with_its_place(
    adminpulse: SystemProfile, relation: Raw, change: Raw, place: str
) -> None:
    with pytest.raises(UnreadableAnswer, match=f"AdminPulse, relation 1042: {place}"):
        to_frame(adminpulse, "relation", [relation | change])


def test_an_address_that_is_text_is_refused(openthebox: SystemProfile, company: Raw) -> None:
    with pytest.raises(UnreadableAnswer, match=r"company BE0403449823: address\.street\.fr holds a value or a list"):
        to_frame(openthebox, "company", [company | {"address": "Eikstraat 16, 1000 Brussel"}])


def test_twenty_thousand_records_take_a_moment(adminpulse: SystemProfile, relation: Raw) -> None:
    """Each distinct value is spelled once: a phone number parsed for every record alone would take as long."""
    raws = [relation | {"id": number} for number in range(20_000)]
    start = time.process_time()
    frame = to_frame(adminpulse, "relation", raws).frame
    assert time.process_time() - start < 5
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == 20_000
