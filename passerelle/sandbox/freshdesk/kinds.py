"""The two kinds of records: their words in paths, their streams, and what a new one holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from passerelle.sandbox.freshdesk.bodies import Company, Contact, Sent
from passerelle.sandbox.system import Record, stored_under

NAME = "freshdesk"
ATTRIBUTES: Mapping[str, str] = {"tag_names": "tags", "company_name": "company_id"}
"""Preset fields whose attribute has another name (fact ``fd.fields.attributes``)."""
NO_ATTRIBUTES = frozenset({"twitter_profile_status", "twitter_followers_count"})


@dataclass(frozen=True)
class Kind:
    """One kind of record. ``hidden`` is kept of each in the state and never shown by the API."""

    name: str
    word: str
    body: type[Sent]
    read_only: Mapping[str, Any]
    hidden: Mapping[str, Any]

    @property
    def stream(self) -> str:
        """The name under which the store keeps these records."""
        return stored_under(NAME, self.name)

    @property
    def fields(self) -> str:
        """The name under which the store keeps the definitions of their fields."""
        return stored_under(NAME, f"{self.name}field")

    @cached_property
    def blank(self) -> Record:
        """What a new record holds before anything was filled in; ``id`` and moments are given when it is stored."""
        return {**self.body().model_dump(), **self.read_only, **self.hidden}


CONTACT = Kind(
    "contact",
    "contacts",
    Contact,
    {"active": False, "avatar": None, "contact_type": "contact", "devices": []},
    {"deleted": False, "_blocked": False, "_merged_into": None},
)
COMPANY = Kind("company", "companies", Company, {}, {})
KINDS = (CONTACT, COMPANY)
