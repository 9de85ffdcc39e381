"""Altior's affaires: how many quotes and orders each has, which only lists of their own tell (`alt.quotes`).

A pass reads both lists once; an affaire that is read by itself has its own asked for. A new quote leaves the affaire's
moment of change as it is, so news are looked for in these lists as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from passerelle.http import walk
from passerelle.http.client import HttpClient
from passerelle.mapping.models import Paging
from passerelle.systems.base import Raw

PAPERS = ("quotes", "orders")


class Papers:
    """The numbers of quotes and orders by affaire."""

    def __init__(self, http: HttpClient, paging: Callable[[], Paging | None]) -> None:
        """`paging` of the lists, which is that of the affaires."""
        self.http, self.paging = http, paging
        self._all: dict[str, Counter[str]] | None = None

    def read_all(self) -> None:
        """Read both lists; what is asked for one affaire later is not asked again."""
        self._all = {name: Counter(self._affaires(name, {})) for name in PAPERS}

    def read_once(self) -> None:
        """Read both lists unless that was done since the last write."""
        if self._all is None:
            self.read_all()

    def of(self, affaire: str) -> dict[str, int]:
        """How many of each an affaire has."""
        read = self._all
        if read is None:
            return {name: sum(1 for _ in self._affaires(name, {"affaireId": affaire})) for name in PAPERS}
        return {name: counted[affaire] for name, counted in read.items()}

    def since(self, moment: str) -> set[str]:
        """Affaires that have got or changed one since that moment."""
        return {affaire for name in PAPERS for affaire in self._affaires(name, {"modifiedSince": moment})}

    def forget(self) -> None:
        """Ask afresh from now on: an affaire is about to be written."""
        self._all = None

    def _affaires(self, name: str, params: dict[str, Any]) -> Iterator[str]:
        for page in walk(self.http, f"/{name}", params, self.paging(), f"list {name}"):
            yield from (str(paper["affaireId"]) for paper in page)


def named_fields(raw: Raw) -> list[Raw]:
    """The custom fields of an affaire, each with its name (`alt.affaire.customfields`)."""
    return [{"name": name, "value": value} for name, value in (raw.get("customFields") or {}).items()]


def field_values(fields: list[Raw]) -> Raw:
    """The inverse: what Altior is sent."""
    return {str(one["name"]): one.get("value") for one in fields}
