"""The definitions of an account's fields: which there are, and what they ask of a value (facts ``fd.fields…``)."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from passerelle.sandbox.freshdesk.bodies import LONGEST
from passerelle.sandbox.freshdesk.kinds import ATTRIBUTES, NO_ATTRIBUTES, Kind
from passerelle.sandbox.freshdesk.refusing import BLANK, UNKNOWN, Fault, fault
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.system import Record, World

Definition = Record
TEXTS = ("custom_text", "custom_paragraph", "custom_phone_number", "custom_url", "custom_date", "custom_dropdown")
TYPES = (*TEXTS, "custom_checkbox", "custom_number")
URL = re.compile(r"https?://\S+")
SEARCHED = ("custom_text", "custom_number", "custom_checkbox", "custom_dropdown")


def definitions(world: World, kind: Kind) -> list[Definition]:
    """The definitions that the account's plan has, by position."""
    lacking = switches(world).bought.lacks(kind.name)
    held = [one for one in world.store[kind.fields].values() if one["name"] not in lacking]
    return sorted(held, key=lambda one: (one["position"], one["id"]))


def custom(world: World, kind: Kind) -> Mapping[str, Definition]:
    """The custom fields by name."""
    return {one["name"]: one for one in definitions(world, kind) if not one["default"]}


def wrong_custom(fields: Mapping[str, Definition], sent: Record) -> Iterator[Fault]:
    """What is wrong with values of custom fields."""
    for name, value in sent.items():
        if name not in fields:
            yield fault(name, UNKNOWN, "invalid_field")
        elif value not in (None, ""):
            yield from _wrong_value(fields[name], value)


def wrong_choices(world: World, kind: Kind, sent: Record) -> Iterator[Fault]:
    """What is wrong with values of preset fields that have choices."""
    for one in definitions(world, kind):
        value = sent.get(one["name"])
        if one["default"] and "choices" in one and value is not None and value not in one["choices"]:
            yield fault(one["name"], _one_of(list(one["choices"])))


def missing(world: World, kind: Kind, whole: Record, values: Record, *, new: bool) -> Iterator[Fault]:
    """The mandatory fields that a record lacks: all of a new one, those that were sent of another."""
    for one in definitions(world, kind):
        field = str(one["name"])
        name = ATTRIBUTES.get(field, field)
        if not one["required_for_agents"] or name in NO_ATTRIBUTES:
            continue
        held, sent = (whole, values) if one["default"] else (whole["custom_fields"], values.get("custom_fields", {}))
        if held.get(name) in (None, "", []) and (new or name in sent):
            yield fault(name, BLANK, "missing_field")


def unique_names(world: World, kind: Kind) -> list[str]:
    """The custom fields, and attributes besides those that always are, that an administrator made unique."""
    return [one["name"] for one in definitions(world, kind) if one["unique"]]


def _wrong_value(field: Definition, value: Any) -> Iterator[Fault]:
    name, kind = field["name"], field["type"]
    wanted: type = {"custom_checkbox": bool, "custom_number": int}.get(kind, str)
    if type(value) is not wanted:
        word = {bool: "Boolean", int: "Integer", str: "String"}[wanted]
        yield fault(name, f"It should be a/an {word}", "datatype_mismatch")
    elif not CHECKS.get(kind, _anything)(field, value):
        told = _one_of(labels(field)) if kind == "custom_dropdown" else FORMS[kind]
        yield fault(name, told)


def labels(field: Definition) -> list[str]:
    """The values of a dropdown."""
    return [one["value"] for one in field["choices"]]


def _one_of(values: list[str]) -> str:
    return f"It should be one of these values: '{','.join(values)}'"


def _anything(_: Definition, __: Any) -> bool:
    return True


def _is_day(_: Definition, value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


CHECKS: Mapping[str, Callable[[Definition, Any], bool]] = {
    "custom_text": lambda _, value: len(value) <= LONGEST,
    "custom_dropdown": lambda field, value: value in labels(field),
    "custom_url": lambda _, value: bool(URL.fullmatch(value)),
    "custom_date": _is_day,
}
FORMS = {
    "custom_text": f"It should have {LONGEST} characters at most",
    "custom_url": "It should be in the 'valid URL' format",
    "custom_date": "It should be in the 'yyyy-mm-dd' format",
}
