"""Altior: legal forms and civilities are one list, records are read a hundred at a time, and found by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from passerelle.errors import RecordRejected
from passerelle.http.client import Fence, open_fence
from passerelle.systems.base import Raw
from passerelle.systems.searched import SearchedSystem

FILTERS = {"siret": "siret", "siren": "siren", "vat_number": "vatNumber"}
"""Canonical columns Altior finds by itself (`alt.thirdparty.list`)."""
TITLES = {"MORAL": "legalForm", "PHYSIQUE": "civility"}


class Client(SearchedSystem):
    """The client of an Altior customer."""

    searched = frozenset({*FILTERS, "partner"})

    def prepare(self, stream: str, raw: Raw) -> Raw:  # noqa: ARG002
        """Tell legal forms from civilities (`alt.titles`)."""
        name = TITLES.get(str(raw.get("nature")))
        return raw | {name: raw.get("title")} if name else raw

    def complete_body(self, stream: str, body: Raw, creating: bool) -> Raw:  # noqa: ARG002
        """Put the legal form, or the civility, where Altior has it."""
        rest = {name: value for name, value in body.items() if name not in TITLES.values()}
        titles = [body[name] for name in TITLES.values() if name in body]
        return rest | {"title": titles[0]} if titles else rest

    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """The records of these ids (filter `ids`)."""
        own = [id_ for id_ in ids if id_.isdecimal()]
        return self._filtered(stream, {"ids": ",".join(own)}) if own else []

    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """By a number, or by our reference, which stands under the key the profile names."""
        if column != "partner":
            return self._filtered(stream, {FILTERS[column]: value})
        key = self.profile.streams[stream].fields["partner"].type_ or ""
        return self._filtered(stream, {"externalKey": key, "externalValue": value})

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record, unless its title is none of Altior's."""
        self._check_title(body)
        return super().create(stream, body, fence)

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record, unless its title is none of Altior's."""
        self._check_title(body)
        return super().update(stream, external_id, body, fence)

    def _check_title(self, body: Raw) -> None:
        """Refuse here what Altior would refuse (`alt.types.known`): it would be sent again every night."""
        title = body.get("title")
        if title and title not in self._titles:
            raise RecordRejected(
                self.account,
                f"Altior has no legal form or civility '{title}'; add it to Altior's list, or correct the record",
            )

    @cached_property
    def _titles(self) -> set[str]:
        return {str(row["abbreviation"]) for row in self._rows("/titles", "list legal forms and civilities")}

    def _filtered(self, stream: str, params: dict[str, str]) -> list[Raw]:
        calls = self.profile.streams[stream].calls
        pages = self.listed(stream, calls.list_ or "", {**calls.list_params, **params})
        return [raw for page in pages for raw in page]
