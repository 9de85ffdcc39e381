"""The custom fields of TeamSystem Cloud CRM and their options are there, or a person is told what to make."""

from collections.abc import Callable
from typing import Any

import pytest

from passerelle.errors import ConfigurationError, RecordRejected, UnclearAnswer
from passerelle.mapping.loader import load_system
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.settings import Settings
from passerelle.systems.base import System
from passerelle.systems.registry import open_system
from tests.http.scripted import Reply, Server, scripted_server
from tests.sandbox_fixture import Sandbox
from tests.systems.teamsystem.records import ROOT, canonical, company, switch


def remove_field(sandbox: Sandbox, *codes: str) -> None:
    fields = sandbox.state("teamsystem", "customfield")
    for key in [key for key, held in fields.items() if held["code"] in codes]:
        sandbox.delete("teamsystem", "customfield", key)


def test_everything_is_there_and_nothing_is_said(crm: System) -> None:
    for stream in ("company", "contact"):
        crm.check(stream)
    assert not crm.left_out


def test_the_field_of_our_reference_is_needed(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "reviso_number", "codice_sdi")
    with pytest.raises(ConfigurationError, match=r"'Numero cliente Reviso' \(reviso_number; type Testo\)") as told:
        crm.check("company")
    assert "codice_sdi" not in str(told.value)


def test_selections_that_cannot_be_made_are_left_alone_and_told(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "valuta_reviso", "zona_iva_reviso")
    crm.check("company")
    told = " ".join(crm.left_out)
    assert "'Valuta Reviso' (valuta_reviso; type Selezione" in told
    assert "'Zona iva Reviso'" in told
    assert {"currency", "vat_zone"} & crm.profile.streams["company"].fields.keys() == set()


def test_a_field_that_may_be_missing_is_left_alone_and_told_once(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "codice_sdi")
    for _ in range(2):
        crm.check("company")
    (told,) = crm.left_out
    assert "'Codice destinatario SDI' (codice_sdi; type Testo)" in told
    assert "sdi_code" not in crm.profile.streams["company"].fields
    assert "certified_email" in crm.profile.streams["company"].fields
    crm.create("company", {"full_name": "Nuova Srl"})


def test_a_field_under_another_code_is_known_by_its_label(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "reviso_number")
    sandbox.add(
        "teamsystem",
        "customfield",
        label="Numero cliente Reviso",
        code="numero_cliente_reviso",
        entity="company",
        type="Text",
    )
    crm.check("company")
    made = crm.create("company", to_body(crm.profile, "company", {"name": "Nuova", "partner": "42"}, None))
    assert sandbox.record("teamsystem", "company", made["id"])["ff_numero_cliente_reviso"] == "42"
    assert canonical(crm, "company", made)["partner"] == "42"
    crm.update("company", str(made["id"]), {"ff_reviso_number": "43"})
    assert [raw["id"] for raw in crm.find("company", "partner", ["43"])["43"]] == [made["id"]]
    assert not to_frame(crm.profile, "company", [made]).unmapped


def test_options_are_told_by_hand_where_definitions_cannot_be_changed(sandbox: Sandbox, crm: System) -> None:
    remove_field(sandbox, "gruppo_prezzi_reviso")
    choices = {"currency": ["EUR", "JPY", "SEK"], "price_group": ["Base", "Oro, argento"], "vat_zone": ["Italia"]}
    currency, price_group = crm.offer("company", choices)
    assert "'Valuta Reviso' lacks options" in currency
    assert "JPY, SEK" in currency
    assert "EUR" not in currency
    assert "make the custom field of Aziende 'Gruppo prezzi Reviso'" in price_group
    assert "Base, Oro argento" in price_group
    assert {call["method"] for call in sandbox.requests("teamsystem")} == {"GET"}


def test_options_are_made_where_definitions_can_be_changed_and_none_is_taken_away(
    sandbox: Sandbox, open_: Callable[[], System]
) -> None:
    switch(sandbox, definitions_by_api=True)
    remove_field(sandbox, "termini_pagamento_reviso")
    choices = {"currency": ["JPY", "EUR"], "payment_terms": ["Rimessa diretta"]}
    crm = open_()
    crm.check("company")
    assert crm.offer("company", choices) == []
    held = {one["label"]: one for one in sandbox.state("teamsystem", "customfield").values()}
    assert held["Valuta Reviso"]["options"] == ["JPY", "EUR", "USD", "GBP", "CHF"]
    assert held["Termini di pagamento Reviso"]["options"] == ["Rimessa diretta"]
    made = crm.create(
        "company", to_body(crm.profile, "company", {"name": "Nuova", "payment_terms": "Rimessa diretta"}, None)
    )
    assert canonical(crm, "company", made)["payment_terms"] == "Rimessa diretta"
    mark = max(call["sequence"] for call in sandbox.requests())
    assert crm.offer("company", choices) == []
    assert [call["path"].rpartition("/")[2] for call in sandbox.requests(since=mark)] == ["GetPolymorphicSchema"]


def test_a_key_that_only_reads_has_people_make_the_options(
    sandbox: Sandbox, open_: Callable[[], System], monkeypatch: pytest.MonkeyPatch
) -> None:
    switch(sandbox, definitions_by_api=True)
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_API_KEY", "sandbox-readonly")
    (told,) = open_().offer("company", {"currency": ["JPY"]})
    assert "JPY" in told


@pytest.mark.parametrize("unknown", ["error", "ignored", "created"])
def test_an_option_that_is_none_is_refused_before_the_crm_does_as_it_likes(
    sandbox: Sandbox, crm: System, unknown: str
) -> None:
    switch(sandbox, unknown_option=unknown)
    id_ = company(sandbox, ff_valuta_reviso="EUR")
    crm.check("company")
    with pytest.raises(RecordRejected, match="'Valuta Reviso' has no option 'XYZ'"):
        crm.update("company", str(id_), {"ff_valuta_reviso": "XYZ"})
    assert sandbox.record("teamsystem", "company", id_)["ff_valuta_reviso"] == "EUR"


def test_a_field_that_an_administrator_made_mandatory_is_told_in_the_crms_words(sandbox: Sandbox, crm: System) -> None:
    id_ = company(sandbox, vatId=None)
    switch(sandbox, required_company=["vatId"])
    with pytest.raises(RecordRejected, match="vatId"):
        crm.update("company", str(id_), {"city": "Modena"})


@pytest.mark.parametrize("answer", [{"id": 5}, [5], True, None])
def test_a_write_that_is_not_answered_with_an_id_is_unclear(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    with scripted_server() as server:
        crm = on(server, monkeypatch)
        server.answers(Reply(body=answer))
        with pytest.raises(UnclearAnswer):
            crm.create("company", {"full_name": "Nuova"})
        assert len(server.asked) == 1
        crm.close()


def test_an_update_answered_with_another_id_is_unclear(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as server:
        crm = on(server, monkeypatch)
        server.script = lambda asked: Reply(body={"id": 5} if asked.method == "GET" else 6)
        with pytest.raises(UnclearAnswer, match="another record"):
            crm.update("company", "5", {"city": "Modena"})
        crm.close()


def on(server: Server, monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_BASE_URL", server.url)
    monkeypatch.setenv("PASSERELLE_TEAMSYSTEM_API_KEY", "given")
    return open_system("teamsystem", load_system(ROOT, "teamsystem"), Settings(time_scale=1000))


def test_every_call_carries_the_headers_of_the_crm(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as server:
        crm = on(server, monkeypatch)
        server.answers(Reply(body=3))
        crm.test()
        headers = server.asked[0].headers
        crm.close()
    assert headers["crm-applicationname"] == "Passerelle"
    assert headers["crm-freefieldsstyle"] == "AsValueOnlyParentProperties"
    assert headers["apikey"] == "given"
