"""How a field is defined, whoever does it: its name, its choices, what it may be (facts ``fd.fields…``)."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.freshdesk.choices import changed, wrong_choices
from passerelle.sandbox.freshdesk.fieldbodies import ContactFieldBody, FieldBody
from passerelle.sandbox.freshdesk.fields import TYPES, definitions
from passerelle.sandbox.freshdesk.kinds import CONTACT, Kind
from passerelle.sandbox.freshdesk.presets import definition
from passerelle.sandbox.freshdesk.refusing import (
    BLANK,
    INVALID,
    UNIQUE,
    UNKNOWN,
    Fault,
    fault,
    faults,
    invalid,
    raise_any,
)  # fmt: skip
from passerelle.sandbox.system import Record, World

Entry = tuple[str, str, Record]
DROPDOWN = "custom_dropdown"
UNIQUE_PRESETS = ("phone", "mobile")


def new_field(world: World, kind: Kind, sent: Record) -> Entry:
    """The entry of a new custom field. Raises Refusal (400, 409) if it cannot be one."""
    values = _typed(kind, sent)
    raise_any(list(_wrong_beginning(values)))
    held = world.store[kind.fields].values()
    presets = {one["name"] for one in held if one["default"]}
    name = name_of(values["label"], presets)
    if name in {one["name"] for one in held} or values["label"] in [one["label"] for one in held if not one["default"]]:
        raise Refusal(409, INVALID, [fault("label", UNIQUE, "duplicate_value")])
    raise_any(list(_wrong({"type": values["type"], "name": name, "choices": []}, values)))
    if values["type"] == DROPDOWN:
        values["choices"] = changed([], values["choices"])
    last = max((one["position"] for one in definitions(world, kind)), default=0)
    number = world.store.next_id(kind.fields)
    whole = {"name": name, "position": last + 1, **values}
    return kind.fields, str(number), definition(kind, number, whole, world.clock.stamp())


def changed_field(world: World, kind: Kind, before: Record, sent: Record) -> Entry:
    """The entry of a field with what was sent. Raises Refusal (400) if it cannot be so."""
    values = _typed(kind, sent)
    if "type" in values:
        raise invalid(fault("type", UNKNOWN, "invalid_field"))
    if values.get("label", before["label"]) is None:
        raise invalid(fault("label", BLANK, "missing_field"))
    raise_any(list(_wrong(before, values)))
    if "choices" in values and before["type"] == DROPDOWN:
        values["choices"] = changed(before["choices"], values["choices"])
    return kind.fields, str(before["id"]), {**before, **values, "updated_at": world.clock.stamp()}


def name_of(label: str, presets: set[str]) -> str:
    """The name that a label makes (``fd.fields.name``)."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "field"
    return f"custom_{name}" if name in presets else name


def _typed(kind: Kind, sent: Record) -> Record:
    body = ContactFieldBody if kind is CONTACT else FieldBody
    try:
        return body.model_validate(sent).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise invalid(*faults(error.errors())) from error


def _wrong_beginning(values: Record) -> Iterator[Fault]:
    for name in ("label", "type"):
        if values.get(name) is None:
            yield fault(name, BLANK, "missing_field")
    if values.get("type") not in (None, *TYPES):
        yield fault("type", f"It should be one of these values: '{','.join(TYPES)}'")
    if values.get("type") == DROPDOWN and not values.get("choices"):
        yield fault("choices", BLANK, "missing_field")


def _wrong(field: Record, values: Record) -> Iterator[Fault]:
    if values.get("unique") and not (field["type"] == "custom_text" or field["name"] in UNIQUE_PRESETS):
        yield fault("unique", "This field cannot be unique")
    sent: Any = values.get("choices")
    if "choices" not in values:
        return
    if field["type"] == DROPDOWN and isinstance(sent, list):
        yield from wrong_choices(field["choices"], sent)
    elif not (_has_plain_choices(field) and _is_plain(sent)):
        yield fault("choices", "This field has no such choices")


def _has_plain_choices(field: Record) -> bool:
    return isinstance(field.get("choices"), list) and field["type"] != DROPDOWN


def _is_plain(sent: Any) -> bool:
    return isinstance(sent, list) and bool(sent) and all(isinstance(one, str) and one.strip() for one in sent)
