"""What may be sent of contacts and companies (facts ``fd.contact.fields`` and ``fd.company.fields``)."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

MAIL = re.compile(r"[^@\s,;<>()]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
SOCIAL_HANDLES = 10
LONGEST = 255


def _or_none(text: str | None) -> str | None:
    return text if (text or "").strip() else None


def _mail(text: str) -> str:
    if not MAIL.fullmatch(text.lower()):
        raise ValueError("it should be in the 'valid email address' format")
    return text.lower()


def _domain(text: str) -> str:
    if not DOMAIN.fullmatch(text.strip().lower()):
        raise ValueError("it should be the name of a domain")
    return text.strip().lower()


def _each_once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _nothing(value: Any) -> Any:
    return [] if value is None else value


def _day(text: str) -> str:
    moment = datetime.fromisoformat(text) if len(text) > len("2026-12-31") else date.fromisoformat(text)
    return f"{moment:%Y-%m-%d}T00:00:00Z"


Long = Annotated[str | None, AfterValidator(_or_none)]
Text = Annotated[str | None, Field(max_length=LONGEST), AfterValidator(_or_none)]
Mail = Annotated[str, AfterValidator(_mail)]
Renewal = Annotated[str, AfterValidator(_day)]
Filled = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Mails = Annotated[list[Mail], BeforeValidator(_nothing), AfterValidator(_each_once)]
Texts = Annotated[list[Filled], BeforeValidator(_nothing), AfterValidator(_each_once)]
Domains = Annotated[
    list[Annotated[str, AfterValidator(_domain)]], BeforeValidator(_nothing), AfterValidator(_each_once)
]


def _blank_is_none(value: Any) -> Any:
    return None if value == "" else value


OrNone = BeforeValidator(_blank_is_none)


class Sent(BaseModel):
    """No attribute but those named, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)

    custom_fields: dict[str, Any] = Field(default_factory=dict)


class Associated(BaseModel):
    """One company a contact belongs to besides its main one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    company_id: int
    view_all_tickets: bool = False


class Contact(Sent):
    """A contact."""

    name: Text = None
    email: Annotated[Mail | None, OrNone] = None
    phone: Text = None
    mobile: Text = None
    twitter_id: Text = None
    unique_external_id: Text = None
    company_id: int | None = None
    view_all_tickets: bool = False
    other_companies: Annotated[list[Associated], BeforeValidator(_nothing)] = Field(default_factory=list)
    other_emails: Mails = Field(default_factory=list)
    address: Long = None
    description: Long = None
    job_title: Text = None
    language: Text = None
    time_zone: Text = None
    tags: Texts = Field(default_factory=list)
    social_handler: Annotated[Texts, Field(max_length=SOCIAL_HANDLES)] = Field(default_factory=list)


class Company(Sent):
    """A company."""

    name: Text = None
    description: Long = None
    note: Long = None
    domains: Domains = Field(default_factory=list)
    health_score: Text = None
    account_tier: Text = None
    renewal_date: Annotated[Renewal | None, OrNone] = None
    industry: Text = None
