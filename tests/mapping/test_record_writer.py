"""Changes become bodies, and read back they show the changes and nothing else."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapping_examples import RELATION

from passerelle.mapping.models import SystemProfile
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.systems.base import Raw


def channels(body: Raw, type_: str) -> list[Raw]:
    return [entry for entry in body["channels"] if entry["type"] == type_]


def test_an_update_holds_only_what_changes(adminpulse: SystemProfile, relation: Raw) -> None:
    assert to_body(adminpulse, "relation", {"name": "Peeters & Zonen"}, relation) == {"name": "Peeters & Zonen"}


def test_the_current_record_is_not_touched(adminpulse: SystemProfile, relation: Raw) -> None:
    before = copy.deepcopy(relation)
    to_body(adminpulse, "relation", {"phone": "+3225551234", "town": "Gent"}, relation)
    assert relation == before


def test_the_favourite_is_changed_and_all_other_entries_survive(adminpulse: SystemProfile, relation: Raw) -> None:
    relation["channels"][2]["note"] = "reception"
    body = to_body(adminpulse, "relation", {"phone": "+3225551234"}, relation)
    assert list(body) == ["channels"]
    assert channels(body, "Phone") == [
        {"type": "Phone", "favourite": False, "value": "0475 12 34 56"},
        {"type": "Phone", "favourite": True, "value": "+3225551234", "note": "reception"},
    ]
    assert [entry for entry in body["channels"] if entry["type"] != "Phone"] == [
        entry for entry in relation["channels"] if entry["type"] != "Phone"
    ]


def test_one_member_of_an_address_takes_the_others_along(adminpulse: SystemProfile, relation: Raw) -> None:
    body = to_body(adminpulse, "relation", {"house_number": "18"}, relation)
    assert channels(body, "Address") == [relation["channels"][1] | {"houseNumber": "18"}]


def test_a_first_entry_of_a_type_is_the_favourite(adminpulse: SystemProfile, relation: Raw) -> None:
    relation["channels"] = [{"type": "Email", "favourite": True, "value": "info@voorbeeld.be"}]
    body = to_body(adminpulse, "relation", {"phone": "+3225551234", "street": "Eikstraat", "town": "Gent"}, relation)
    assert body["channels"] == [
        {"type": "Email", "favourite": True, "value": "info@voorbeeld.be"},
        {"type": "Phone", "favourite": True, "value": "+3225551234"},
        {"type": "Address", "favourite": True, "street": "Eikstraat", "city": "Gent"},
    ]


def test_a_blanked_value_takes_its_entry_away_and_no_other(adminpulse: SystemProfile, relation: Raw) -> None:
    body = to_body(adminpulse, "relation", {"phone": None}, relation)
    assert channels(body, "Phone") == [{"type": "Phone", "favourite": False, "value": "0475 12 34 56"}]


def test_an_address_goes_only_when_all_of_it_is_blank(adminpulse: SystemProfile, relation: Raw) -> None:
    part = to_body(adminpulse, "relation", {"street": None}, relation)
    assert channels(part, "Address")[0]["street"] is None
    members = ("street", "house_number", "box", "postcode", "town", "country")
    assert channels(to_body(adminpulse, "relation", dict.fromkeys(members), relation), "Address") == []


def test_a_value_that_means_the_same_stays_as_it_stands(adminpulse: SystemProfile, relation: Raw) -> None:
    same = {"phone": "+3223151351", "website": "www.voorbeeld.be", "enterprise_number": "0403449823", "box": None}
    assert to_body(adminpulse, "relation", same, relation) == {}


def test_a_creation_holds_codes_and_only_what_is_known(adminpulse: SystemProfile) -> None:
    values = {"name": "Peeters", "kind": "sole_trader", "language": "fr", "box": None, "phone": None}
    assert to_body(adminpulse, "relation", values, None) == {
        "name": "Peeters",
        "relationType": "SoleProprietor",
        "language": "fr",
    }


def test_what_is_written_on_creation_only_is_not_updated(adminpulse: SystemProfile, relation: Raw) -> None:
    assert to_body(adminpulse, "relation", {"kind": "person", "language": "fr"}, relation) == {}


def test_a_value_without_a_code_is_refused(adminpulse: SystemProfile) -> None:
    with pytest.raises(ValueError, match="AdminPulse has no code for kind 'trust'; allowed: company, sole_trader"):
        to_body(adminpulse, "relation", {"kind": "trust"}, None)


def test_a_field_without_a_place_is_refused(adminpulse: SystemProfile) -> None:
    with pytest.raises(ValueError, match="AdminPulse has no place for size; its fields: name, legal_form"):
        to_body(adminpulse, "relation", {"size": "1"}, None)


def with_stream(profile: SystemProfile, field: str = "kind", style: str = "merge", **changes: object) -> SystemProfile:
    """The profile with one field map and the update style changed."""
    stream = profile.streams["relation"]
    fields = stream.fields | {field: stream.fields[field].model_copy(update=changes)}
    calls = stream.calls.model_copy(update={"update_style": style})
    return profile.model_copy(
        update={"streams": {"relation": stream.model_copy(update={"fields": fields, "calls": calls})}}
    )


def test_of_several_codes_the_one_that_stands_is_kept(adminpulse: SystemProfile, relation: Raw) -> None:
    table = {"Company": "company", "LegalPerson": "company", "Person": "person"}
    profile = with_stream(adminpulse, write=True).model_copy(update={"codes": {"relation_type": table}})
    relation["relationType"] = "LegalPerson"
    assert to_body(profile, "relation", {"kind": "company"}, relation) == {}
    relation["relationType"] = "Person"
    assert to_body(profile, "relation", {"kind": "company"}, relation) == {"relationType": "Company"}


def test_replace_sends_the_whole_record_but_nothing_that_may_not_be_sent(
    adminpulse: SystemProfile, relation: Raw
) -> None:
    profile = with_stream(adminpulse, "vat_number", "replace", write=False)
    body = to_body(profile, "relation", {"name": "Peeters", "vat_number": "BE0417497106"}, relation)
    expected = relation | {"name": "Peeters"}
    del expected["vatNumber"], expected["inactive"]
    assert body == expected


def test_nested_objects_keep_their_other_attributes(openthebox: SystemProfile, company: Raw) -> None:
    body = to_body(openthebox, "company", {"street@fr": "Rue Haute", "box": "3"}, company)
    assert list(body) == ["address"]
    assert body["address"]["street"] == {"nl": "Eikstraat", "fr": "Rue Haute"}
    assert body["address"]["houseNumber"] == "16"
    assert to_body(openthebox, "company", {"town@nl": "Gent"}, None) == {"address": {"municipality": {"nl": "Gent"}}}


def test_write_as_gives_the_systems_spelling(adminpulse: SystemProfile, relation: Raw) -> None:
    profile = with_stream(adminpulse, "town", write_as="upper")
    assert channels(to_body(profile, "relation", {"town": "Gent"}, relation), "Address")[0]["city"] == "GENT"


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Peeters", "Café de la Gare"]),
        "legal_form": st.sampled_from(["610", "014", None]),
        "enterprise_number": st.just("0417497106"),
        "vat_number": st.sampled_from(["BE0417497106", None]),
        "website": st.sampled_from(["voorbeeld.be/nl", "www.voorbeeld.be", None]),
        "phone": st.sampled_from(["+3225551234", "+3223151351", None]),
        "street": st.sampled_from(["Rue Haute", None]),
        "house_number": st.sampled_from(["1", "16", None]),
        "box": st.sampled_from(["A", None]),
        "postcode": st.sampled_from(["9000", None]),
        "town": st.sampled_from(["Gent", None]),
        "incorporation_date": st.sampled_from(["2001-02-03", None]),
    },
)
ENTRIES = st.permutations(RELATION["channels"]).flatmap(
    lambda entries: st.integers(0, len(entries)).map(lambda kept: entries[:kept])
)


@given(changes=CHANGES, entries=ENTRIES)
def test_read_back_it_shows_the_changes_and_nothing_else(
    adminpulse: SystemProfile, changes: dict[str, str | None], entries: list[Raw]
) -> None:
    if any(entry == RELATION["channels"][0] for entry in entries) and changes.get("phone", "") is None:
        entries = [entry for entry in entries if entry["type"] != "Phone"]  # a second phone would step forward
    relation = copy.deepcopy(RELATION | {"channels": entries})
    stored = relation | to_body(adminpulse, "relation", changes, relation)
    before, after = (to_frame(adminpulse, "relation", [raw]).frame.loc["1042"].to_dict() for raw in (relation, stored))
    assert after == before | changes
    mapped = {"Address", "Phone", "Website"}
    assert [e for e in stored["channels"] if e["type"] not in mapped] == [e for e in entries if e["type"] not in mapped]
