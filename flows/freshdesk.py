"""Freshdesk: a new contact or company from a form, and contacts and companies from a file.

What is given is checked by what the account asks, kept in the hub, and carried by the integrations of
`mappings/integrations/form_…` and `file_…`, through plan and outbox like everything else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from prefect import flow
from pydantic import BaseModel, Field

from flows.parameters import DryRun
from passerelle.entering.record import Given
from tasks.ending import Ending
from tasks.entering import carry_file, carry_form

NEW_CONTACT, NEW_COMPANY, FILE = "new-freshdesk-contact", "new-freshdesk-company", "import-freshdesk-file"


Switch = Annotated[bool, Field(json_schema_extra={"title": "Peut voir tous les tickets de cette entreprise"})]


class AssociatedCompany(BaseModel):
    """A company a contact is associated with besides, with its own switch."""

    company: Annotated[str, Field(json_schema_extra={"title": "Entreprise"})] = ""
    sees_all_tickets: Switch = False


Associated = Annotated[list[AssociatedCompany], Field(json_schema_extra={"title": "Entreprises associées"})]
Custom = Annotated[dict[str, Any], Field(json_schema_extra={"title": "Champs personnalisés"})]
Activation = Annotated[bool, Field(json_schema_extra={"title": "Envoyer un e-mail d'activation"})]


@flow(name=NEW_CONTACT, flow_run_name="nouveau contact", log_prints=False, persist_result=False)
def new_freshdesk_contact(
    name: Annotated[str, Field(json_schema_extra={"title": "Nom complet"})],
    position: Annotated[str, Field(json_schema_extra={"title": "Titre"})] = "",
    email: Annotated[str, Field(json_schema_extra={"title": "E-mail"})] = "",
    other_emails: Annotated[str, Field(json_schema_extra={"title": "E-mails supplémentaires"})] = "",
    phone: Annotated[str, Field(json_schema_extra={"title": "Téléphone professionnel"})] = "",
    mobile: Annotated[str, Field(json_schema_extra={"title": "Téléphone mobile"})] = "",
    twitter: Annotated[str, Field(json_schema_extra={"title": "X (Twitter)"})] = "",
    social: Annotated[str, Field(json_schema_extra={"title": "Identifiants sociaux"})] = "",
    company: Annotated[str, Field(json_schema_extra={"title": "Entreprise"})] = "",
    sees_all_tickets: Switch = False,
    other_companies: Associated = [],  # noqa: B006  Prefect's form takes the default as it stands; it is never changed
    address: Annotated[str, Field(json_schema_extra={"title": "Adresse"})] = "",
    time_zone: Annotated[str, Field(json_schema_extra={"title": "Fuseau horaire"})] = "",
    language: Annotated[str, Field(json_schema_extra={"title": "Langue"})] = "",
    tags: Annotated[str, Field(json_schema_extra={"title": "Étiquettes"})] = "",
    description: Annotated[str, Field(json_schema_extra={"title": "À propos de"})] = "",
    partner: Annotated[str, Field(json_schema_extra={"title": "Identifiant externe unique"})] = "",
    custom: Custom = {},  # noqa: B006  as above
    activation: Activation = True,
    dry_run: DryRun = False,
) -> Ending:
    """Nouveau contact : crée un contact dans le portail d'assistance, comme son formulaire.

    Args:
        other_emails: Plusieurs adresses, séparées par des virgules.
        social: Dix au plus, séparés par des virgules.
        company: Le nom de l'entreprise principale, telle qu'elle existe dans le portail.
        other_companies: D'autres entreprises du contact, chacune avec son propre accès à tous ses tickets.
        time_zone: Laissé vide : celui du compte.
        language: Laissée vide : celle du compte.
        tags: Séparées par des virgules.
        activation: Le contact reçoit un lien pour vérifier son profil et se connecter au portail client.
        dry_run: Montrer seulement ce qui serait créé.
    """
    values = {
        "name": name, "position": position, "email": email, "other_emails": other_emails, "phone": phone,
        "mobile": mobile, "twitter": twitter, "social": social, "address": address, "time_zone": time_zone,
        "language": language, "tags": tags, "description": description, "partner": partner,
    }  # fmt: skip
    others = [(one.company, one.sees_all_tickets) for one in map(AssociatedCompany.model_validate, other_companies)]
    given = Given(values, custom, company, sees_all_tickets, others, activation)
    return carry_form(NEW_CONTACT, "contact", given, dry_run)


@flow(name=NEW_COMPANY, flow_run_name="nouvelle entreprise", log_prints=False, persist_result=False)
def new_freshdesk_company(
    name: Annotated[str, Field(json_schema_extra={"title": "Nom de l'entreprise"})],
    description: Annotated[str, Field(json_schema_extra={"title": "Description"})] = "",
    note: Annotated[str, Field(json_schema_extra={"title": "Notes"})] = "",
    domains: Annotated[str, Field(json_schema_extra={"title": "Domaines de l'entreprise"})] = "",
    health: Annotated[str, Field(json_schema_extra={"title": "État de santé"})] = "",
    account_tier: Annotated[str, Field(json_schema_extra={"title": "Niveau de compte"})] = "",
    renewal_date: Annotated[str, Field(json_schema_extra={"title": "Date de renouvellement"})] = "",
    industry: Annotated[str, Field(json_schema_extra={"title": "Secteur d'activité"})] = "",
    custom: Custom = {},  # noqa: B006  Prefect's form takes the default as it stands; it is never changed
    dry_run: DryRun = False,
) -> Ending:
    """Nouvelle entreprise : crée une entreprise dans le portail d'assistance, comme son formulaire.

    Args:
        domains: Plusieurs domaines, séparés par des virgules. Leurs contacts sont rattachés à l'entreprise.
        renewal_date: AAAA-MM-JJ ou JJ/MM/AAAA.
        dry_run: Montrer seulement ce qui serait créé.
    """
    values = {
        "name": name, "description": description, "note": note, "domains": domains, "health": health,
        "account_tier": account_tier, "renewal_date": renewal_date, "industry": industry,
    }  # fmt: skip
    return carry_form(NEW_COMPANY, "company", Given(values, custom), dry_run)


@flow(name=FILE, flow_run_name="import d'un fichier", log_prints=False, persist_result=False)
def import_freshdesk_file(
    file: Annotated[str, Field(min_length=1, json_schema_extra={"title": "Fichier (CSV ou XLSX)"})],
    records: Annotated[
        Literal["", "contacts", "entreprises"], Field(json_schema_extra={"title": "Ce que contient le fichier"})
    ] = "",
    dry_run: DryRun = False,
) -> Ending:
    """Importe des contacts et des entreprises d'un fichier dans le portail d'assistance.

    Args:
        file: Chemin du fichier, sur la machine où Passerelle est installée. Un modèle : passerelle freshdesk template.
        records: Laissé vide : d'après le nom des feuilles ou des colonnes.
        dry_run: Montrer seulement ce qui changerait.
    """
    wanted = {"contacts": "contact", "entreprises": "company"}.get(records, "")
    return carry_file(FILE, Path(file), wanted, dry_run)
