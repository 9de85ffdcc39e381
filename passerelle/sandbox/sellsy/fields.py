"""Custom fields: which a record has, what they hold, and what may be put into them (facts ``sel.cf…``)."""

import re
from collections.abc import Callable
from typing import Any

from passerelle.sandbox.sellsy.bodies import Closed
from passerelle.sandbox.sellsy.refusing import refuse
from passerelle.sandbox.sellsy.streams import FIELDS
from passerelle.sandbox.system import Record, World

EMBED = re.compile(r"cf\.(\d+)")
BLANK: Record = {
    **dict.fromkeys(("name", "code")),
    "description": "",
    "mandatory": False,
    "rank": 1,
    "customfield_group": None,
    "show_on_pdf": False,
    "type": "simple-text",
    "parameters": {},
    "related_objects": [],
}


class FieldValue(Closed):
    """What shall stand in one field; null empties it."""

    id: int
    value: Any


def fields_of(world: World, field_kind: str) -> list[Record]:
    """The definitions of the fields that such records have, oldest first."""
    return [field for field in world.store[FIELDS].values() if field_kind in field["related_objects"]]


def valued(record: Record, field: Record) -> Record:
    """A definition with the value that the record has in it."""
    return {**field, "value": record["_custom_fields"].get(field["name"])}


def embedded_fields(world: World, record: Record, field_kind: str, embeds: tuple[str, ...]) -> list[Record]:
    """The fields asked for, with their values; those that such a record does not have are left out."""
    asked = {int(match[1]) for embed in embeds if (match := EMBED.fullmatch(embed))}
    return [valued(record, field) for field in fields_of(world, field_kind) if field["id"] in asked]


def with_values(world: World, record: Record, field_kind: str, values: list[FieldValue]) -> Record:
    """All values of a record by the fields' names, with those that were sent; others stay.

    Raises Refusal (400) for a field such a record does not have, and for a value of another type than the field's.
    """
    known = {field["id"]: field for field in fields_of(world, field_kind)}
    held = dict(record["_custom_fields"])
    for sent in values:
        if sent.id not in known:
            refuse(str(sent.id), "Ce champ personnalisé est inconnu")
        held[known[sent.id]["name"]] = _value(known[sent.id], sent.value)
    return {"_custom_fields": held}


def _value(field: Record, value: Any) -> Any:
    if value is None:
        return None
    if not CHECKS[field["type"]](value, field):
        refuse(str(field["id"]))
    return value


def _text(like: str) -> Callable[[Any, Record], bool]:
    return lambda value, _: isinstance(value, str) and re.fullmatch(like, value, re.DOTALL) is not None


def _object(*names: str) -> Callable[[Any, Record], bool]:
    return lambda value, _: isinstance(value, dict) and set(value) == set(names)


def _ids(value: Any, _: Record) -> bool:
    return isinstance(value, list) and all(type(one) is int for one in value)


def _item(value: Any, field: Record) -> bool:
    return type(value) is int and any(item["id"] == value for item in field["parameters"].get("items", ()))


def _items(value: Any, field: Record) -> bool:
    return _ids(value, field) and all(_item(one, field) for one in value)


ANYTHING, NUMBER = ".*", r"-?\d+(\.\d+)?"
CHECKS: dict[str, Callable[[Any, Record], bool]] = {
    **dict.fromkeys(("simple-text", "rich-text", "email", "url"), _text(ANYTHING)),
    "numeric": _text(NUMBER),
    "date": _text(r"\d{4}-\d{2}-\d{2}"),
    "time": _text(r"\d{2}:\d{2}"),
    "amount": _object("amount", "currency"),
    "numeric-with-unit": _object("number", "unit_id"),
    "radio": _item,
    "select": _item,
    "checkbox": _items,
    "boolean": lambda value, _: isinstance(value, bool),
    **dict.fromkeys(("contact", "staff", "item"), _ids),
}
"""Whether a value is one of the field's type; ``company-individual`` is not served."""
