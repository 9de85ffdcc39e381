"""Reviso's lists: a customer names their entries by number, people by name.

The numbers are each agreement's own (`rev.lookup.zones.domestic`), so records are told to others by the names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TypeAlias

from passerelle.errors import NotAllowed
from passerelle.systems.base import Raw
from passerelle.transforms.italian import option

Rows: TypeAlias = list[Raw] | None
Together: TypeAlias = Callable[[Callable[[str], Rows], Iterable[str]], dict[str, Rows]]


@dataclass(frozen=True)
class Listed:
    """A list: its path, what a customer calls its entries, and the key of their number."""

    path: str
    place: str
    number: str

    @property
    def label(self) -> str:
        """The key under which the client puts the name beside a customer's own."""
        return f"{self.place}Name"


LISTS = {
    "customer_group": Listed("/customer-groups", "customerGroup", "customerGroupNumber"),
    "vat_zone": Listed("/vat-zones", "vatZone", "vatZoneNumber"),
    "payment_terms": Listed("/payment-terms", "paymentTerms", "paymentTermsNumber"),
    "payment_type": Listed("/payment-types", "paymentType", "paymentTypeNumber"),
    "price_group": Listed("/price-groups", "priceGroup", "priceGroupNumber"),
}
"""The lists by canonical field."""
OTHERS = {"currency": "/currencies", "province": "/provinces/IT"}
"""Lists whose entries have a code of their own."""
MODULE = "price_group"
"""The list that only agreements with the module Magazzino have (`rev.pricegroups`)."""


class Lists:
    """The entries of every list, asked for once; one that is missing is looked for once more."""

    def __init__(self, ask: Callable[[str], list[Raw]], ask_all: Together) -> None:
        """`ask` answers the rows at a path, `ask_all` does that for several at once."""
        self._ask, self._ask_all = ask, ask_all
        self._lock = Lock()
        self._rows: dict[str, list[Raw]] = {}
        self._labels: dict[str, dict[int, str]] = {}
        self._missed: set[tuple[str, int]] = set()

    def rows(self, field: str) -> Rows:
        """The entries of a list; None where the agreement doesn't have it."""
        with self._lock:
            if not self._rows:
                self._rows = self._all()
                self._labels = {name: _labels(name, rows) for name, rows in self._rows.items() if name in LISTS}
            return self._rows.get(field)

    def label(self, field: str, number: int) -> str:
        """The name of an entry. One that is in no list goes by its number: it is not nothing."""
        self.rows(field)
        if number not in self._labels.get(field, {}) and (field, number) not in self._missed:
            self._missed.add((field, number))
            self._rows[field] = rows = self._ask(LISTS[field].path)
            self._labels[field] = _labels(field, rows)
        return self._labels[field].get(number, str(number))

    def offered(self, field: str) -> dict[str, int]:
        """By name, what a customer can be given: VAT zones are also of suppliers."""
        fit = [row for row in self.rows(field) or () if field != "vat_zone" or row.get("enabledForCustomer")]
        return {self._labels[field][number]: number for number in (int(row[LISTS[field].number]) for row in fit)}

    def zone(self, number: int) -> Raw | None:
        """A VAT zone."""
        return next((row for row in self.rows("vat_zone") or () if row["vatZoneNumber"] == number), None)

    @cached_property
    def currencies(self) -> list[str]:
        """The codes of the currencies."""
        return [str(row["code"]) for row in self.rows("currency") or ()]

    @cached_property
    def provinces(self) -> dict[str, int]:
        """By code of two letters, the numbers of Italy's provinces."""
        return {str(row["code"]): int(row["provinceNumber"]) for row in self.rows("province") or ()}

    @cached_property
    def province_codes(self) -> dict[int, str]:
        """The other way round."""
        return {number: code for code, number in self.provinces.items()}

    def _all(self) -> dict[str, list[Raw]]:
        paths = {field: listed.path for field, listed in LISTS.items()} | OTHERS
        found = self._ask_all(self._if_there, paths.values())
        return {field: rows for field, path in paths.items() if (rows := found[path]) is not None}

    def _if_there(self, path: str) -> Rows:
        try:
            return self._ask(path)
        except NotAllowed:
            if path == LISTS[MODULE].path:
                return None
            raise


def _labels(field: str, rows: list[Raw]) -> dict[int, str]:
    """By number, the names of a list, each of them once: where two are the same their numbers stand behind."""
    number = LISTS[field].number
    named = [(int(row[number]), option(row.get("name")) or str(row[number])) for row in rows]
    times = Counter(label for _, label in named)
    return {own: f"{label} ({own})" if times[label] > 1 else label for own, label in named}
