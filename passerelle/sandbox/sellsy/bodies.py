"""What may be sent of companies, individuals and contacts; anything else is refused (facts ``sel.….write``)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from passerelle.sandbox.sellsy.moments import moment
from passerelle.sandbox.system import Record

ThirdPartyType = Literal["prospect", "client", "supplier"]
Civility = Literal["mr", "mrs", "ms"]


def _moment(text: str) -> str:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("without offset")
    return moment(instant)


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


Moment = Annotated[str, AfterValidator(_moment)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_day)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Phone = Annotated[str, Field(pattern=r"^\+\d{6,15}$")]
Reference = Annotated[str, Field(max_length=100)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
CompanyName = Annotated[str, Field(min_length=1, max_length=250)]


class Open(BaseModel):
    """Attributes of the right type; unknown ones are ignored."""

    model_config = ConfigDict(strict=True)

    def sent(self) -> Record:
        """The attributes that were sent; what they hold is whole, with null for what was left out of it."""
        return {name: value for name, value in self.model_dump().items() if name in self.model_fields_set}


class Closed(Open):
    """Attributes of the right type and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LegalFrance(Closed):
    """What a company is registered as in France."""

    siret: Annotated[str, Field(max_length=14)] | None = None
    siren: Annotated[str, Field(max_length=9)] | None = None
    vat: Annotated[str, Field(max_length=15)] | None = None
    ape_naf_code: Annotated[str, Field(max_length=6)] | None = None
    company_type: Annotated[str, Field(max_length=100)] | None = None
    rcs_immatriculation: Annotated[str, Field(max_length=200)] | None = None


class Social(Closed):
    """Pages on social networks."""

    twitter: str | None = None
    facebook: str | None = None
    linkedin: str | None = None
    viadeo: str | None = None


class Sync(Closed):
    """Mailing tools a person is passed on to."""

    mailchimp: bool = True
    mailjet: bool = True
    simplemail: bool = True


class Reachable(Closed):
    """What all three have."""

    email: Email | None = None
    website: str | None = None
    phone_number: Phone | None = None
    mobile_number: Phone | None = None
    fax_number: Phone | None = None
    note: str | None = None
    social: Social = Social()
    owner_id: int = 0
    is_archived: bool = False
    marketing_campaigns_subscriptions: list[str] = Field(default_factory=list)


class ThirdPartyBody(Reachable):
    """What companies and individuals have."""

    reference: Reference | None = None
    auxiliary_code: str | None = None
    rate_category_id: int | None = None
    accounting_code_id: int | None = None
    accounting_purchase_code_id: int | None = None


class CompanyBody(ThirdPartyBody):
    """The changes of a company."""

    name: CompanyName = ""
    legal_france: LegalFrance = LegalFrance()
    capital: str | None = None
    business_segment: int | None = None
    number_of_employees: int | None = None


class NewCompany(CompanyBody):
    """A new company."""

    type: ThirdPartyType
    name: CompanyName
    created: Moment = ""


class Person(Reachable):
    """What individuals and contacts have."""

    last_name: Name = ""
    first_name: Annotated[str, Field(max_length=200)] | None = None
    civility: Civility | None = None
    sync: Sync = Sync()


class IndividualBody(ThirdPartyBody, Person):
    """The changes of an individual."""


class NewIndividual(IndividualBody):
    """A new individual."""

    type: ThirdPartyType
    last_name: Name
    created: Moment = ""


class ContactBody(Person):
    """The changes of a contact."""

    position: Annotated[str, Field(max_length=200)] | None = None
    birth_date: Day | None = None


class NewContact(ContactBody):
    """A new contact."""

    last_name: Name
    created: Moment = ""
