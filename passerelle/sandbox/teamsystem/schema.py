"""What a record of this tenant's CRM consists of, as JSON schema (fact ``tsc.schema``)."""

from collections.abc import Collection, Mapping
from typing import Any

from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.customfields import COMPARED, Fields
from passerelle.sandbox.teamsystem.kinds import Kind, Type
from passerelle.sandbox.teamsystem.styles import FREE_FIELDS, Style

OR_NULL = "null"
TEXTS: Record = {"type": "array", "items": {"type": "string"}}
CHANNELS: Record = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "value": {"type": "string"},
            "category": {"type": ["string", OR_NULL]},
            "note": {"type": ["string", OR_NULL]},
        },
    },
}
LISTED: Record = {
    "type": "array",
    "items": {"type": "object", "properties": {"code": {"type": "string"}, "value": {}}},
}
SHAPES: Mapping[Type, Record] = {
    "text": {"type": ["string", OR_NULL]},
    "number": {"type": ["number", OR_NULL]},
    "flag": {"type": ["boolean", OR_NULL]},
    "moment": {"type": ["string", OR_NULL], "format": "date-time"},
    "day": {"type": ["string", OR_NULL], "format": "date"},
    "channels": CHANNELS,
}


def schema(kind: Kind, fields: Fields, required: Collection[str], style: Style) -> Record:
    """The schema of a kind of record, in the form that the style headers ask for."""
    plain = {name: _shape(kind, name, style) for name in kind.types}
    custom = {name: _custom(field) for name, field in fields.items()} if style.flat else {FREE_FIELDS: LISTED}
    demanded = [name for name, field in fields.items() if field["required"]]
    needed = kind.needed if len(kind.needed) == 1 else ()
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": kind.word,
        "type": "object",
        "properties": {**plain, **custom},
        "required": list(dict.fromkeys([*needed, *required, *demanded])),
    }


def _shape(kind: Kind, name: str, style: Style) -> dict[str, Any]:
    shape = TEXTS if name in style.plain else SHAPES[kind.types[name]]
    return {**shape, "readOnly": True} if name in ("id", *kind.read_only) else shape


def _custom(field: Record) -> dict[str, Any]:
    options = {"enum": field["options"]} if field["type"] == "Select" else {}
    only_read = {"readOnly": True} if field["readOnly"] else {}
    return {"title": field["label"], **SHAPES[COMPARED[field["type"]]], **options, **only_read}
