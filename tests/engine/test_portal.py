"""What other integrations brought in stands in the support portal after a night, and follows them from then on."""

from typing import Any

import pytest

from passerelle.hub import bindings
from tests.portal_fixture import COMPANIES, CONTACTS, LABELS, Desk, of_mail, ours, written
from tests.sandbox_fixture import Record

pytestmark = pytest.mark.xdist_group("firm")


def custom(company: Record) -> dict[str, Any]:
    """The custom fields of the portal's company that say something."""
    return {name: value for name, value in company["custom_fields"].items() if value}


def new_in_portal(desk: Desk) -> tuple[str, Record]:
    """A company of Sellsy with a SIREN that the portal doesn't have by name or domain: its key and its record."""
    names = {one["name"].casefold() for one in desk.companies.values()}
    domains = {domain for one in desk.companies.values() for domain in one["domains"]}
    for key, one in sorted(desk.sellsy.items()):
        mail = (one.get("email") or "").rpartition("@")[2]
        site = (one.get("website") or "").removeprefix("https://").removeprefix("www.").rstrip("/")
        known = one["name"].casefold() in names or {mail, site} & domains
        if (
            key in desk.pairs()
            and key.startswith("company/")
            and (one["legal_france"] or {}).get("siren")
            and not known
        ):
            return key, one
    raise AssertionError("the seed holds no such company")


def known_relation(desk: Desk) -> Record:
    """A company of AdminPulse that its integration has met, and that the portal doesn't have by name."""
    names = {one["name"].casefold() for one in desk.companies.values()}
    for id_ in desk.asked(lambda hub: bindings.live(hub, ("adminpulse", "relation"))):
        one = desk.sandbox.record("adminpulse", "relation", id_)
        if one["enterpriseNumber"] and one["name"].casefold() not in names:
            return one
    raise AssertionError("the seed holds no such relation")


def test_companies_of_sellsy_and_adminpulse_stand_in_the_portal_after_a_night_and_follow(desk: Desk) -> None:
    key, company = new_in_portal(desk)
    relation = known_relation(desk)
    before, invited = set(desk.people), desk.sandbox.state("freshdesk", "invite")
    desk.portal_night()
    made = desk.called(company["name"])
    assert custom(made)["siren"] == company["legal_france"]["siren"].replace(" ", "")
    number = "".join(filter(str.isdigit, relation["enterpriseNumber"])).zfill(10)
    assert number in {custom(one).get("numero_d_entreprise") for one in desk.companies.values()}
    defined = {one["label"] for one in desk.sandbox.state("freshdesk", "companyfield").values()}
    assert set(LABELS) <= defined
    # People came along with their company, saw nothing they weren't shown, and got no e-mail.
    people = [one for id_, one in desk.people.items() if id_ not in before]
    assert people
    assert {one["company_id"] for one in people} <= {one["id"] for one in desk.companies.values()}
    assert all(one["unique_external_id"] and not one["view_all_tickets"] for one in people)
    assert desk.sandbox.state("freshdesk", "invite") == invited

    desk.in_sellsy(key, name=f"{company['name']} Nouvelle")
    mark = desk.last_call()
    desk.night()
    assert desk.companies[str(made["id"])]["name"] == f"{company['name']} Nouvelle"
    writes = [one for one in desk.writes(mark) if "oauth" not in one[2]]
    assert sorted((system, method) for system, method, _ in writes) == [("altior", "PUT"), ("freshdesk", "PUT")]
    mark = desk.last_call()
    desk.night()
    assert [one for one in desk.writes(mark) if "oauth" not in one[2]] == []


def test_a_company_the_portal_may_have_already_waits_and_is_adopted_once_a_number_says_so(desk: Desk) -> None:
    _, company = new_in_portal(desk)
    own = desk.sandbox.add("freshdesk", "company", name=company["name"], note="Bon client")
    count = len(desk.companies)
    summary = desk.synchronise(COMPANIES)
    told = [one["reason"] for one in summary["problems"] if f"/a/companies/{own['id']}" in one["reason"]]
    assert len(told) == 1
    assert "same name" in told[0]
    assert "SIREN" in told[0]
    assert "cle_passerelle" not in custom(desk.companies[str(own["id"])])
    assert [one["name"] for one in desk.companies.values()].count(company["name"]) == 1
    assert len(desk.companies) > count

    siren = company["legal_france"]["siren"]
    desk.sandbox.edit("freshdesk", "company", own["id"], custom_fields={"siren": siren})
    mark = desk.last_call()
    desk.synchronise(COMPANIES)
    kept = desk.companies[str(own["id"])]
    assert custom(kept)["cle_passerelle"]
    assert kept["note"] == "Bon client"
    assert ("freshdesk", "PUT", f"/freshdesk/api/v2/companies/{own['id']}") in desk.writes(mark)


def test_a_domain_is_left_to_the_company_that_has_it_and_a_free_mailbox_is_nobodys(desk: Desk) -> None:
    key, company = new_in_portal(desk)
    desk.synchronise(COMPANIES)
    made = desk.called(company["name"])
    other = desk.sandbox.add("freshdesk", "company", name="Un autre", domains=["partage-exemple.fr"])
    desk.in_sellsy(key, email="contact@orange.fr", website="https://www.partage-exemple.fr")
    desk.run()
    summary = desk.synchronise(COMPANIES)
    assert desk.companies[str(made["id"])]["domains"] == []
    assert any("left to it" in note for note in summary["notes"])
    desk.sandbox.edit("freshdesk", "company", other["id"], domains=[])
    desk.sandbox.edit("freshdesk", "company", made["id"], domains=["ajoute-par-le-support.fr"])
    desk.synchronise(COMPANIES)
    assert desk.companies[str(made["id"])]["domains"] == ["ajoute-par-le-support.fr", "partage-exemple.fr"]


def test_without_an_administrators_key_the_rest_goes_on_and_says_which_fields_to_make(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLE_FRESHDESK_API_KEY", "sandbox-agent")
    _, company = new_in_portal(desk)
    (summary, people) = desk.portal_night()
    (told,) = [note for note in summary["notes"] if "may make no fields" in note]
    assert all(label in told for label in LABELS)
    made = desk.called(company["name"])
    assert custom(made) == {}
    assert people["streams"]["hub.contact>freshdesk.contact"]["created"] > 0
    # They are known again all the same.
    mark = desk.last_call()
    desk.portal_night()
    assert [one for one in desk.writes(mark) if not one[2].endswith("_fields")] == []


def test_who_is_gone_from_all_systems_is_flagged_and_stays_in_the_portal(desk: Desk) -> None:
    key, company = new_in_portal(desk)
    id_ = desk.pairs()[key]
    desk.synchronise(COMPANIES)
    ours = desk.called(company["name"])["custom_fields"]["cle_passerelle"]
    before = len(desk.companies)
    desk.sandbox.delete("sellsy", "company", key.split("/")[1])
    desk.sandbox.delete("altior", "thirdparty", id_)
    desk.run()
    desk.run()
    summary = desk.synchronise(COMPANIES)
    assert len(desk.companies) == before
    assert [one["reason"] for one in summary["problems"] if one["record"] == ours] == [
        "no longer exists in the hub; its link was ended, nothing was deleted"
    ]


def test_some_companies_are_brought_up_to_date_by_a_number_with_their_people(desk: Desk) -> None:
    _, company = new_in_portal(desk)
    siren = company["legal_france"]["siren"]
    before, known = len(desk.companies), set(desk.people)
    desk.synchronise(COMPANIES, keys=(siren,))
    desk.synchronise(CONTACTS, of=(siren,))
    assert len(desk.companies) == before + 1
    made = desk.called(company["name"])
    people = [one for id_, one in desk.people.items() if id_ not in known]
    assert {one["company_id"] for one in people} <= {made["id"]}


def test_contacts_that_were_merged_are_followed_to_the_one_that_stays(served: Desk) -> None:
    contact = ours(served)
    own = served.sandbox.add("freshdesk", "contact", name="Le même", email="autre@adresse-exemple.fr", active=True)
    values = {"email": own["email"], "unique_external_id": contact["unique_external_id"]}
    body = {"primary_contact_id": own["id"], "secondary_contact_ids": [contact["id"]], "contact": values}
    merge = f"{served.sandbox.base_url}/freshdesk/api/v2/contacts/merge"
    served.sandbox.http.post(merge, json=body, auth=("sandbox", "X")).raise_for_status()
    count = len(served.people)
    summary = served.synchronise(CONTACTS)
    assert len(served.people) == count
    assert any(f"was merged into {own['id']}" in one["reason"] for one in summary["problems"])
    kept = served.people[str(own["id"])]
    assert (kept["name"], kept["email"]) == (contact["name"], own["email"])
    sellsy = of_mail(served, "sellsy", contact["email"])
    served.sandbox.edit("sellsy", "contact", sellsy["id"], position="Gérante")
    served.peoples_night()
    assert served.people[str(own["id"])]["job_title"] == "Gérante"
    mark = served.last_call()
    served.peoples_night()
    assert written(served, mark) == []


def test_a_contact_deleted_in_the_portal_is_flagged_not_made_again_and_followed_once_it_is_restored(
    served: Desk,
) -> None:
    contact = ours(served)
    served.sandbox.edit("freshdesk", "contact", contact["id"], deleted=True)
    count, mark = len(served.people), served.last_call()
    for _ in range(2):
        summary = served.synchronise(CONTACTS)
        told = [one["reason"] for one in summary["problems"] if one["record"] == contact["unique_external_id"]]
        assert told == ["its record was deleted in Freshdesk; nothing is created again"]
    assert (len(served.people), written(served, mark)) == (count, [])
    served.sandbox.edit("freshdesk", "contact", contact["id"], deleted=False)
    sellsy = of_mail(served, "sellsy", contact["email"])
    served.sandbox.edit("sellsy", "contact", sellsy["id"], position="Gérante")
    served.peoples_night()
    assert served.people[str(contact["id"])]["job_title"] == "Gérante"
