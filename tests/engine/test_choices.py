"""Selection fields of the CRM offer what the lists of Reviso hold, where they may be changed; and without Magazzino."""

import pytest

from tests.studio_fixture import Studio, organisation

pytestmark = pytest.mark.xdist_group("studio")


def options(studio: Studio, code: str) -> list[str]:
    """What a selection field of the CRM's companies offers."""
    fields = studio.sandbox.state("teamsystem", "customfield").values()
    return next(one["options"] for one in fields if one["code"] == code)


def new_terms(studio: Studio) -> None:
    studio.sandbox.add("reviso", "paymentterms", name="Rimessa, 45 giorni", paymentTermsType="net", daysOfCredit=45)


def test_without_the_api_a_person_is_told_what_to_add(studio: Studio) -> None:
    new_terms(studio)
    notes = studio.run()["notes"]
    told = [note for note in notes if "Termini di pagamento Reviso" in note]
    assert len(told) == 1
    assert "Rimessa 45 giorni" in told[0]
    assert "Rimessa 45 giorni" not in options(studio, "termini_pagamento_reviso")


def test_with_the_api_the_options_are_added_and_none_is_taken_away(studio: Studio) -> None:
    studio.sandbox.edit("teamsystem", "setting", "1", definitions_by_api=True)
    before = options(studio, "termini_pagamento_reviso")
    new_terms(studio)
    studio.run()
    after = options(studio, "termini_pagamento_reviso")
    assert set(before) < set(after)
    assert "Rimessa 45 giorni" in after
    number, id_ = organisation(studio)
    studio.in_crm(id_, ff_termini_pagamento_reviso="Rimessa 45 giorni")
    studio.run()
    terms = studio.sandbox.state("reviso", "paymentterms")
    held = studio.customers[number]["paymentTerms"]["paymentTermsNumber"]
    assert terms[str(held)]["name"] == "Rimessa, 45 giorni"


def test_without_the_module_price_groups_are_left_alone_and_told_once(studio: Studio) -> None:
    _, id_ = organisation(studio)
    before = studio.companies[id_].get("ff_gruppo_prezzi_reviso")
    studio.sandbox.edit("reviso", "setting", "1", magazzino=False)
    mark = studio.last_call()
    notes = studio.run()["notes"]
    assert [count for note, count in notes.items() if "Magazzino" in note] == [1]
    assert studio.companies[id_].get("ff_gruppo_prezzi_reviso") == before
    assert studio.writes(mark) == []


def test_where_the_fields_cannot_be_made_it_is_told_how_and_the_rest_goes_on(studio: Studio) -> None:
    number, id_ = organisation(studio)
    studio.sandbox.edit("teamsystem", "setting", "1", plugin_fields=False)
    studio.in_reviso(number, address="Via Nuova 7")
    made = studio.sandbox.add("teamsystem", "company", companyName="Nuova Srl", companyType="Cliente", state="IT")
    customers = studio.customers.keys()
    notes = " ".join(studio.run()["notes"])
    assert studio.companies[id_]["address"] == "Via Nuova 7"
    for label, option in (
        ("Valuta Reviso", "EUR"),
        ("Gruppo clienti Reviso", "Clienti Italia"),
        ("Zona iva Reviso", "Italia"),
    ):
        assert label in notes
        assert option in notes
    assert studio.customers.keys() == customers
    assert "Reviso asks for" in studio.held()[str(made["id"])]
    studio.sandbox.edit("teamsystem", "setting", "1", plugin_fields=True)
    mark = studio.last_call()
    studio.run()
    assert studio.writes(mark) == [], "what was left alone is as it was"
