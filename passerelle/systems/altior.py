"""Altior: legal forms and civilities are one list, records are read a hundred at a time, and found by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from passerelle.errors import RecordRejected
from passerelle.http.client import Fence, open_fence
from passerelle.systems.base import LookUp, Raw, ignore
from passerelle.systems.rest import RestSystem

FILTERS = {"siret": "siret", "siren": "siren", "vat_number": "vatNumber"}
"""Canonical columns Altior finds by itself (`alt.thirdparty.list`)."""
AT_ONCE = 100
"""Ids a call may name (`alt.thirdparty.list`)."""
FEW = 20
"""Up to so many values are asked for one by one; beyond, reading the list is cheaper."""
TITLES = {"MORAL": "legalForm", "PHYSIQUE": "civility"}


class Client(RestSystem):
    """The client of an Altior customer."""

    def prepare(self, stream: str, raw: Raw) -> Raw:  # noqa: ARG002
        """Tell legal forms from civilities (`alt.titles`)."""
        name = TITLES.get(str(raw.get("nature")))
        return raw | {name: raw.get("title")} if name else raw

    def complete_body(self, stream: str, body: Raw, creating: bool) -> Raw:  # noqa: ARG002
        """Put the legal form, or the civility, where Altior has it."""
        rest = {name: value for name, value in body.items() if name not in TITLES.values()}
        titles = [body[name] for name in TITLES.values() if name in body]
        return rest | {"title": titles[0]} if titles else rest

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """Records by id, a hundred a call."""
        asked = list(dict.fromkeys(keys))
        found: dict[str, Raw] = {}
        ids = [key for key in asked if key.isdecimal()]
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            params = {"ids": ",".join(part)}
            found |= {str(raw["id"]): raw for page in self._listed(stream, params) for raw in page}
            seen(len(part))
        return LookUp({key: found[key] for key in asked if key in found}, [key for key in asked if key not in found])

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:
        """Records by a number or by our reference, with Altior's own filters where the values are few."""
        if len(values) > FEW or not (column in FILTERS or column == "partner"):
            return super().find(stream, column, values, thorough)
        answers = self.ask_all(lambda value: self._by(stream, column, value), values, ignore)
        return {value: answers[value] for value in values}

    def find_any(self, stream: str, wanted: Mapping[str, Sequence[str]]) -> list[Raw]:
        """As `find`, for several columns: by filters where all values are few, else by the whole list, once."""
        if sum(map(len, wanted.values())) > FEW:
            return super().find_any(stream, wanted)
        found: dict[str, Raw] = {}
        for column, values in wanted.items():
            for raws in self.find(stream, column, values).values():
                found |= {str(raw["id"]): raw for raw in raws}
        return list(found.values())

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

    def _by(self, stream: str, column: str, value: str) -> list[Raw]:
        own = {"externalKey": "SELLSY", "externalValue": value}
        params = own if column == "partner" else {FILTERS[column]: value}
        return [raw for page in self._listed(stream, params) for raw in page]

    def _listed(self, stream: str, params: dict[str, str]) -> list[list[Raw]]:
        calls = self.profile.streams[stream].calls
        return list(self.listed(stream, calls.list_ or "", {**calls.list_params, **params}))
