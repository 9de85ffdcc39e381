"""The connector's own document: what each switch does, and what its selection fields carry."""

import pytest

from tests.studio_fixture import CONTACTS, FOUR, Studio, organisation

pytestmark = pytest.mark.xdist_group("studio")

STREET = "Via Nuova 6"


def switch(studio: Studio, line: str) -> None:
    """Say No to a line of the configuration."""
    file = studio.settings.root / "mappings" / "integrations" / "reviso_teamsystem.yaml"
    before, label, after = file.read_text(encoding="utf-8").partition(f"label: {line}\n")
    assert label
    file.write_text(before + label + after.replace("value: Sì", 'value: "No"', 1), encoding="utf-8")


def edited(studio: Studio) -> tuple[str, str, str, str]:
    """A customer and a contact, each changed in Reviso: number and company, key and person."""
    number, company = organisation(studio)
    person, key = next(
        (id_, one["ff_reviso_contact_number"])
        for id_, one in sorted(studio.people.items())
        if one.get("ff_reviso_contact_number") in studio.contacts
    )
    studio.in_reviso(number, address=STREET)
    studio.sandbox.edit("reviso", "contact", key.split("/")[1], phone="051 765 4321")
    return number, company, key, person


def telephone(studio: Studio, person: str) -> str:
    return str(studio.people[person].get("phones") or "").replace(" ", "")


def test_attivo_no_asks_nobody_anything(studio: Studio) -> None:
    edited(studio)
    switch(studio, "Attivo")
    mark = studio.last_call()
    studio.run_all()
    assert [call["path"] for call in studio.sandbox.requests(since=mark) if "customers" in call["path"]] == []
    assert studio.writes(mark) == []


def test_without_aziende_customers_stay_and_contacts_go(studio: Studio) -> None:
    number, company, _, person = edited(studio)
    studio.in_crm(company, webSite="https://nuovo.example")
    switch(studio, "Aziende")
    studio.run_all()
    assert studio.companies[company]["address"] != STREET
    assert "nuovo.example" not in str(studio.customers[number].get("website"))
    assert "7654321" in telephone(studio, person)


def test_without_contatti_contacts_stay_and_customers_go(studio: Studio) -> None:
    _, company, _, person = edited(studio)
    switch(studio, "Contatti")
    studio.run_all()
    assert studio.companies[company]["address"] == STREET
    assert "7654321" not in telephone(studio, person)


def test_the_selection_fields_of_a_new_customer_are_filled_in_by_themselves(studio: Studio) -> None:
    like = studio.customers[organisation(studio)[0]]
    taken = {name: like[name] for name in ("currency", "customerGroup", "vatZone", "paymentTerms")}
    studio.sandbox.add("reviso", "customer", name="Nuova Srl", customerNumber=4242, **taken)
    studio.run(keys=("4242",))
    made, known = (studio.companies[studio.pairs()[number]] for number in ("4242", str(like["customerNumber"])))
    assert {name: made[name] for name in FOUR} == {name: known[name] for name in FOUR}
    assert all(made[name] for name in FOUR)


def test_a_price_list_is_chosen_in_the_crm_and_stands_in_reviso(studio: Studio) -> None:
    groups = {one["name"]: int(number) for number, one in studio.sandbox.state("reviso", "pricegroup").items()}
    number, company = organisation(studio)
    chosen = next(name for name in sorted(groups) if name != studio.companies[company].get("ff_gruppo_prezzi_reviso"))
    studio.in_crm(company, ff_gruppo_prezzi_reviso=chosen)
    studio.run()
    assert studio.customers[number]["priceGroup"]["priceGroupNumber"] == groups[chosen]


def test_contacts_go_with_the_customer_that_is_named(studio: Studio) -> None:
    _, _, key, person = edited(studio)
    studio.run_all(keys=(key.split("/")[0],))
    assert "7654321" in telephone(studio, person)
    studio.sandbox.edit("teamsystem", "contact", person, emails=[])
    studio.run(integration=CONTACTS, news=True)
    assert not studio.contacts[key].get("email")
