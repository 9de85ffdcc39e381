"""Fills the merge fields of a web hook's address and body in (facts ``rev.hook.fields``, ``rev.hook.missing``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from passerelle.sandbox.reviso.settings import Missing

OLD, NEW = "[OLDNUMBER]", "[NEWNUMBER]"


@dataclass(frozen=True)
class Event:
    """A customer's number before and after what happened to it; None where there was or is no customer."""

    old: int | None
    new: int | None


def fields_of(event: Event, on_create: Missing, on_delete: Missing) -> dict[str, str | None]:
    """What stands for each merge field; None where it is left out."""
    return {OLD: _value(event.old, OLD, on_create), NEW: _value(event.new, NEW, on_delete)}


def merged_address(url: str, fields: Mapping[str, str | None]) -> str:
    """The address with its merge fields filled in; a parameter whose field is left out is left out."""
    head, mark, query = url.partition("?")
    return _filled(head, fields) + mark + _merged_form(query, fields)


def merged_body(template: str, content_type: str, fields: Mapping[str, str | None]) -> str:
    """The body with its merge fields filled in; a property whose field is left out is left out."""
    if "json" not in content_type:
        return _merged_form(template, fields) if "form" in content_type else _filled(template, fields)
    left_out = [field for field, value in fields.items() if value is None and field in template]
    return _filled(_without(template, left_out) if left_out else template, fields)


def _value(number: int | None, field: str, missing: Missing) -> str | None:
    if number is not None:
        return str(number)
    return {"empty": "", "zero": "0", "literal": field, "left out": None}[missing]


def _merged_form(text: str, fields: Mapping[str, str | None]) -> str:
    left_out = [field for field, value in fields.items() if value is None]
    kept = [pair for pair in text.split("&") if not any(field in pair for field in left_out)]
    return _filled("&".join(kept), fields)


def _without(template: str, left_out: list[str]) -> str:
    try:
        found: Any = orjson.loads(template)
    except orjson.JSONDecodeError:
        return template
    if not isinstance(found, dict):
        return template
    kept = {name: value for name, value in found.items() if not any(field in str(value) for field in left_out)}
    return orjson.dumps(kept).decode()


def _filled(text: str, fields: Mapping[str, str | None]) -> str:
    for field, value in fields.items():
        text = text.replace(field, value or "")
    return text
