"""The field definitions of Freshdesk: the preset ones, those an administrator makes, and the values they take."""

from typing import Any

import httpx
import pytest

from tests.sandbox.freshdesk_calls import (
    BASE,
    changed,
    company,
    contact,
    faults,
    made,
    nothing,
    portal_client,
    read,
    switched,
)  # fmt: skip
from tests.sandbox_fixture import Record, Sandbox

PRESET = [
    "name", "job_title", "email", "phone", "mobile", "twitter_id", "company_name", "address", "time_zone", "language",
    "tag_names", "description", "unique_external_id", "twitter_profile_status", "twitter_followers_count",
]  # fmt: skip
CHOICES = [{"value": "Gold", "position": 1}, {"value": "Silver", "position": 2}]


def named(portal: httpx.Client, what: str, name: str) -> Record:
    (found,) = [one for one in read(portal, f"/{what}_fields") if one["name"] == name]
    return dict(found)


def test_preset_fields_are_listed_by_position(portal: httpx.Client) -> None:
    contacts, companies = (read(portal, f"/{what}_fields") for what in ("contact", "company"))
    assert [one["name"] for one in contacts] == [*PRESET, "service"]
    assert [one["name"] for one in companies][:5] == ["name", "description", "note", "domains", "health_score"]
    assert [one["name"] for one in contacts if one["required_for_agents"]] == ["name"]
    assert {one["type"] for one in contacts if one["default"]} == {f"default_{name}" for name in PRESET}
    assert "label_for_customers" in contacts[0] and "label_for_customers" not in companies[0]


def test_choices_have_three_shapes(portal: httpx.Client) -> None:
    zones, languages = (named(portal, "contact", name)["choices"] for name in ("time_zone", "language"))
    assert (len(zones), zones["Brussels"]) == (149, "(GMT+01:00) Brussels")
    assert (len(languages), languages["fr"]) == (50, "French")
    assert named(portal, "company", "health_score")["choices"] == ["At risk", "Doing okay", "Happy"]
    assert len(named(portal, "company", "industry")["choices"]) == 59
    assert named(portal, "contact", "service")["choices"][0] == {
        "id": 1, "label": "Direction", "value": "Direction", "position": 1,
    }  # fmt: skip


def test_an_agent_lists_fields_and_an_administrator_alone_makes_them(sandbox: Sandbox, portal: httpx.Client) -> None:
    with portal_client(sandbox, "sandbox-agent") as agent:
        assert read(agent, "/contact_fields") == read(portal, "/contact_fields")
        contact(agent)
        for answer in (
            agent.post("/company_fields", json={"label": "x", "type": "custom_text"}),
            agent.put("/company_fields/21", json={"label": "x"}),
            agent.delete("/company_field/21"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "access_denied")
        sandbox.edit("freshdesk", "agent", 102, admin=True)
        made(agent, "company_fields", label="x", type="custom_text")


@pytest.mark.parametrize(
    ("what", "label", "name"),
    [
        ("company", "Test Field", "test_field"),
        ("company", "Numéro d'entreprise (BCE)", "numero_d_entreprise_bce"),
        ("company", "Description", "custom_description"),
        ("contact", "Company Name", "custom_company_name"),
        ("company", "Company Name", "company_name"),
    ],
)
def test_a_label_makes_the_name(portal: httpx.Client, what: str, label: str, name: str) -> None:
    field = made(portal, f"{what}_fields", label=label, type="custom_text")
    assert (field["name"], field["label"], field["default"]) == (name, label, False)
    assert read(portal, f"/{what}_fields")[-1] == field
    answer = portal.post(f"/{what}_fields", json={"label": label, "type": "custom_text"})
    assert faults(answer, 409) == [("label", "duplicate_value")]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"type": "custom_text"}, ("label", "missing_field")),
        ({"label": "x"}, ("type", "missing_field")),
        ({"label": "x", "type": "text"}, ("type", "invalid_value")),
        ({"label": "x", "type": "custom_dropdown"}, ("choices", "missing_field")),
        ({"label": "x", "type": "custom_dropdown", "choices": ["a"]}, ("choices", "invalid_value")),
        ({"label": "x", "type": "custom_text", "choices": CHOICES}, ("choices", "invalid_value")),
        ({"label": "x", "type": "custom_number", "unique": True}, ("unique", "invalid_value")),
        ({"label": "x", "type": "custom_text", "name": "x"}, ("name", "invalid_field")),
        ({"label": "x", "type": "custom_text", "customers_can_edit": True}, ("customers_can_edit", "invalid_field")),
    ],
)
def test_a_field_that_cannot_be_is_refused(portal: httpx.Client, sent: dict[str, Any], fault: tuple[str, str]) -> None:
    assert fault in faults(portal.post("/company_fields", json=sent))
    assert len(read(portal, "/company_fields")) == 9


@pytest.mark.parametrize(
    ("kind", "good", "bad", "code"),
    [
        ("custom_text", "x" * 255, "x" * 256, "invalid_value"),
        ("custom_paragraph", "x\n" * 500, 5, "datatype_mismatch"),
        ("custom_checkbox", True, "true", "datatype_mismatch"),
        ("custom_number", 12, "12", "datatype_mismatch"),
        ("custom_dropdown", "Gold", "gold", "invalid_value"),
        ("custom_phone_number", "02 1", 21, "datatype_mismatch"),
        ("custom_url", "https://voorbeeld.example/x", "voorbeeld.example", "invalid_value"),
        ("custom_date", "2026-12-31", "2026-12-31T00:00:00Z", "invalid_value"),
    ],
)
def test_a_value_is_of_its_fields_type(portal: httpx.Client, kind: str, good: Any, bad: Any, code: str) -> None:
    made(portal, "company_fields", label="Own", type=kind, **({"choices": CHOICES} if "dropdown" in kind else {}))
    assert company(portal, custom_fields={"own": good})["custom_fields"] == {"numero_client": None, "own": good}
    assert faults(portal.put("/companies/501", json={"custom_fields": {"own": bad}})) == [("own", code)]
    assert read(portal, "/companies/501")["custom_fields"]["own"] is None


def test_a_text_may_have_to_be_unique(portal: httpx.Client) -> None:
    made(portal, "company_fields", label="VAT number", type="custom_text", unique=True)
    key = company(portal, custom_fields={"vat_number": "BE0403449823"})["id"]
    answer = portal.put("/companies/501", json={"custom_fields": {"vat_number": "BE0403449823"}})
    assert faults(answer, 409) == [("vat_number", "duplicate_value")]
    assert answer.json()["errors"][0]["additional_info"] == {"company_id": key}
    changed(portal, f"/companies/{key}", custom_fields={"vat_number": "BE0403449823"})


def test_a_field_may_be_mandatory(portal: httpx.Client) -> None:
    path = f"/contact_fields/{named(portal, 'contact', 'service')['id']}"
    assert changed(portal, path, required_for_agents=True)["required_for_agents"] is True
    changed(portal, f"/contact_fields/{named(portal, 'contact', 'company_name')['id']}", required_for_agents=True)
    assert faults(portal.post("/contacts", json={"name": "Anna", "phone": "1"})) == [
        ("company_id", "missing_field"), ("service", "missing_field"),
    ]  # fmt: skip
    key = contact(portal, company_id=501, custom_fields={"service": "Achats"})["id"]
    assert faults(portal.put(f"/contacts/{key}", json={"custom_fields": {"service": None}})) == [
        ("service", "missing_field")
    ]
    # What was stored before is not asked for again.
    assert changed(portal, "/contacts/9001", address="x")["address"] == "x"


@pytest.mark.parametrize("word", ["company_fields", "company_field"])
def test_choices_are_changed_one_by_one(portal: httpx.Client, word: str) -> None:
    field = made(portal, "company_fields", label="Level", type="custom_dropdown", choices=CHOICES)
    assert [one["id"] for one in field["choices"]] == [1, 2]
    path = f"/{word}/{field['id']}"
    company(portal, custom_fields={"level": "Silver"})
    after = changed(portal, path, choices=[{"id": 1, "value": "Or"}, {"value": "Bronze", "position": 3}])
    assert [(one["id"], one["value"]) for one in after["choices"]] == [(1, "Or"), (2, "Silver"), (3, "Bronze")]
    after = changed(portal, path, choices=[{"id": 2, "deleted": True}], label="Rank")
    assert ([one["value"] for one in after["choices"]], after["name"], after["label"]) == (
        ["Or", "Bronze"], "level", "Rank",
    )  # fmt: skip
    assert faults(portal.post("/companies", json={"name": "x", "custom_fields": {"level": "Silver"}})) == [
        ("level", "invalid_value")
    ]
    for wrong in ([{"id": 9, "value": "x"}], [{"value": "Or"}], [{"position": 4}]):
        assert faults(portal.put(path, json={"choices": wrong}))[0][0] == "choices"


def test_an_administrator_edits_the_preset_choices(portal: httpx.Client) -> None:
    path = f"/company_fields/{named(portal, 'company', 'health_score')['id']}"
    changed(portal, path, choices=["Happy", "Perdu"])
    assert company(portal, health_score="Perdu")["health_score"] == "Perdu"
    assert faults(portal.put("/companies/501", json={"health_score": "At risk"})) == [("health_score", "invalid_value")]
    nothing(portal.delete(path), 405)
    assert faults(portal.put(path, json={"type": "custom_text"})) == [("type", "invalid_field")]


def test_a_deleted_field_takes_its_values_along(portal: httpx.Client) -> None:
    field = made(portal, "company_fields", label="Own", type="custom_text")
    key = company(portal, custom_fields={"own": "x"})["id"]
    nothing(portal.delete(f"/company_field/{field['id']}"))
    assert "own" not in read(portal, f"/companies/{key}")["custom_fields"]
    made(portal, "company_fields", label="Own", type="custom_text")
    assert read(portal, f"/companies/{key}")["custom_fields"]["own"] is None
    nothing(portal.delete(f"/company_fields/{field['id']}"), 404)


def test_fields_are_edited_by_hand_under_the_same_rules(sandbox: Sandbox, portal: httpx.Client) -> None:
    field = sandbox.add("freshdesk", "companyfield", label="SIREN", type="custom_text", unique=True)
    assert named(portal, "company", "siren")["unique"] is True
    sandbox.edit("freshdesk", "companyfield", field["id"], required_for_agents=True)
    assert faults(portal.post("/companies", json={"name": "x"})) == [("siren", "missing_field")]
    wrong = sandbox.http.post("/_sandbox/state/freshdesk/companyfield", json={"label": "x", "type": "text"})
    assert (wrong.status_code, "type" in wrong.json()["message"]) == (400, True)
    switched(sandbox, plan="trial")
    assert sandbox.http.get(f"{BASE}/company_fields", auth=("sandbox", "")).json()[-1]["name"] == "siren"
