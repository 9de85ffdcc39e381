"""The kinds of records of artis.net that are numbered and carry the moment of their last change."""

from collections.abc import Callable
from dataclasses import dataclass

from passerelle.sandbox.artis.bodies import (
    NewOrganisation,
    NewPerson,
    NewSite,
    OrganisationChange,
    PersonChange,
    SiteChange,
)
from passerelle.sandbox.artis.parts import Sent
from passerelle.sandbox.system import Record, stored_under

NAME = "artis"
TOWNS = stored_under(NAME, "codepostal")


@dataclass(frozen=True)
class Kind:
    """One kind of record: what may be sent of it, and how artis.net numbers it.

    ``named`` says what a person calls a record; ``merged`` are the attributes of which only the labels sent change.
    """

    name: str
    new: type[Sent]
    change: type[Sent]
    named: Callable[[Record], str]
    numbered: Callable[[int], Record] = lambda number: {"id": number}
    fixed: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    key: Callable[[Record], str] | None = None

    @property
    def stream(self) -> str:
        """The name under which the store keeps these records."""
        return stored_under(NAME, self.name)


def siret_of(record: Record) -> str:
    """The SIRET by which organisations are looked up, or an empty text."""
    return record["siret"] or ""


def organisation_of(site: Record) -> str:
    """The organisation whose sites are looked up."""
    return str(site["organisationId"])


ORGANISATION = Kind(
    "organisation",
    NewOrganisation,
    OrganisationChange,
    named=lambda record: record["raisonSociale"],
    numbered=lambda number: {"id": number, "code": f"C{number:05d}"},
    merged=("identifiants", "caracteristiques", "classifications"),
    key=siret_of,
)
SITE = Kind(
    "site",
    NewSite,
    SiteChange,
    named=lambda record: record["nom"],
    fixed=("organisationId",),
    key=organisation_of,
)
PERSON = Kind(
    "interlocuteur",
    NewPerson,
    PersonChange,
    named=lambda record: f"{record['prenom']} {record['nom']}",
    merged=("adresse", "caracteristiques"),
)
KINDS = (ORGANISATION, SITE, PERSON)
