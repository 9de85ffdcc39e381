"""The parameters of Altior's lists, and which records they ask for."""

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from passerelle.sandbox.french.fields import OWN, Moment
from passerelle.sandbox.french.pages import Exact, Ids, NoParameters
from passerelle.sandbox.system import Record

LARGEST_PAGE, USUAL_PAGE = 200, 100


class Listing(NoParameters):
    """Which page of a list (fact ``alt.paging``), and how recent (fact ``alt.moments``)."""

    page: Annotated[int, Field(ge=1)] = 1
    page_size: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE
    modified_since: Moment | None = None

    @property
    def narrows(self) -> bool:
        """Whether any filter was given: without one every record fits, and none has to be looked at."""
        return bool(self.model_fields_set - {"page", "page_size"})

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return self.modified_since is None or bool(record["modifiedAt"] >= self.modified_since)


class Referenced(Listing):
    """Also which reference of another software (fact ``alt.references``)."""

    external_key: str | None = None
    external_value: str | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.external_key is None) != (self.external_value is None):
            raise PydanticCustomError(OWN, "externalKey et externalValue vont ensemble")
        return self

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        asked = (self.external_key, self.external_value)
        held = ((reference["key"], reference["value"]) for reference in record["references"])
        return super().fits(record) and (self.external_key is None or asked in held)


class Identified(Referenced):
    """Also which ids."""

    ids: Ids | None = None

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The ids, each by itself."""
        return frozenset((self.ids or "").split(","))

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return (self.ids is None or str(record["id"]) in self.wanted) and super().fits(record)


class ThirdPartyQuery(Identified):
    """The parameters of ``alt.thirdparty.list``."""

    siret: Exact | None = None
    siren: Exact | None = None
    vat_number: Exact | None = None

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return (
            self.siret in (None, record["siret"])
            and self.siren in (None, record["siren"])
            and self.vat_number in (None, record["vatNumber"])
            and super().fits(record)
        )


class ContactQuery(Identified):
    """The parameters of ``alt.contact.list``."""

    third_party_id: int | None = None

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        linked = [None, *(link["thirdPartyId"] for link in record["links"])]
        return self.third_party_id in linked and super().fits(record)


class AffaireQuery(Referenced):
    """The parameters of ``alt.affaire.list``."""

    third_party_id: int | None = None

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return self.third_party_id in (None, record["thirdPartyId"]) and super().fits(record)


class PaperQuery(Listing):
    """The parameters of ``alt.quotes`` and ``alt.orders``."""

    affaire_id: int | None = None

    def fits(self, record: Record) -> bool:
        """Whether the list holds this record."""
        return self.affaire_id in (None, record["affaireId"]) and super().fits(record)
