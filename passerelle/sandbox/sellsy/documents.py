"""Estimates and orders: listed, searched and read only (facts ``sel.document…``)."""

from collections.abc import Callable
from typing import Any

from passerelle.sandbox.sellsy.bodies import Open
from passerelle.sandbox.sellsy.embeds import plain_embeds
from passerelle.sandbox.sellsy.filters import DocumentFilters, among
from passerelle.sandbox.sellsy.kinds import Kind
from passerelle.sandbox.sellsy.lists import USUAL_STAFF, staff
from passerelle.sandbox.sellsy.moments import sortable
from passerelle.sandbox.sellsy.shapes import plain
from passerelle.sandbox.sellsy.streams import ESTIMATES, ORDERS
from passerelle.sandbox.system import Record, World

_DOCUMENT: Record = {
    "number": None,
    "status": "draft",
    "related": [],
    "subject": "",
    "date": None,
    "created": None,
    "currency": "EUR",
    "amounts": {"total_excl_tax": "0", "total": "0"},
    "contact_id": None,
    "assigned_staff_id": None,
    "owner": staff(USUAL_STAFF, "owner_id"),
    "rows": [],
    "_custom_fields": {},
}


def _concerns(_: World, related: list[Any]) -> Callable[[Record], bool]:
    return lambda document: any({"id": one["id"], "type": one["type"]} in document["related"] for one in related)


def _kind(name: str, stream: str, series: str, blank: Record) -> Kind:
    return Kind(
        name=name,
        stream=stream,
        blank=blank,
        touched=None,
        orders={"created": lambda record: sortable(record["created"]), "date": lambda record: record["date"] or ""},
        filters=DocumentFilters,
        tests={"related_objects": _concerns, "status": among("status")},
        shown=lambda _, record: plain(record),
        embeds=plain_embeds(),
        field_kind=lambda _: "document",
        new=Open,
        changes=Open,
        to_store=lambda _, values, __: values,
        series=series,
    )


ESTIMATE = _kind("estimate", ESTIMATES, "DEV", {**_DOCUMENT, "expiry_date": None})
ORDER = _kind("order", ORDERS, "BC", {**_DOCUMENT, "order_status": "none"})
