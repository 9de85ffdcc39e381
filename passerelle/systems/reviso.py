"""Reviso: customers name entries of lists by number, are replaced as a whole, and hold their contacts.

A contact's id is its customer's number and its own, `1005/31`. Source of the calls: docs/systems.md, Reviso.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar
from urllib.parse import quote

from passerelle.errors import RecordRejected, SystemFailure, UnclearAnswer, UnreadableAnswer
from passerelle.http import walk
from passerelle.http.client import Fence, open_fence
from passerelle.mapping.models import SystemProfile
from passerelle.parts import ids_of
from passerelle.settings import Settings
from passerelle.systems.base import Raw, ignore
from passerelle.systems.narrowed import without
from passerelle.systems.reviso_bodies import Bodies, ordinary_email, sendable
from passerelle.systems.reviso_lists import LISTS, MODULE, Lists
from passerelle.systems.searched import SearchedSystem
from passerelle.transforms.italian import it_number

KEYS = {"customer": re.compile(r"[0-9]+"), "contact": re.compile(r"[0-9]+/[0-9]+")}
FILTERS = {"vat_number": "vatNumber", "tax_code": "corporateIdentificationNumber", "name": "name"}
"""Canonical columns by which Reviso finds customers (`rev.customer.filterable`)."""
SPECIAL = re.compile(r"[$()*,\[\]]")
"""What has a `$` in front within a value (`rev.filter.escapes`)."""
SECONDS = len("2026-11-22T18:00:00")


class Client(SearchedSystem):
    """The client of an agreement."""

    searched: ClassVar = {"customer": tuple(FILTERS), "contact": ()}

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self.lists = Lists(self._entries, partial(self.ask_all, seen=ignore))
        self.bodies = Bodies(account, self.lists, self.left_out)

    def check(self, stream: str) -> None:
        """Without the module Magazzino price groups are neither read as empty nor sent; that is told."""
        if stream == "customer" and self.lists.rows(MODULE) is None:
            self.left_out["Reviso: the module Magazzino is not active there; price groups are not carried"] = 1
            self.profile = without(self.profile, stream, self.profile, [MODULE])

    def known(self, stream: str) -> dict[str, list[str]]:
        """What customers can be given, by canonical field; without the module Magazzino no price groups."""
        if stream != "customer":
            return super().known(stream)
        fields = [field for field in LISTS if self.lists.rows(field) is not None]
        return {"currency": self.lists.currencies} | {field: list(self.lists.offered(field)) for field in fields}

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """Put the names of what a customer refers to beside the numbers; a contact's key and its customer."""
        if stream == "contact":
            customer, own = (raw.get("customer") or {}).get("customerNumber"), raw.get("customerContactNumber")
            return raw | {"key": None if own is None else f"{customer}/{own}", "linked": str(customer)}
        names = {listed.label: self._label(field, raw) for field, listed in LISTS.items()}
        website = {"website": raw["webSite"]} if raw.get("webSite") and not raw.get("website") else {}
        made = {"province_code": self._province_code(raw), "ordinary_email": ordinary_email(raw)}
        return raw | names | website | made

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every record; contacts customer by customer."""
        return super().pages(stream) if stream == "customer" else self._contacts_along({})

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Customers changed since that moment, or the contacts of those: they tell no moment (`rev.contact.moment`)."""
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        news = {"filter": f"lastUpdated$gte:{moment}", "sort": "lastUpdated"}
        if stream == "contact":
            yield from self._contacts_along(news, moment)
            return
        for rows in self._customers(news, moment):
            yield [self.prepare(stream, row) for row in rows]

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """The contacts of these customers, a call for each."""
        if stream != "contact":
            return super().referring(stream, ids)
        return sorted(raw["key"] for raw in self._contacts_of([id_ for id_ in ids if KEYS["customer"].fullmatch(id_)]))

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One record; None when there is none, or it was deleted."""
        raw = self._held(stream, external_id)
        doing = f"read {self._stream(stream).title} {external_id}"
        return None if raw is None else self._record(stream, raw, doing, UnreadableAnswer)

    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """The records of these ids: customers many a call (`rev.filter.in`), contacts each by itself."""
        own = [id_ for id_ in ids if KEYS[stream].fullmatch(id_)]
        if stream == "customer" and len(own) > 1:
            wanted = {"filter": f"customerNumber$in:[{','.join(str(int(id_)) for id_ in own)}]"}
            raws = (raw for page in self.listed(stream, "/customers", wanted) for raw in page)
            return [raw for raw in raws if str(raw["customerNumber"]) in own]
        return [raw for raw in self.ask_all(lambda id_: self.read(stream, id_), ids, ignore).values() if raw]

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:
        """As every searched system; to be certain by the whole list: a filter misses numbers typed with blanks."""
        if thorough:
            return super(SearchedSystem, self).find(stream, column, values, thorough)
        return super().find(stream, column, values, thorough)

    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """Customers by a filter, those alone that hold the value; partite IVA also as typed with the country."""
        spelt = dict.fromkeys([it_number(value) or value, value] if column == "vat_number" else [value])
        wanted = "$or:".join(FILTERS[column] + "$eq:" + SPECIAL.sub(r"$\g<0>", one) for one in spelt)
        raws = [raw for page in self.listed(stream, "/customers", {"filter": wanted}) for raw in page]
        return [raw for read, raw in self.valued(stream, column, raws).values() if read == value]

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a customer, or a contact of the customer it is linked to."""
        known = self._stream(stream)
        doing = f"create a record in {known.title}"
        linked = ids_of(body.get("linked"))
        if stream == "contact" and len(linked) != 1:
            raise RecordRejected(self.account, "Reviso takes a contact with the one customer it belongs to; link it.")
        parent = linked[0] if linked else ""
        _, path = self._place(stream, known.calls.create, "create", f"{parent}/")
        try:
            answer = self.http.create(path, self._whole(stream, {}, body), doing, fence)
        except SystemFailure as problem:
            if not self._without(parent, problem):
                raise
            raise RecordRejected(self.account, f"Reviso could not {doing}: it has no customer {parent}.") from None
        return self._record(stream, self._of(parent, answer.data), doing, UnclearAnswer)

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Ask for the record, put the changes in and send the whole: what is left out is emptied."""
        known = self._stream(stream)
        doing = f"update {known.title} {external_id}"
        current = self._held(stream, external_id)
        if current is None:
            raise RecordRejected(self.account, f"Reviso could not {doing}: it no longer has that record.")
        _, path = self._place(stream, known.calls.update, "update", external_id)
        answer = self.http.update(path, self._whole(stream, current, body), doing, fence)
        stored = self._held(stream, external_id) if answer.data is None else answer.data
        return self._record(stream, self._of(external_id.partition("/")[0], stored), doing, UnclearAnswer)

    def _whole(self, stream: str, current: Raw, body: Raw) -> Raw:
        return self.bodies.customer(current, body) if stream == "customer" else sendable(current | body)

    def _held(self, stream: str, external_id: str) -> Any:
        """A record as Reviso answers it; None when there is none, or it was deleted (`rev.contact.deleted`)."""
        known = self._stream(stream)
        if not KEYS[stream].fullmatch(external_id):
            return None
        _, path = self._place(stream, known.calls.read, "read", external_id)
        answer = self.http.read_if_there(path, f"read {known.title} {external_id}")
        raw = None if answer is None else self._of(external_id.partition("/")[0], answer.data)
        return None if isinstance(raw, dict) and raw.get("deleted") is True else raw

    def _place(self, stream: str, template: str | None, what: str, external_id: str) -> tuple[str, str]:
        """As every system; a contact's path has its customer's number in it."""
        outer, _, own = external_id.rpartition("/")
        path = self._path(self._stream(stream), template, what, own)
        return outer, path.replace("{parent}", quote(outer, safe=""))

    def _of(self, customer: str, raw: Any) -> Any:
        """A contact with the customer it was asked of."""
        is_contact = isinstance(raw, dict) and "customerContactNumber" in raw
        return {"customer": {"customerNumber": int(customer)}} | raw if is_contact else raw

    def _customers(self, params: dict[str, str], since: str = "") -> Iterator[list[Raw]]:
        """Customers as they are listed; of those the filter lets through, the ones really touched since then."""
        for rows in walk(self.http, "/customers", params, self._stream("customer").paging, "list customers"):
            yield [row for row in rows if _touched(row, since)]

    def _contacts_along(self, params: dict[str, str], since: str = "") -> Iterator[list[Raw]]:
        for rows in self._customers(params, since):
            yield self._contacts_of([str(row["customerNumber"]) for row in rows])

    def _contacts_of(self, customers: Sequence[str]) -> list[Raw]:
        found = self.ask_all(self._contacts, customers, ignore)
        return [raw for raws in found.values() for raw in raws]

    def _contacts(self, customer: str) -> list[Raw]:
        """The contacts of a customer that were not deleted; none of a customer that is gone."""
        known = self._stream("contact")
        _, path = self._place("contact", known.calls.list_, "list", f"{customer}/")
        try:
            rows = [row for page in walk(self.http, path, {}, known.paging, f"list {known.title}") for row in page]
        except SystemFailure as problem:
            if self._without(customer, problem):
                return []
            raise
        return [self.prepare("contact", self._of(customer, row)) for row in rows if row.get("deleted") is not True]

    def _without(self, customer: str, problem: SystemFailure) -> bool:
        """Whether a call beneath a customer went astray (404) because the customer is gone."""
        return type(problem) is SystemFailure and bool(customer) and self._held("customer", customer) is None

    def _entries(self, path: str) -> list[Raw]:
        pages = walk(self.http, path, {}, self._stream("customer").paging, f"list {path[1:]}")
        return [row for page in pages for row in page]

    def _label(self, field: str, raw: Raw) -> str | None:
        listed = LISTS[field]
        number = (raw.get(listed.place) or {}).get(listed.number)
        return None if number is None else self.lists.label(field, int(number))

    def _province_code(self, raw: Raw) -> str | None:
        number = (raw.get("province") or {}).get("provinceNumber")
        return None if number is None else self.lists.province_codes.get(int(number), str(number))


def _touched(row: Raw, since: str) -> bool:
    """Whether a customer was changed at that moment or later; days are compared where only the day is told."""
    moment = str(row.get("lastUpdated") or "")[:SECONDS]
    return not moment or moment >= since[: len(moment)]
