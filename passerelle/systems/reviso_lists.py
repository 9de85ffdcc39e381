"""Reviso's lists: a customer names their entries by number, people by name.

The numbers are each agreement's own (`rev.lookup.zones.domestic`), so records are told to others by the names.
"""

from __future__ import annotations

from functools import cached_property

from passerelle.systems.base import Raw
from passerelle.systems.listed import Listed, NamedLists

LISTS = {
    "customer_group": Listed("/customer-groups", "customerGroup", "customerGroupNumber"),
    "vat_zone": Listed("/vat-zones", "vatZone", "vatZoneNumber"),
    "payment_terms": Listed("/payment-terms", "paymentTerms", "paymentTermsNumber"),
    "payment_type": Listed("/payment-types", "paymentType", "paymentTypeNumber"),
    "price_group": Listed("/price-groups", "priceGroup", "priceGroupNumber", optional=True),
}
"""The lists by canonical field."""
OTHERS = {"currency": "/currencies", "province": "/provinces/IT"}
"""Lists whose entries have a code of their own."""
MODULE = "price_group"
"""The list that only agreements with the module Magazzino have (`rev.pricegroups`)."""


class Lists(NamedLists):
    """The entries of every list of an agreement."""

    lists = LISTS
    others = OTHERS

    def fits(self, field: str, entry: Raw) -> bool:
        """VAT zones are also of suppliers."""
        return field != "vat_zone" or bool(entry.get("enabledForCustomer"))

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
