"""The tenant's custom fields: their values, their definitions, and the forms in which they are sent."""

from typing import Any

import httpx
import pytest

from tests.sandbox.teamsystem_calls import FLAT, KEY, STATE, found, read, stored, switched, told
from tests.sandbox_fixture import Sandbox

GROUP = "ff_gruppo_clienti_reviso"


def schema(crm: httpx.Client, kind: str = "Company") -> dict[str, Any]:
    answer = crm.get(f"/{kind}/GetPolymorphicSchema", params={"TypeNameHandling": "none"})
    properties: dict[str, Any] = answer.raise_for_status().json()["properties"]
    return properties


def options(crm: httpx.Client) -> list[str]:
    labels: list[str] = schema(crm)[GROUP]["enum"]
    return labels


def test_the_schema_names_every_property(crm: httpx.Client) -> None:
    assert schema(crm).keys() == read(crm, 7001).keys()
    assert schema(crm)[GROUP]["title"] == "Gruppo clienti Reviso"
    assert options(crm) == ["Clienti Italia", "Clienti estero", "Enti pubblici"]
    assert schema(crm, "Contact").keys() == read(crm, crm.get("/Contact").json()[0], "Contact").keys()


def test_a_code_may_be_written_in_capitals(crm: httpx.Client) -> None:
    key = stored(crm, companyName="Rossi", FF_REVISO_NUMBER="42")
    assert read(crm, key)["ff_reviso_number"] == "42"
    assert found(crm, "ff_reviso_number eq '42'") == [key]


def test_without_the_header_they_are_a_list(sandbox: Sandbox) -> None:
    with httpx.Client(base_url=f"{sandbox.base_url}/teamsystem/api/v9", headers=KEY) as crm:
        key = stored(crm, companyName="Rossi", freeFields=[{"code": "reviso_number", "value": "42"}])
        shown = read(crm, key)
        assert {"code": "reviso_number", "value": "42"} in shown["freeFields"]
        assert not [name for name in shown if name.startswith("ff_")]
        assert stored(crm, **shown) == key
        assert read(crm, key, **FLAT)["ff_reviso_number"] == "42"
        for wrong in ({"ff_reviso_number": "42"}, {"freeFields": "42"}, {"freeFields": [{"code": "nope", "value": 1}]}):
            told(crm.post("/Company/CreateOrUpdate", json={"id": key, **wrong}))


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("Text", "x", 1),
        ("Number", 1.5, "1.5"),
        ("Number", 0, True),
        ("Currency", 10, "10 EUR"),
        ("Date", "2026-01-31", "2026-02-30"),
        ("Date", "2026-01-31", "31/01/2026"),
        ("Flag", False, "no"),
        ("Select", "uno", 1),
    ],
)
def test_a_value_is_of_the_fields_type(sandbox: Sandbox, crm: httpx.Client, kind: str, right: Any, wrong: Any) -> None:
    sandbox.add("teamsystem", "customfield", code="prova", label="Prova", entity="company", type=kind, options=["uno"])
    key = stored(crm, companyName="Rossi", ff_prova=right)
    assert read(crm, key)["ff_prova"] == right
    assert "ff_prova" in told(crm.post("/Company/CreateOrUpdate", json={"id": key, "ff_prova": wrong}))
    stored(crm, id=key, ff_prova=None)
    assert read(crm, key)["ff_prova"] is None


def test_custom_values_compare_by_their_type(sandbox: Sandbox, crm: httpx.Client) -> None:
    field = {"label": "Prova", "entity": "company"}
    sandbox.add("teamsystem", "customfield", code="giorno", type="Date", **field)
    sandbox.add("teamsystem", "customfield", code="importo", type="Currency", **field)
    key = stored(crm, companyName="Rossi", ff_giorno="2026-01-31", ff_importo=12.5)
    assert found(crm, "ff_giorno ge 2026-01-31 and ff_giorno lt '2026-02-01' and ff_importo gt 12.49") == [key]
    told(crm.get("/Company/Search", params={"filter": "ff_importo gt '12'"}))


def test_an_unknown_option_is_refused_ignored_or_made(sandbox: Sandbox, crm: httpx.Client) -> None:
    key = stored(crm, companyName="Rossi", **{GROUP: "Clienti Italia"})
    sent = {"id": key, "city": "Bari", GROUP: "clienti italia"}
    assert GROUP in told(crm.post("/Company/CreateOrUpdate", json=sent))
    assert read(crm, key)["city"] is None
    switched(sandbox, unknown_option="ignored")
    stored(crm, **sent)
    assert (read(crm, key)["city"], read(crm, key)[GROUP]) == ("Bari", "Clienti Italia")
    assert "clienti italia" not in options(crm)
    switched(sandbox, unknown_option="created")
    stored(crm, **sent)
    assert (read(crm, key)[GROUP], options(crm)[-1]) == ("clienti italia", "clienti italia")


def test_read_only_and_mandatory_fields(sandbox: Sandbox, crm: httpx.Client) -> None:
    key = stored(crm, companyName="Rossi", ff_pec="a@pec.example")
    (pec,) = [one["id"] for one in sandbox.state("teamsystem", "customfield").values() if one["code"] == "pec"]
    sandbox.edit("teamsystem", "customfield", pec, readOnly=True, required=True)
    stored(crm, id=key, city="Bari", ff_pec="a@pec.example")
    assert "ff_pec" in told(crm.post("/Company/CreateOrUpdate", json={"id": key, "ff_pec": "b@pec.example"}))
    assert "ff_pec" in told(crm.put("/Company", json={"companyName": "Rossi"}))
    assert schema(crm)["ff_pec"]["readOnly"] is True


def test_a_field_that_is_taken_away_is_unknown(sandbox: Sandbox, crm: httpx.Client) -> None:
    (pec,) = [one["id"] for one in sandbox.state("teamsystem", "customfield").values() if one["code"] == "pec"]
    sandbox.delete("teamsystem", "customfield", pec)
    assert "ff_pec" not in read(crm, 7001)
    assert "ff_pec" not in schema(crm)
    assert "ff_pec" in told(crm.post("/Company/CreateOrUpdate", json={"id": 7001, "ff_pec": "x"}))


def test_the_vendors_connector_may_be_missing(sandbox: Sandbox, crm: httpx.Client) -> None:
    before = schema(crm)
    switched(sandbox, plugin_fields=False)
    assert len(before) - len(schema(crm)) == 6
    assert GROUP not in read(crm, 7001)
    sandbox.add("teamsystem", "customfield", code="valuta_reviso", label="Valuta", entity="company", type="Text")
    switched(sandbox, plugin_fields=True)
    assert schema(crm).keys() == before.keys()
    assert schema(crm)["ff_valuta_reviso"]["title"] == "Valuta"


@pytest.mark.parametrize(
    "wrong",
    [
        {"options": ["uno, due"]},
        {"type": "Password"},
        {"code": "PEC"},
        {"code": "pec"},
        {"entity": "lead"},
        {"label": ""},
        {"nope": 1},
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(sandbox: Sandbox, wrong: dict[str, Any]) -> None:
    right = {"code": "prova", "label": "Prova", "entity": "company", "type": "Select"}
    answer = sandbox.http.post(f"{STATE}/customfield", json=right | wrong)
    assert (answer.status_code, next(iter(wrong)) in answer.json()["message"]) == (400, True)
    assert sandbox.http.put(f"{STATE}/customfield/1", json={"type": "Text"}).status_code == 400


def test_definitions_have_no_api_unless_a_tenant_has_one(sandbox: Sandbox, crm: httpx.Client) -> None:
    sent = {"label": "Città di consegna", "entity": "contact", "type": "Select", "options": ["Bari"]}
    for answer in (crm.get("/CustomField"), crm.post("/CustomField", json=sent), crm.put("/CustomField/1", json=sent)):
        told(answer, 404)
    switched(sandbox, definitions_by_api=True)
    key = crm.post("/CustomField", json=sent).json()
    assert schema(crm, "Contact")["ff_citta_di_consegna"]["enum"] == ["Bari"]
    assert crm.put(f"/CustomField/{key}", json=sent | {"options": ["Bari", "Roma"]}).json() == key
    assert crm.get("/CustomField").json()[-1]["options"] == ["Bari", "Roma"]
    told(crm.post("/CustomField", json=sent))
    told(crm.put(f"/CustomField/{key}", json=sent | {"type": "Text"}))
    told(crm.post("/CustomField", json=sent | {"label": "Due", "options": ["a,b"]}))
    told(crm.put("/CustomField/999", json=sent), 404)


def test_switches_are_checked(sandbox: Sandbox) -> None:
    for wrong in ({"update": "patch"}, {"nope": True}, {"plugin_fields": "no"}):
        answer = sandbox.http.put(f"{STATE}/setting/1", json=wrong)
        assert (answer.status_code, next(iter(wrong)) in answer.json()["message"]) == (400, True)
    assert sandbox.http.post(f"{STATE}/setting", json={}).status_code == 400
