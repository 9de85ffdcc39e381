"""What may be sent to AdminPulse: query parameters and the body of a relation; anything else is refused."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

Language = Literal["nl", "fr", "de", "en"]
RelationType = Literal["Company", "SoleProprietor", "Person"]
Role = Literal["Contact", "Director", "Shareholder", "Parent", "Child"]
Status = Literal["Prospect", "Customer", "OwnCompany", "Other"]
LargestPage, UsualPage = 400, 100


def _real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _real_day_of_a_year(text: str) -> str:
    day, month = text.split("/")
    # A leap year, so that years may end on 29 February.
    date(2024, int(month), int(day))
    return text


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_day)]

DayOfYear = Annotated[str, Field(pattern=r"^\d{2}/\d{2}$"), AfterValidator(_real_day_of_a_year)]


class Strict(BaseModel):
    """No attribute but those named, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)


class AddressChannel(Strict):
    """A visiting address or a PO box."""

    type: Literal["Address", "PO Box"]
    favourite: bool = False
    street: str | None = None
    house_number: str | None = None
    box: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None


class PlainChannel(Strict):
    """A telephone, mobile, e-mail or website."""

    type: Literal["Phone", "Mobile", "Email", "Website"]
    favourite: bool = False
    value: Annotated[str, Field(min_length=1)]


Channel = Annotated[AddressChannel | PlainChannel, Field(discriminator="type")]


class Sent(Strict):
    """A record as it may be sent; empty attributes count as not sent, but for a null in what it ``empties``."""

    empties: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _without_empties(cls, sent: Any) -> Any:
        if not isinstance(sent, dict):
            return sent
        return {
            name: value
            for name, value in sent.items()
            if value not in (None, "") or (value is None and name in cls.empties)
        }

    def values(self) -> dict[str, Any]:
        """The attributes that were sent and are not empty."""
        return self.model_dump(exclude_unset=True, by_alias=True)


class RelationBody(Sent):
    """A relation as it may be sent (facts ``ap.relations.update`` and ``ap.relations.update.null``)."""

    empties: ClassVar[frozenset[str]] = frozenset(
        (
            *("code", "name", "firstName", "lastName", "commercialName", "legalForm", "enterpriseNumber", "vatNumber"),
            *("foundingDate", "financialYearEnd", "remarks"),
        )
    )

    code: str | None = None
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    commercial_name: str | None = None
    relation_type: RelationType | None = None
    status: Status | None = None
    own_company_id: int | None = None
    language: Language | None = None
    legal_form: Annotated[str, Field(pattern=r"^\d{3}$")] | None = None
    enterprise_number: str | None = None
    vat_number: str | None = None
    vat_number_pending: bool | None = None
    inactive: bool | None = None
    relation_since: Day | None = None
    founding_date: Day | None = None
    financial_year_end: DayOfYear | None = None
    remarks: str | None = None
    channels: list[Channel] | None = None

    def values(self) -> dict[str, Any]:
        """The attributes that were sent, null where they are to be emptied; channels in full."""
        values = super().values()
        if self.channels is not None:
            values["channels"] = [channel.model_dump(by_alias=True) for channel in self.channels]
        return values


class LinkBody(Sent):
    """A link as it may be sent (facts ``ap.links.write`` and ``ap.links.empty``); ``shares`` is a percentage."""

    empties: ClassVar[frozenset[str]] = frozenset(("startDate", "endDate", "shares"))

    relation_id: int | None = None
    role: Role | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    shares: Annotated[float, Field(ge=0, le=100)] | None = None


class RelationQuery(BaseModel):
    """The parameters of the list of relations."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    page: Annotated[int, Field(ge=0)] = 0
    page_size: Annotated[int, Field(ge=1, le=LargestPage)] = UsualPage
    vat_number: Annotated[str, Field(pattern=r"^\d{9,10}$")] | None = None
    include_inactive: bool = False


class NoParameters(BaseModel):
    """A call that takes no query parameters."""

    model_config = ConfigDict(extra="forbid")
