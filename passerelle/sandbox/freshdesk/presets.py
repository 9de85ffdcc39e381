"""What every account has (``presets.yaml``): the preset fields, time zones, languages, industries."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from passerelle.sandbox.freshdesk.kinds import CONTACT, Kind
from passerelle.sandbox.system import Record

MADE = "2024-03-04T08:00:00Z"
FLAGS: Mapping[str, bool] = {
    "required_for_agents": False,
    "agents_can_edit": True,
    "displayed_for_agents": True,
    "quick_add_for_agent": False,
    "unique": False,
}
CONTACT_FLAGS: Mapping[str, bool] = {
    "editable_in_signup": False,
    "customers_can_edit": False,
    "required_for_customers": False,
    "displayed_for_customers": False,
}


@cache
def _read() -> Mapping[str, Any]:
    text = resources.files("passerelle.sandbox.freshdesk").joinpath("presets.yaml").read_text(encoding="utf-8")
    presets: Mapping[str, Any] = YAML(typ="safe").load(text)
    return presets


@cache
def choices() -> Mapping[str, Any]:
    """The choices of the preset fields that have long lists of them, by field, as definitions show them."""
    hours = _read()["time_zones"]
    return {
        "time_zone": {name: f"(GMT{offset}) {name}" for offset, names in hours.items() for name in names},
        "language": dict(_read()["languages"]),
        "industry": list(_read()["industries"]),
    }


def preset_fields(kind: Kind) -> list[Record]:
    """The definitions of the preset fields of a kind, in their order."""
    return [_preset(kind, dict(one)) for one in _read()[kind.name]]


def definition(kind: Kind, number: int, values: Record, now: str) -> Record:
    """A whole definition made of what is known of a field: at least its name, label, type and position."""
    customers = {**CONTACT_FLAGS, "label_for_customers": values["label"]} if kind is CONTACT else {}
    moments = {"created_at": now, "updated_at": now}
    return {"id": number, "default": False, **FLAGS, **customers, **values, **moments}


def _preset(kind: Kind, one: Record) -> Record:
    on = dict.fromkeys(one.pop("on", ()), True)
    listed = choices().get(one["name"])
    values = {**one, **on, "type": f"default_{one['name']}", "default": True}
    return definition(kind, one["id"], values | ({"choices": listed} if listed else {}), MADE)
