"""The vendor's page on new contacts and companies, line by line: each test is named after a line and shows its effect.

The lines are quoted in their own language. Most look at one contact and one company, made once for all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from prefect import Flow

from flows.forms import filled_in, forms_of_account
from flows.freshdesk import new_freshdesk_company, new_freshdesk_contact
from tests.desk_fixture import Answered, Desk, a_desk
from tests.sandbox_fixture import Record

CONTACT: dict[str, Any] = {
    "name": "Anna Peeters", "position": "Directrice financière", "email": "anna@brun.example",
    "other_emails": "a.peeters@brun.example, compta@brun.example", "phone": "+32 2 315 13 51", "mobile": "+32470000001",
    "twitter": "annapeeters", "social": "facebook.com/anna, linkedin.com/in/anna", "sees_all_tickets": True,
    "address": "Rue du Chêne 16\n1000 Bruxelles", "time_zone": "(GMT+01:00) Paris", "language": "Dutch",
    "tags": "vip, compta", "description": "Préfère le téléphone", "partner": "C-77", "custom": {"service": "Achats"},
    "activation": True,
}  # fmt: skip
COMPANY: dict[str, Any] = {
    "name": "Atelier Brun", "description": "Menuiserie\nà Gand", "note": "Appeler avant midi",
    "domains": "brun.example, atelier-brun.example", "health": "satisfait", "account_tier": "entreprise",
    "renewal_date": "31/12/2026", "industry": "Professional Services",
}  # fmt: skip


@dataclass(frozen=True)
class Saved:
    """The help desk after both forms were saved."""

    desk: Desk
    contact: Record
    company: Record
    others: list[Record]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A help desk."""
    with a_desk(tmp_path_factory.mktemp("brief")) as desk:
        yield desk


@pytest.fixture(scope="module")
def saved(desk: Desk) -> Saved:
    """Both forms filled in as far as they go, and saved."""
    others = desk.all("company")[:2]
    company = desk.company(**COMPANY)
    assert company.made, company.told
    beside = [{"company": others[0]["name"], "sees_all_tickets": True}, {"company": others[1]["name"]}]
    contact = desk.contact(**CONTACT, company="Atelier Brun", other_companies=beside)
    assert contact.made, contact.told
    return Saved(desk, desk.named("contact", "Anna Peeters"), desk.named("company", "Atelier Brun"), others)


def form(desk: Desk, flow: Flow[..., Any]) -> dict[str, Any]:
    """The fields of a form as Prefect shows it, by label."""
    schema = filled_in(flow.parameters.model_dump(), forms_of_account(desk.settings)[flow.name])
    return {one["title"]: one | {"required": name in schema["required"]} for name, one in schema["properties"].items()}


def test_selectionnez_nouveau_contact(desk: Desk) -> None:
    """« Cliquez sur le menu déroulant Nouveau et sélectionnez Nouveau contact »"""
    assert (new_freshdesk_contact.description or "").startswith("Nouveau contact")


def test_renseignez_toutes_les_coordonnees_du_contact_dans_le_formulaire(desk: Desk) -> None:
    """« Renseignez toutes les coordonnées du contact dans le formulaire de contact »"""
    fields = form(desk, new_freshdesk_contact)
    assert list(fields)[:20] == [
        "Nom complet", "Titre", "E-mail", "E-mails supplémentaires", "Téléphone professionnel", "Téléphone mobile",
        "X (Twitter)", "Identifiants sociaux", "Entreprise", "Peut voir tous les tickets de cette entreprise",
        "Entreprises associées", "Adresse", "Fuseau horaire", "Langue", "Étiquettes", "À propos de",
        "Identifiant externe unique", "Champs personnalisés", "Envoyer un e-mail d'activation",
        "Dry run: only show what would change",
    ]  # fmt: skip


def test_les_conditions_requises_pour_creer_un_nouveau_contact(desk: Desk) -> None:
    """« Les conditions requises pour créer un nouveau contact »: a name, and something to reach the contact by."""
    assert [label for label, one in form(desk, new_freshdesk_contact).items() if one["required"]] == ["Nom complet"]
    assert "needs one at least of E-mail" in desk.contact(name="Personne").told


def test_les_champs_par_defaut_contiendront_une_valeur_par_defaut(desk: Desk) -> None:
    """« une valeur par défaut … automatiquement attribuée à un contact si aucune modification n'y est apportée »"""
    assert desk.contact(name="Sans rien changer", phone="1").made
    stored = desk.named("contact", "Sans rien changer")
    assert (stored["language"], stored["time_zone"], stored["view_all_tickets"]) == ("en", "Brussels", False)


def test_l_adresse_du_contact(saved: Saved) -> None:
    """« Tapez l'adresse du contact »"""
    assert saved.contact["address"] == "Rue du Chêne 16\n1000 Bruxelles"


def test_le_contact(saved: Saved) -> None:
    """« le contact »: e-mails and telephones."""
    assert (saved.contact["email"], saved.contact["phone"], saved.contact["mobile"]) == (
        "anna@brun.example",
        "+3223151351",
        "+32470000001",
    )
    assert saved.contact["other_emails"] == ["a.peeters@brun.example", "compta@brun.example"]


def test_les_identifiants_sociaux(saved: Saved) -> None:
    """« les identifiants sociaux »"""
    assert saved.contact["twitter_id"] == "annapeeters"
    assert saved.contact["social_handler"] == ["facebook.com/anna", "linkedin.com/in/anna"]


def test_le_fuseau_horaire(saved: Saved) -> None:
    """« le fuseau horaire »: one of the account's."""
    assert len(form(saved.desk, new_freshdesk_contact)["Fuseau horaire"]["enum"]) == 150
    assert saved.contact["time_zone"] == "Paris"


def test_la_langue(saved: Saved) -> None:
    """« la langue »: one of the account's."""
    assert len(form(saved.desk, new_freshdesk_contact)["Langue"]["enum"]) == 51
    assert saved.contact["language"] == "nl"


def test_d_autres_informations_generales(saved: Saved) -> None:
    """« et d'autres informations générales »: also the account's own fields."""
    assert (saved.contact["job_title"], saved.contact["tags"]) == ("Directrice financière", ["compta", "vip"])
    assert (saved.contact["description"], saved.contact["unique_external_id"]) == ("Préfère le téléphone", "C-77")
    assert saved.contact["custom_fields"]["service"] == "Achats"
    own = form(saved.desk, new_freshdesk_contact)["Champs personnalisés"]["properties"]["service"]
    assert own["enum"] == ["", "Direction", "Comptabilité", "Technique", "Achats"]


def test_l_icone_de_ticket_en_regard_de_l_entreprise_associee(saved: Saved) -> None:
    """« en cliquant sur l'icône de ticket en regard de l'entreprise associée (plusieurs entreprises peuvent être
    associées) »: each with its own switch, off unless somebody ticks it."""
    assert (saved.contact["company_id"], saved.contact["view_all_tickets"]) == (saved.company["id"], True)
    assert saved.contact["other_companies"] == [
        {"company_id": saved.others[0]["id"], "view_all_tickets": True},
        {"company_id": saved.others[1]["id"], "view_all_tickets": False},
    ]


def test_si_vous_utilisez_le_forfait_premium_ou_un_forfait_superieur(desk: Desk) -> None:
    """« Si vous utilisez le forfait Premium ou un forfait supérieur »: below it the form hasn't these fields."""
    desk.switch(plan="growth")
    fields = form(desk, new_freshdesk_contact)
    desk.switch(plan="pro")
    assert not {"Entreprises associées", "Fuseau horaire", "Langue"} & fields.keys()
    assert "Entreprise" in fields


def test_un_profil_pour_le_contact_est_desormais_cree_avec_succes(saved: Saved) -> None:
    """« cliquez sur Enregistrer. Un profil pour le contact est désormais créé avec succès »"""
    assert saved.contact["id"] in {one["id"] for one in saved.desk.all("contact")}


def test_ajoutez_autant_de_contacts_que_necessaire(desk: Desk) -> None:
    """« De même, ajoutez autant de contacts que nécessaire »: a colleague without an e-mail, too."""
    made: list[Answered] = [desk.contact(name=f"Collègue {number}", mobile=f"+3247000001{number}") for number in (1, 2)]
    assert all(one.made for one in made)
    assert desk.named("contact", "Collègue 1")["id"] != desk.named("contact", "Collègue 2")["id"]


def test_le_contact_recevra_un_e_mail_d_activation(saved: Saved) -> None:
    """« Une fois enregistré, le contact recevra un e-mail d'activation »: asked for unless somebody unticks it."""
    assert form(saved.desk, new_freshdesk_contact)["Envoyer un e-mail d'activation"]["default"] is True
    assert saved.desk.called("PUT", f"/contacts/{saved.contact['id']}/send_invite") == 1
    assert saved.desk.called("PUT", "/send_invite") == 1


def test_selectionnez_nouvelle_entreprise(desk: Desk) -> None:
    """« Cliquez sur le menu déroulant Nouveau et sélectionnez Nouvelle entreprise »"""
    assert (new_freshdesk_company.description or "").startswith("Nouvelle entreprise")
    assert list(form(desk, new_freshdesk_company))[:8] == [
        "Nom de l'entreprise", "Description", "Notes", "Domaines de l'entreprise", "État de santé", "Niveau de compte",
        "Date de renouvellement", "Secteur d'activité",
    ]  # fmt: skip


def test_le_nom_de_l_entreprise_obligatoire(saved: Saved) -> None:
    """« le nom de l'entreprise (obligatoire) »"""
    fields = form(saved.desk, new_freshdesk_company)
    assert [label for label, one in fields.items() if one["required"]] == ["Nom de l'entreprise"]
    assert "is mandatory" in saved.desk.company(name="").told
    assert saved.company["name"] == "Atelier Brun"


def test_la_description_de_l_entreprise_facultatif(saved: Saved) -> None:
    """« la description de l'entreprise (facultatif) »"""
    assert saved.company["description"] == "Menuiserie\nà Gand"


def test_les_notes_associees_a_l_entreprise_le_cas_echeant(saved: Saved) -> None:
    """« les notes associées à l'entreprise le cas échéant »"""
    assert saved.company["note"] == "Appeler avant midi"


def test_plusieurs_domaines_en_les_separant_par_des_virgules(saved: Saved) -> None:
    """« Plusieurs domaines peuvent être ajoutés pour la même entreprise en les séparant par des virgules »"""
    assert saved.company["domains"] == ["atelier-brun.example", "brun.example"]


def test_pour_les_comptes_actives_sur_le_forfait_premium_quatre_champs(desk: Desk) -> None:
    """« Pour les comptes activés sur le forfait Premium … quatre champs par défaut supplémentaires »"""
    desk.switch(plan="growth")
    fields = form(desk, new_freshdesk_company)
    desk.switch(plan="pro")
    lacking = form(desk, new_freshdesk_company).keys() - fields.keys()
    assert lacking == {"État de santé", "Niveau de compte", "Date de renouvellement", "Secteur d'activité"}


def test_etat_de_sante(saved: Saved) -> None:
    """« Etat de santé - une liste déroulante modifiable de trois choix : satisfait, correct, en danger »"""
    enum = form(saved.desk, new_freshdesk_company)["État de santé"]["enum"]
    assert set(enum) == {"", "satisfait", "correct", "en danger"}
    assert saved.company["health_score"] == "Happy"


def test_niveau_de_compte(saved: Saved) -> None:
    """« Niveau de compte : liste déroulante modifiable de trois choix : de base, premium et entreprise »"""
    assert form(saved.desk, new_freshdesk_company)["Niveau de compte"]["enum"] == [
        "",
        "de base",
        "premium",
        "entreprise",
    ]
    assert saved.company["account_tier"] == "Enterprise"


def test_date_de_renouvellement(saved: Saved) -> None:
    """« Date de renouvellement : un champ de date »"""
    assert saved.company["renewal_date"] == "2026-12-31T00:00:00Z"


def test_secteur_d_activite_une_liste_deroulante_modifiable(saved: Saved) -> None:
    """« Secteur d'activité - une liste déroulante modifiable »: what the account's list says now, in form and check."""
    assert saved.company["industry"] == "Professional Services"
    fields = saved.desk.sandbox.state("freshdesk", "companyfield").values()
    (listed,) = [one for one in fields if one["name"] == "industry"]
    saved.desk.sandbox.edit("freshdesk", "companyfield", str(listed["id"]), choices=["Menuiserie", "Autre"])
    assert form(saved.desk, new_freshdesk_company)["Secteur d'activité"]["enum"] == ["", "Menuiserie", "Autre"]
    assert "'Banks' is not one of Menuiserie, Autre" in saved.desk.company(name="Nouveau", industry="Banks").told
    assert saved.desk.company(name="Nouveau", industry="Menuiserie").made
