"""Forms with something wrong: what is told, and that nothing was created."""

from typing import Any

import pytest

from tests.desk_fixture import CONTACTS, Desk

BAD_CONTACTS: list[tuple[dict[str, Any], str]] = [
    ({}, "needs one at least of E-mail"),
    ({"email": "anna"}, "E-mail: is no e-mail address"),
    ({"email": "anna@brun.example", "other_emails": "b@brun.example, c"}, "E-mails supplémentaires: is no e-mail"),
    ({"phone": "1", "time_zone": "Bruxelles-Sud"}, "Fuseau horaire: 'Bruxelles-Sud' is not one of"),
    ({"phone": "1", "language": "tlh"}, "Langue: 'tlh' is not one of"),
    (
        {"phone": "1", "custom": {"service": "Vente"}},
        "Service: 'Vente' is not one of Direction, Comptabilité, Technique",
    ),
    ({"phone": "1", "custom": {"etage": "2"}}, "etage: is no field of this account; its own are service"),
    ({"phone": "1", "social": ",".join(map(str, range(11)))}, "Identifiants sociaux: are 11; at most 10 are allowed"),
    ({"phone": "1", "company": "Inconnue SA"}, "Entreprise: the portal has no company 'Inconnue SA'"),
]


@pytest.mark.parametrize(("fields", "told"), BAD_CONTACTS, ids=[told for _, told in BAD_CONTACTS])
def test_a_contact_with_something_wrong_is_told_field_by_field(desk: Desk, fields: dict[str, Any], told: str) -> None:
    answer = desk.contact(name="Anna Peeters", **fields)
    assert not answer.made
    assert told in answer.told
    assert desk.called("POST", "/contacts") == 0


BAD_COMPANIES: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, "Nom de l'entreprise: is mandatory"),
    ({"domains": "pas un domaine"}, "Domaines de l'entreprise: 'domaine' is no domain"),
    ({"health": "ravi"}, "État de santé: 'ravi' is not one of en danger, correct, satisfait"),
    ({"account_tier": "or"}, "Niveau de compte: 'or' is not one of de base, premium, entreprise"),
    ({"renewal_date": "demain"}, "Date de renouvellement: 'demain' is no day"),
    ({"industry": "Magie"}, "Secteur d'activité: 'Magie' is not one of"),
]


@pytest.mark.parametrize(("fields", "told"), BAD_COMPANIES, ids=[told for _, told in BAD_COMPANIES])
def test_a_company_with_something_wrong_is_told_field_by_field(desk: Desk, fields: dict[str, Any], told: str) -> None:
    answer = desk.company(**{"name": "Atelier Brun", **fields})
    assert not answer.made
    assert told in answer.told
    assert desk.called("POST", "/companies") == 0


def test_everything_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    answer = desk.contact(name="Anna", email="anna", language="tlh", company="Inconnue SA")
    assert len(answer.refused.splitlines()) == 3


def test_what_is_mandatory_in_the_account_is_mandatory_in_the_form(desk: Desk) -> None:
    (field,) = [one for one in desk.sandbox.state("freshdesk", "contactfield").values() if one["name"] == "job_title"]
    desk.sandbox.edit("freshdesk", "contactfield", str(field["id"]), required_for_agents=True)
    assert "Titre: is mandatory" in desk.contact(name="Anna", phone="1").told
    assert desk.contact(name="Anna", phone="1", position="CFO").made


def test_an_e_mail_of_another_contact_is_told_with_the_contacts_page(desk: Desk) -> None:
    other = next(one for one in desk.all("contact") if one["email"])
    answer = desk.contact(name="Quelqu'un d'autre", email=other["email"].upper())
    assert not answer.made
    assert (
        f"is in Freshdesk already: {desk.sandbox.base_url}/a/contacts/{other['id']}; nothing was changed" in answer.told
    )
    assert desk.sandbox.record("freshdesk", "contact", str(other["id"])) == other


@pytest.mark.parametrize("informed", [True, False])
def test_a_further_e_mail_of_another_contact_is_told_with_the_contacts_page(desk: Desk, informed: bool) -> None:
    desk.switch(duplicate_info=informed)
    other = next(one for one in desk.all("contact") if one["email"])
    desk.sandbox.edit("freshdesk", "contact", str(other["id"]), other_emails=["seconde@brun.example"])
    answer = desk.contact(name="Anna", email="seconde@brun.example")
    assert answer.counts() == {"quarantined": 1}
    assert f"It stands at {desk.sandbox.base_url}/a/contacts/{other['id']}." in answer.told


@pytest.mark.parametrize("informed", [True, False])
def test_an_e_mail_of_an_agent_is_told(desk: Desk, informed: bool) -> None:
    desk.switch(duplicate_info=informed)
    agent = next(iter(desk.sandbox.state("freshdesk", "agent").values()))
    answer = desk.contact(name="Agnès", email=agent["email"])
    assert answer.counts() == {"quarantined": 1}
    assert "no contact in the list has that e-mail: an agent does" in answer.told


@pytest.mark.parametrize("refused", ["409", "400"])
def test_a_domain_of_another_company_is_told(desk: Desk, refused: str) -> None:
    desk.switch(domain_twice=refused)
    taken = next(one["domains"][0] for one in desk.all("company") if one["domains"])
    answer = desk.company(name="Atelier Brun", domains=f"brun.example, {taken}")
    assert not answer.made
    assert "another company has the domain" in answer.told


@pytest.mark.parametrize("spelling", ["ATELIER BRÛN SAS", "Atelier Brun S.A.S.", "atelier-brun sas"])
def test_a_company_in_another_spelling_is_not_made_a_second_one(desk: Desk, spelling: str) -> None:
    made = desk.company(name="Atelier Brun SAS")
    assert made.made
    first = desk.named("company", "Atelier Brun SAS")
    answer = desk.company(name=spelling)
    assert not answer.made
    assert f"/a/companies/{first['id']}" in answer.told
    assert (
        len([one for one in desk.all("company") if "tel" in one["name"].lower() and "br" in one["name"].lower()]) == 1
    )


def test_a_contacts_company_is_found_in_another_spelling(desk: Desk) -> None:
    company = desk.all("company")[0]
    assert desk.contact(name="Anna", phone="1", company=company["name"].upper().replace(" ", "  ")).made
    assert desk.named("contact", "Anna")["company_id"] == company["id"]


def test_a_plan_that_lacks_fields_lets_the_rest_through_and_says_which_plan_brings_them(desk: Desk) -> None:
    desk.switch(plan="growth")
    company = desk.company(name="Atelier Brun", note="Appeler", health="satisfait", renewal_date="2026-12-31")
    assert company.made
    stored = desk.named("company", "Atelier Brun")
    assert (stored["note"], stored["health_score"], stored["renewal_date"]) == ("Appeler", None, None)
    for label in ("État de santé", "Niveau de compte", "Date de renouvellement", "Secteur d'activité"):
        assert f"has no field '{label}'; the plan Premium (today Pro) brings it" in company.notes
    other, third = desk.all("company")[:2]
    contact = desk.contact(
        name="Anna", phone="1", company=other["name"], other_companies=[{"company": third["name"]}], language="fr"
    )
    assert contact.made
    assert (desk.named("contact", "Anna")["company_id"], desk.named("contact", "Anna")["other_companies"]) == (
        other["id"],
        [],
    )
    assert "one company for each contact; the plan Premium (today Pro) brings associated ones" in contact.notes
    assert "has no field 'Langue'" in contact.notes


@pytest.mark.parametrize("lacking", ["403", "400"])
def test_associated_companies_that_are_refused_are_left_out_and_told(desk: Desk, lacking: str) -> None:
    """An account whose fields don't tell that it has one company for each contact."""
    desk.switch(plan="growth", lacking=lacking)
    desk.sandbox.fault("unauthorized", system="freshdesk", path="/contact_fields$", status=403)
    other, third = desk.all("company")[:2]
    contact = desk.contact(name="Anna", phone="1", company=other["name"], other_companies=[{"company": third["name"]}])
    desk.sandbox.fault("none")
    assert contact.made, contact.told
    assert "brings associated ones" in contact.notes
    assert "does not tell these credentials which fields it has" in contact.notes


def test_an_answer_lost_after_the_contact_was_stored_leaves_one_contact_that_is_invited(desk: Desk) -> None:
    desk.sandbox.fault("stores-then-500", system="freshdesk", method="POST", count=1)
    answer = desk.contact(name="Anna Peeters", email="anna@brun.example", tags="vip", activation=True)
    assert answer.made, answer.told
    assert desk.named("contact", "Anna Peeters")["tags"] == ["vip"]
    assert desk.called("POST", "/contacts") == 1
    assert desk.called("PUT", "/send_invite") == 1


def test_an_answer_lost_of_a_contact_without_e_mail_leaves_one_contact(desk: Desk) -> None:
    desk.sandbox.fault("stores-then-500", system="freshdesk", method="POST", count=1)
    assert desk.contact(name="Anna Peeters", mobile="+32470000001").made
    assert desk.named("contact", "Anna Peeters")
    assert desk.called("POST", "/contacts") == 1


def test_an_answer_lost_after_the_company_was_stored_leaves_one_company(desk: Desk) -> None:
    desk.sandbox.fault("stores-then-500", system="freshdesk", method="POST", count=1)
    assert desk.company(name="Atelier Brun", note="Appeler").made
    assert desk.named("company", "Atelier Brun")["note"] == "Appeler"
    assert desk.called("POST", "/companies") == 1


def test_an_invitation_that_fails_is_told_and_tried_again_and_the_contact_kept(desk: Desk) -> None:
    desk.sandbox.fault("unauthorized", system="freshdesk", path="/send_invite$", status=500)
    answer = desk.contact(name="Anna Peeters", email="anna@brun.example", activation=True)
    assert not answer.made
    kept = desk.named("contact", "Anna Peeters")
    assert "send the activation e-mail" in answer.told
    assert f"The contact stands: {desk.sandbox.base_url}/a/contacts/{kept['id']}." in answer.told
    tried = desk.called("PUT", "/send_invite")
    assert tried >= 4, "twice by the client, and again once the call had settled"
    desk.sandbox.fault("none")
    again = desk.contact(name="Anna Peeters", email="anna@brun.example", activation=True)
    assert again.made, again.told
    assert desk.called("PUT", "/send_invite") == tried + 1
    assert desk.called("POST", "/contacts") == 1
    assert desk.named("contact", "Anna Peeters")["id"] == kept["id"]


def test_what_was_deleted_in_the_portal_may_be_made_anew(desk: Desk) -> None:
    assert desk.company(name="Atelier Brun").made
    first = desk.named("company", "Atelier Brun")["id"]
    desk.sandbox.http.request("DELETE", f"/_sandbox/state/freshdesk/company/{first}").raise_for_status()
    answer = desk.company(name="Atelier Brun")
    assert answer.made, answer.told
    assert desk.named("company", "Atelier Brun")["id"] != first


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    answer = desk.contact(name="Anna Peeters", email="anna@brun.example", dry_run=True)
    assert answer.counts(CONTACTS) == {"created": 1}
    assert desk.writes() == []
