"""The records of the CRM as they are kept (fact ``tsc.company.fields``): names and types, and what a new one holds."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Text = str | None
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None
CompanyType = Literal["Cliente", "Prospect", "Fornitore"] | None


class Strict(BaseModel):
    """No attribute but those named, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, alias_generator=to_camel)

    def whole(self) -> dict[str, Any]:
        """Every attribute, by the vendor's names."""
        return self.model_dump(by_alias=True)

    def values(self) -> dict[str, Any]:
        """The attributes that were given, by the vendor's names."""
        return self.model_dump(by_alias=True, exclude_unset=True)


class Channel(BaseModel):
    """One telephone or e-mail (fact ``tsc.channels``)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    value: Annotated[str, Field(min_length=1)]
    category: Text = None
    note: Text = None


class Party(Strict):
    """What companies, contacts and leads have in common."""

    vat_id: Text = None
    tax_identification_number: Text = None
    address: Text = None
    city: Text = None
    zip_code: Text = None
    province: Text = None
    region: Text = None
    state: Country = None
    phones: list[Channel] = Field(default_factory=list)
    emails: list[Channel] = Field(default_factory=list)
    web_site: Text = None
    description: Text = None
    do_not_contact: bool = False
    sync_mobile: bool = False
    mailing_list_consent: bool = True

    def values(self) -> dict[str, Any]:
        """The attributes that were given; of a channel also what was left out."""
        whole = self.whole()
        return {name: whole[name] for name in super().values()}


class Company(Party):
    """A company, or a natural person entered as one."""

    code: Text = None
    company_name: Text = None
    natural_person: bool = False
    natural_person_name: Text = None
    natural_person_surname: Text = None
    company_type: CompanyType = None
    anagraphic_industry_id: int | None = None


class Contact(Party):
    """A person, of one company or of none."""

    name: Text = None
    surname: Text = None
    company_id: int | None = None


class Lead(Party):
    """Somebody who is neither a company nor a contact yet."""

    company_name: Text = None
    name: Text = None
    surname: Text = None
