"""The kinds of records of the CRM; the calls are the same for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from passerelle.sandbox.system import Record, stored_under
from passerelle.sandbox.teamsystem.bodies import Company, Contact, Lead, Party

NAME = "teamsystem"
STAMPS = ("createdDate", "lastModifiedDate")
WRITER = "_by"
"""Who wrote a record last; kept in the state, never shown by the API (fact ``tsc.keys.user``)."""

Type = Literal["text", "number", "flag", "moment", "day", "channels"]
TYPES: Mapping[str, Type] = {
    "id": "number",
    "companyId": "number",
    "anagraphicIndustryId": "number",
    "naturalPerson": "flag",
    "doNotContact": "flag",
    "syncMobile": "flag",
    "mailingListConsent": "flag",
    "phones": "channels",
    "emails": "channels",
    "createdDate": "moment",
    "lastModifiedDate": "moment",
}
"""The types of all attributes that are not texts."""


@dataclass(frozen=True)
class Kind:
    """One kind of record: its stream, its word in paths, what may be sent of it, and what is only read.

    A record needs at least one attribute of ``needed``. ``read_only`` may be sent, and changes nothing.
    """

    name: str
    word: str
    body: type[Party]
    needed: tuple[str, ...]
    read_only: tuple[str, ...] = STAMPS
    key: Callable[[Record], str] | None = None

    @property
    def stream(self) -> str:
        """The name under which the store keeps these records."""
        return stored_under(NAME, self.name)

    @cached_property
    def blank(self) -> Record:
        """What a new record holds."""
        return self.body().whole()

    @cached_property
    def cleared(self) -> Record:
        """What a record holds of what was not sent, where a write replaces it (fact ``tsc.replace``)."""
        return {**self.blank, "mailingListConsent": False}

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """The type of each attribute of a record as it is read, but for custom fields."""
        return {name: TYPES.get(name, "text") for name in ("id", *self.blank, *self.read_only)}


def company_of(contact: Record) -> str:
    """The id of a contact's company, or an empty text."""
    return str(contact["companyId"] or "")


COMPANY = Kind("company", "Company", Company, ("companyName",))
CONTACT = Kind("contact", "Contact", Contact, ("surname",), (*STAMPS, "companyName"), company_of)
LEAD = Kind("lead", "Lead", Lead, ("companyName", "surname"))
KINDS = (COMPANY, CONTACT, LEAD)
