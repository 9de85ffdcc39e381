"""AdminPulse: relations are searched by VAT number, and a VAT number may be pending."""

from __future__ import annotations

import re
from collections.abc import Sequence

from passerelle.systems.base import Raw, ignore
from passerelle.systems.rest import RestSystem

_SEARCHABLE = ("enterprise_number", "vat_number")
_GIVEN_BY_SYSTEM = ("id", "uniqueIdentifier")


class Client(RestSystem):
    """The client of an AdminPulse account."""

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:
        """Relations by number, with AdminPulse's own filter (`ap.relations.vat`); other columns by the whole list.

        The filter compares digits as typed: a number stored without its leading zero, or in the enterprise number
        alone, is only found by the whole list, which `thorough` walks once for the numbers not found.
        """
        if column not in _SEARCHABLE:
            return super().find(stream, column, values, thorough)
        answers = self.ask_all(lambda value: self._by_number(stream, value), values, ignore)
        raws = [raw for answer in answers.values() for raw in answer]
        found: dict[str, list[Raw]] = {value: [] for value in values}
        for value, raw in self.valued(stream, column, raws).values():
            if value in found:
                found[value].append(raw)
        absent = [value for value, matches in found.items() if not matches]
        return found | super().find(stream, column, absent, thorough) if thorough else found

    def _by_number(self, stream: str, value: str) -> list[Raw]:
        calls = self.profile.streams[stream].calls
        params = {**calls.list_params, "vatNumber": re.sub(r"\D", "", value), "includeInactive": "true"}
        return [raw for page in self.listed(stream, calls.list_ or "", params) for raw in page]

    def complete_body(self, stream: str, body: Raw, creating: bool) -> Raw:
        """Mark a missing VAT number as pending (`ap.relation.mandatory`; a person needs none), and leave out what
        AdminPulse gives itself (`ap.relations.create`)."""
        if stream != "relation":
            return body
        complete = {name: value for name, value in body.items() if name not in _GIVEN_BY_SYSTEM}
        if complete.get("vatNumber"):
            complete["vatNumberPending"] = False
        elif creating and complete.get("relationType") != "Person":
            complete["vatNumberPending"] = True
        return complete
