"""What Reviso is sent: always the whole record, with references by number, without what is empty or only read."""

from __future__ import annotations

from collections import Counter
from typing import Any

from passerelle.errors import RecordRejected
from passerelle.systems.base import Raw
from passerelle.systems.reviso_lists import LISTS, MODULE, Lists
from passerelle.transforms import named

ITALY = "IT"
READ_ONLY = frozenset(
    {
        *("balance", "lastUpdated", "contacts", "templates", "totals", "invoices", "deliveryLocations", "self"),
        "deleted",
    }
)
"""What is only read of customers and contacts (`rev.customer.readonly`, `rev.contact.fields`)."""
MADE = frozenset({*(listed.label for listed in LISTS.values()), "province_code", "ordinary_email", "key", "linked"})
"""Attributes by which fields are mapped, and which Reviso calls otherwise."""
PLACE = frozenset({"countryCode", "province_code"})


class Bodies:
    """Makes of mapped attributes what Reviso takes."""

    def __init__(self, account: str, lists: Lists, left_out: Counter[str]) -> None:
        """`left_out` is told what cannot be sent."""
        self._account, self._lists, self._left_out = account, lists, left_out

    def customer(self, current: Raw, body: Raw) -> Raw:
        """The whole customer: what it holds, with the changes. Raises RecordRejected for what Reviso doesn't list."""
        whole = _referring(current) | {name: value for name, value in body.items() if name not in MADE}
        whole |= {LISTS[field].place: self._reference(field, body[LISTS[field].label]) for field in self._named(body)}
        if "website" in body:
            whole.pop("webSite", None)
        if "ordinary_email" in body:
            whole["email"] = _with_pec(whole, body["ordinary_email"])
        if isinstance(body.get("currency"), str) and body["currency"] not in self._lists.currencies:
            raise self._unknown("currency", body["currency"], self._lists.currencies)
        country = (whole.get("countryCode") or {}).get("code")
        if not country:
            whole.pop("countryCode", None)
        if body.keys() & PLACE:
            self._put_province(whole, body, country)
        if body.keys() & {"countryCode", LISTS["vat_zone"].label}:
            self._check_zone(whole, country)
        return sendable(whole)

    def _named(self, body: Raw) -> list[str]:
        """The lists a body names entries of. Without the module, price groups stay out (`rev.pricegroups`)."""
        named = [field for field, listed in LISTS.items() if listed.label in body]
        return [field for field in named if field != MODULE or self._lists.rows(MODULE) is not None]

    def _reference(self, field: str, label: str | None) -> Raw | None:
        offered = self._lists.offered(field)
        if label is not None and label not in offered:
            raise self._unknown(field.replace("_", " "), label, list(offered))
        return None if label is None else {LISTS[field].number: offered[label]}

    def _unknown(self, what: str, label: str, offered: list[str]) -> RecordRejected:
        there = "; ".join(offered)
        return RecordRejected(self._account, f"Reviso has no {what} '{label}'; there are: {there}. Choose one of them.")

    def _put_province(self, whole: Raw, body: Raw, country: str | None) -> None:
        """Provinces are Italy's alone (`rev.lookup.provinces.abroad`): another country's customer has none."""
        code = body.get("province_code")
        if country and country != ITALY:
            whole.pop("province", None)
            if code:
                self._left_out["Reviso: knows no provinces outside Italy; they are not carried"] += 1
        elif "province_code" in body:
            whole["province"] = self._province(code) if code else None

    def _province(self, code: str) -> Raw:
        if code not in self._lists.provinces:
            raise RecordRejected(
                self._account, f"Reviso has no province '{code}'; give the two letters of an Italian one, such as BO."
            )
        return {"provinceNumber": self._lists.provinces[code], "countryCode": {"code": ITALY}}

    def _check_zone(self, whole: Raw, country: str | None) -> None:
        """Refuse a VAT zone of the wrong side of the border: invoices would be wrong, and Reviso takes it."""
        number = (whole.get("vatZone") or {}).get("vatZoneNumber", 0)
        zone = self._lists.zone(number)
        if zone is None or not country or bool(zone.get("isDomestic")) == (country == ITALY):
            return
        whose = "customers in Italy" if zone.get("isDomestic") else "customers abroad"
        raise RecordRejected(
            self._account,
            f"The VAT zone '{self._lists.label('vat_zone', number)}' of Reviso is for {whose}, and the country of this "
            f"one is {country}; choose another VAT zone, or correct the country.",
        )


def ordinary_email(customer: Raw) -> str | None:
    """The e-mail addresses of a customer but its PEC, which some people type among them too."""
    pec = _addresses(customer.get("italianCertifiedEmail"))
    return " ".join(one for one in _addresses(customer.get("email")) if one not in pec) or None


def _with_pec(whole: Raw, wanted: str | None) -> str | None:
    """These addresses, and the PEC where it stands among them."""
    own, pec = _addresses(wanted), _addresses(whole.get("italianCertifiedEmail"))
    kept = [one for one in _addresses(whole.get("email")) if one in pec and one not in own]
    return " ".join([*own, *kept]) or None


def _addresses(value: Any) -> list[str]:
    return (named("emails")(value) or "").split() if isinstance(value, str) else []


def sendable(whole: Raw) -> Raw:
    """A whole record as it is sent: what is empty is left out, which empties it (`rev.customer.replace`)."""
    return {name: _bare(value) for name, value in whole.items() if name not in READ_ONLY | MADE and value is not None}


def _referring(current: Raw) -> Raw:
    """A customer whose references say the number alone: some are answered with all there is of the entry."""
    named = {one.place: (current.get(one.place) or {}).get(one.number) for one in LISTS.values()}
    numbers = {one.place: one.number for one in LISTS.values()}
    return current | {place: {numbers[place]: own} for place, own in named.items() if own is not None}


def _bare(value: Any) -> Any:
    """Without addresses where a number says the same, and without nulls."""
    if isinstance(value, list):
        return [_bare(one) for one in value if one is not None]
    if not isinstance(value, dict):
        return value
    held = {name: _bare(inner) for name, inner in value.items() if inner is not None}
    return {name: inner for name, inner in held.items() if name != "self" or len(held) == 1}
