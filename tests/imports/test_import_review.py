"""The review form of an import: what it shows, and what becomes of what a person enters."""

from dataclasses import replace
from typing import Any

import pytest

from passerelle.form import Form
from passerelle.imports.order import Order
from passerelle.imports.prepared import Doubt, Prepared
from passerelle.imports.review import CREATE, UPDATE, doubtful, form_of, left_open, names_of, order_from, refilled
from tests.imports.prepared_examples import ANNE, PAUL, REGIME, SIREN, SITE, prepared

ORDER = Order((SIREN,), contacts=(ANNE,))


def entered(order: Order = ORDER, of: Prepared | None = None, **answers: Any) -> Order:
    """The order after a person has filled in the form: as it was shown, except for these answers."""
    shown = of or prepared()
    form = form_of(shown, order)
    whole: dict[str, Any] = {one.name: one.value for one in form.questions}
    return order_from(whole | answers, form, names_of(shown, order), order)


def question(form: Form, name: str) -> Any:
    """A question by name."""
    return next(one for one in form.questions if one.name == name)


def test_every_field_of_company_site_and_chosen_contacts_stands_in_the_form_filled_in() -> None:
    form = form_of(prepared(), ORDER)
    shown = {one.name: one.value for one in form.questions}
    assert shown == {
        "what_to_do": CREATE,
        "name": "Dupont",
        "street": "",
        "fax": "04 72 00 00 01",
        "delivers": True,
        "revenue": "1200",
        "tax_regime": "",
        "site_1_street": "2 quai Nord",
        "contact_1_chosen": True,
        "contact_1_title": "Madame",
        "contact_1_last_name": "Martin",
        "contact_1_email": "anne@example.test",
        "contact_2_chosen": False,
    }
    assert {one.name for one in form.questions if one.required} == {
        "what_to_do",
        "name",
        "street",
        "tax_regime",
        "site_1_street",
    }
    assert question(form, "tax_regime").choices == ("France", "France, exonéré")
    assert question(form, "contact_1_title").title == "Anne Martin: Titre"
    assert question(form, "revenue").help == ("Caractéristiques (assumed)",)


def test_a_question_with_one_answer_only_is_not_asked() -> None:
    one = replace(prepared(), asks=[replace(REGIME, choices=[("FRA", "France")])])
    assert "tax_regime" not in [asked.name for asked in form_of(one, ORDER).questions]
    assert entered(of=one).answers == {}


def test_what_new_companies_are_asked_is_not_asked_of_one_that_is_there() -> None:
    assert "tax_regime" not in [asked.name for asked in form_of(prepared(known=True), ORDER).questions]


def test_findings_differences_notes_and_costs_stand_above_the_form() -> None:
    form = form_of(prepared(known=True), ORDER)
    told = question(form, "what_to_do").help
    assert told[:3] == (
        f"**Dupont**, company {SIREN}: exists as [Dupont SA (C0042)](http://artis.test/C0042).",
        "**Register:** The register knows it as DUPONT SAS.",
        "Fax: 04 72 00 00 99 → **04 72 00 00 01**",
    )
    assert "The list of sites may be incomplete." in told
    assert told[-1] == "Sheets pulled from Corporama for a credit each: 1; 39 credits left."
    assert question(form, "name").help[-1] == "**Register:** DUPONT SAS"
    assert question(form, "fax").help == ("Fiche principale > Informations principales", "There now: 04 72 00 00 99")


def test_only_what_was_entered_otherwise_becomes_an_override() -> None:
    order = entered(street=" 1 rue Neuve ", fax="", delivers=False, site_1_street="3 quai Nord", tax_regime="France")
    assert order.overrides == {
        SIREN: {"street": "1 rue Neuve", "fax": "", "delivers": "no"},
        SITE: {"street": "3 quai Nord"},
    }
    assert order.answers == {"tax_regime": "FRA"}
    assert (order.contacts, order.update_existing) == ((ANNE,), False)
    assert entered().overrides == {}


def test_overrides_of_the_first_form_outlive_the_second() -> None:
    once = entered(street="1 rue Neuve", fax="04 72")
    assert entered(once, name="Dupont SAS").overrides[SIREN] == {
        "street": "1 rue Neuve",
        "fax": "04 72",
        "name": "Dupont SAS",
    }


def test_contacts_are_chosen_in_the_form_and_updating_is_decided_there() -> None:
    order = entered(of=prepared(known=True), contact_1_chosen=False, contact_2_chosen=True, what_to_do=UPDATE)
    assert (order.contacts, order.update_existing) == ((PAUL,), True)
    assert entered(replace(ORDER, contacts=("all",))).contacts == (ANNE, PAUL)
    assert entered(replace(ORDER, contacts=("2",))).contacts == (PAUL,)
    *others, paul = prepared().subjects
    elsewhere = replace(prepared(), subjects=[*others, replace(paul, others=("370805430/7",))])
    assert entered(replace(ORDER, contacts=("7",)), of=elsewhere).contacts == (PAUL,)


def test_what_is_missing_or_held_back_is_told_by_the_labels_people_see() -> None:
    assert left_open(prepared(held=("The postcode is not of that town.",)), ORDER) == [
        "Adresse 1 is required.",
        "The postcode is not of that town.",
    ]
    assert left_open(prepared(known=True), ORDER) == []
    assert left_open(prepared(known=True), replace(ORDER, update_existing=True)) == ["Adresse 1 is required."]


def test_what_looks_wrong_of_what_was_just_entered_is_told_once() -> None:
    doubt = Doubt("fax", "The number is too short.")
    company, *others = prepared().subjects
    doubted = replace(prepared(), subjects=[replace(company, doubts=[doubt]), *others])
    once = entered(fax="12")
    assert doubtful(doubted, once, ORDER) == ["Fax: The number is too short. Correct it, or send it as it is."]
    assert doubtful(doubted, once, once) == []
    assert doubtful(doubted, entered(name="Dupont SAS"), ORDER) == []
    assert "**Doubtful:** The number is too short." in question(form_of(doubted, once), "fax").help


def test_a_form_shown_again_holds_what_was_typed_and_says_what_is_wrong_with_it() -> None:
    form = refilled(form_of(prepared(), ORDER), {"street": "bad", "delivers": False, "gone": "x"}, ["No such street."])
    assert (question(form, "street").value, question(form, "delivers").value) == ("bad", False)
    assert question(form, "what_to_do").help[0] == "**Look again:** No such street."
    assert question(form, "name").value == "Dupont"


@pytest.mark.parametrize("known", [False, True])
def test_a_form_and_its_names_outlive_the_hub(known: bool) -> None:
    import json

    form = form_of(prepared(known=known), ORDER)
    assert Form.of(json.loads(json.dumps(form.as_data()))) == form
