"""The tenant's custom fields: their definitions, and the values they take (facts ``tsc.cf…``)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from passerelle.sandbox.answers import FieldError
from passerelle.sandbox.system import Record, World, stored_under
from passerelle.sandbox.teamsystem.bodies import Strict
from passerelle.sandbox.teamsystem.kinds import NAME, Kind, Type
from passerelle.sandbox.teamsystem.refusing import fault
from passerelle.sandbox.teamsystem.switches import switches

STREAM = stored_under(NAME, "customfield")
PREFIX = "ff_"
FieldType = Literal["Text", "Number", "Date", "Select", "Flag", "Currency"]
COMPARED: Mapping[str, Type] = {
    "Text": "text",
    "Number": "number",
    "Date": "day",
    "Select": "text",
    "Flag": "flag",
    "Currency": "number",
}
"""How values of each type compare in filters."""
Fields = Mapping[str, Record]
"""Definitions by the names of their properties."""


class Definition(Strict):
    """A custom field as an administrator defines it; options cannot hold a comma, as they are typed with commas."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    label: Annotated[str, Field(min_length=1)]
    entity: Literal["company", "contact"]
    type: FieldType
    options: list[Annotated[str, Field(pattern=r"^[^,]+$")]] = Field(default_factory=list)
    indexable: bool = False
    read_only: bool = False
    required: bool = False


def fields_of(world: World, kind: Kind) -> Fields:
    """The custom fields of a kind of record, as defined now."""
    return {f"{PREFIX}{one['code']}": one for one in world.store[STREAM].values() if one["entity"] == kind.name}


def types_of(kind: Kind, fields: Fields) -> Mapping[str, Type]:
    """The type of each property of a record, custom fields too."""
    return {**kind.types, **{name: COMPARED[field["type"]] for name, field in fields.items()}}


def without_unknown_options(world: World, fields: Fields, values: Record) -> Record:
    """The values, without labels that a selection field lacks if the CRM ignores them (``tsc.cf.select.unknown``)."""
    if switches(world).unknown_option != "ignored":
        return values
    lacking = {name for name, _ in _unknown_options(fields, values)}
    return {name: value for name, value in values.items() if name not in lacking}


def grown(world: World, fields: Fields, values: Record) -> list[tuple[str, str, Record]]:
    """The definitions to store, if the CRM makes options out of labels that a selection field lacks."""
    if switches(world).unknown_option != "created":
        return []
    return [
        (STREAM, str(field["id"]), {**field, "options": [*field["options"], values[name]]})
        for name, field in _unknown_options(fields, values)
    ]


def wrong_values(world: World, fields: Fields, values: Record, before: Record) -> Iterator[FieldError]:
    """The custom fields whose value is of another type, unknown to a selection, or only read and yet changed."""
    for name, field in fields.items():
        value = values.get(name)
        if value is not None and not _is_of(field["type"], value):
            yield fault(name, f"must be a value of type {field['type']}")
        elif field["readOnly"] and name in values and value != before.get(name):
            yield fault(name, "is read only")
    if switches(world).unknown_option == "error":
        for name, field in _unknown_options(fields, values):
            yield fault(name, f"{values[name]!r} is none of its options ({', '.join(field['options'])})")


def _unknown_options(fields: Fields, values: Record) -> Iterator[tuple[str, Record]]:
    for name, field in fields.items():
        label = values.get(name)
        if field["type"] == "Select" and isinstance(label, str) and label not in field["options"]:
            yield name, field


def _is_of(kind: str, value: Any) -> bool:
    match kind:
        case "Number" | "Currency":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "Flag":
            return isinstance(value, bool)
        case "Date":
            return isinstance(value, str) and _is_day(value)
    return isinstance(value, str)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
