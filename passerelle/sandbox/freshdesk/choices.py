"""The choices of fields: how they are sent, and what becomes of those there are (facts ``fd.fields.choices``)."""

from collections.abc import Iterator
from typing import Any

from passerelle.sandbox.freshdesk.refusing import Fault, fault
from passerelle.sandbox.system import Record

FIELD = "choices"
SENT = frozenset({"id", "value", "label", "position", "deleted"})


def wrong_choices(held: list[Record], sent: list[Any]) -> Iterator[Fault]:
    """What is wrong with choices of a dropdown that were sent."""
    known = {one["id"] for one in held}
    for one in sent:
        if not isinstance(one, dict) or set(one) - SENT:
            yield fault(FIELD, "It should be a list of id, value, position and deleted")
        elif "id" in one and one["id"] not in known:
            yield fault(FIELD, f"There is no choice {one['id']}")
        elif not one.get("deleted") and not (isinstance(one.get("value"), str) and one["value"].strip()):
            yield fault(FIELD, "A choice should have a value", "missing_field")
    values = [one["value"] for one in sent if isinstance(one, dict) and isinstance(one.get("value"), str)]
    others = [one["value"] for one in held if one["id"] not in [each.get("id") for each in sent if _is_object(each)]]
    if len({*values, *others}) < len(values) + len(others):
        yield fault(FIELD, "A value stands there twice", "duplicate_value")


def changed(held: list[Record], sent: list[Record]) -> list[Record]:
    """The choices of a dropdown after those that were sent, which are right; they are numbered by position."""
    by_id = {one["id"]: one for one in held}
    last = max(by_id, default=0)
    for one in sent:
        if one.get("deleted"):
            del by_id[one["id"]]
            continue
        last += "id" not in one
        number = one.get("id", last)
        was = by_id.get(number, {"position": len(by_id) + 1})
        position = one.get("position", was["position"])
        by_id[number] = {"id": number, "label": one["value"], "value": one["value"], "position": position}
    return sorted(by_id.values(), key=lambda one: one["position"])


def _is_object(one: Any) -> bool:
    return isinstance(one, dict)
