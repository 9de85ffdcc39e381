"""The records that may be sent to artis.net: whole new ones, and changes of which every attribute may be left out."""

from typing import Annotated

from pydantic import AfterValidator, Field

from passerelle.sandbox.artis.parts import Address, Collaboration, Place, Relation, Sent
from passerelle.sandbox.french.fields import Full, Number, Text, unique

Value = Text | int | float
Texts = Annotated[list[Full], AfterValidator(unique)]


class OrganisationChange(Place):
    """What changes of an organisation (fact ``art.organisation.update``)."""

    raison_sociale: Full = ""
    designation: Text = None
    siret: Number = None
    forme_juridique: Text = None
    effectif: Annotated[int, Field(ge=0)] | None = None
    identifiants: dict[str, Text] = Field(default_factory=dict)
    autre_code: Text = None
    caracteristiques: dict[str, Value] = Field(default_factory=dict)
    classifications: dict[str, Text] = Field(default_factory=dict)
    actif: bool = True


class NewOrganisation(OrganisationChange):
    """A new organisation (fact ``art.organisation.create``)."""

    raison_sociale: Full
    adresse1: Full
    pays: Full
    relations: list[Relation] = Field(default_factory=list)


class SiteChange(Place):
    """What changes of a site (fact ``art.site.calls``)."""

    organisation_id: int = 0
    nom: Full = ""
    siret: Number = None
    siege: bool = False
    autre_code: Text = None
    actif: bool = True


class NewSite(SiteChange):
    """A new site."""

    organisation_id: int
    nom: Full
    adresse1: Full
    pays: Full


class PersonChange(Sent):
    """What changes of an interlocuteur (fact ``art.person.calls``)."""

    titre: Full = ""
    nom: Full = ""
    prenom: Full = ""
    fonctions: Texts = Field(default_factory=list)
    adresse: Address = Field(default_factory=Address)
    activites: Texts = Field(default_factory=list)
    collaborations: list[Collaboration] = Field(default_factory=list)
    autre_code: Text = None
    caracteristiques: dict[str, Value] = Field(default_factory=dict)
    actif: bool = True


class NewPerson(PersonChange):
    """A new interlocuteur (fact ``art.person``)."""

    titre: Full
    nom: Full
    prenom: Full
