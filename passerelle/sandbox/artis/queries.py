"""The parameters of the lists of artis.net, and which records they ask for."""

from functools import cached_property
from typing import Annotated

from pydantic import Field

from passerelle.sandbox.artis.duplicates import mails_of, plain
from passerelle.sandbox.artis.parts import VAT
from passerelle.sandbox.french.fields import Moment
from passerelle.sandbox.french.pages import Exact, Ids, NoParameters
from passerelle.sandbox.system import Record

LARGEST_PAGE, USUAL_PAGE = 200, 100


class Listing(NoParameters):
    """Which page of a list (fact ``art.paging``)."""

    page: Annotated[int, Field(ge=1)] = 1
    page_size: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE

    def fits(self, _: Record) -> bool:
        """Whether the list holds this record."""
        return True


class Recent(Listing):
    """Also how recent, and which ids."""

    modifie_depuis: Moment | None = None
    ids: Ids | None = None

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The ids, each by itself."""
        return frozenset((self.ids or "").split(","))

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        since = self.modifie_depuis
        recent = since is None or record["dateModification"] >= since
        return recent and (self.ids is None or str(record["id"]) in self.wanted)


class OrganisationQuery(Recent):
    """The parameters of ``art.organisation.list``."""

    siret: Exact | None = None
    siren: Exact | None = None
    tva: Exact | None = None
    autre_code: Exact | None = None

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return (
            self.siret in (None, record["siret"])
            and self.siren in (None, (record["siret"] or "")[:9])
            and self.tva in (None, record["identifiants"][VAT])
            and self.autre_code in (None, record["autreCode"])
            and super().fits(record)
        )


class SiteQuery(Recent):
    """The parameters of ``art.site.calls``."""

    organisation_id: int | None = None
    siret: Exact | None = None

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return (
            self.organisation_id in (None, record["organisationId"])
            and self.siret in (None, record["siret"])
            and super().fits(record)
        )


class PersonQuery(Recent):
    """The parameters of ``art.person.calls``."""

    organisation_id: int | None = None
    autre_code: Exact | None = None
    nom: str | None = None
    mail: Exact | None = None

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return (
            self.organisation_id in (None, *(one["organisationId"] for one in record["collaborations"]))
            and self.autre_code in (None, record["autreCode"])
            and (self.nom is None or plain(self.nom) == plain(record["nom"]))
            and (self.mail is None or self.mail.lower() in mails_of(record["adresse"]))
            and super().fits(record)
        )


class TownQuery(Listing):
    """The parameters of the list of towns (fact ``art.towns.spelling``)."""

    code_postal: Exact | None = None

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return self.code_postal in (None, record["codePostal"])


class Confirmed(NoParameters):
    """Whether somebody who may be known already is to be stored all the same."""

    confirmer: bool = False
