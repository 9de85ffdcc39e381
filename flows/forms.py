"""Forms made of what an account has: the parameters of a deployment with the account's fields, choices and marks.

A flow's own signature knows the vendor's fields; which of them this account has, what may be chosen, and what is
mandatory, is put into the deployment when it is registered, and checked again when the flow runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from copy import deepcopy
from typing import Any

from passerelle.entering.form import COMPANIES, Form, Place, form_of, open_desk
from passerelle.settings import Settings

Schema = dict[str, Any]

FORMS = {"new-freshdesk-contact": "contact", "new-freshdesk-company": "company"}
"""Flows whose form is the account's, each with the kind of record."""
OF_COMPANIES = ("company", "sees_all_tickets", "other_companies")
TYPES = {"checkbox": "boolean", "number": "integer"}


def forms_of_account(settings: Settings) -> dict[str, Form]:
    """The form of each flow as the account has it now. Raises ConfigurationError without credentials, or
    SystemFailure."""
    with closing(open_desk(settings)) as desk:
        return {flow: form_of(desk, stream, settings.root) for flow, stream in FORMS.items()}


def filled_in(schema: Mapping[str, Any], form: Form) -> Schema:
    """The schema of a flow's parameters as the account has its form: fields its plan lacks are gone, choices are there
    to choose from, and what is mandatory is marked so."""
    whole: Schema = deepcopy(dict(schema))
    fields: Schema = whole["properties"]
    there = {place.name: place for place in form.places}
    known = {name for name, one in fields.items() if one.get("title") in {*form.labels.values(), *form.lacking}}
    for name in list(fields):
        if name in there:
            fields[name] |= _choices(there[name])
        elif name in known and name not in OF_COMPANIES:
            del fields[name]
    if not form.several:
        fields.pop("other_companies", None)
    required = {"company" if place.name == COMPANIES else place.name for place in form.places if place.required}
    for name in required & fields.keys():
        fields[name].pop("default", None)
    whole["required"] = sorted({*whole.get("required", []), *required} & fields.keys())
    _put_custom(whole, form)
    return whole


def _put_custom(whole: Schema, form: Form) -> None:
    """The account's own fields, as fields of the form's last part; without any there is no such part."""
    fields: Schema = whole["properties"]
    if not form.custom:
        fields.pop("custom", None)
        return
    own = {place.name: _own(place, at) for at, place in enumerate(form.custom)}
    required = [place.name for place in form.custom if place.required]
    fields["custom"] |= {"type": "object", "properties": own, "required": required, "additionalProperties": False}
    if required:
        fields["custom"].pop("default", None)
        whole["required"] = [*whole["required"], "custom"]


def _choices(place: Place) -> Schema:
    if not place.choices:
        return {}
    return {"enum": [*([] if place.required else [""]), *place.choices]}


def _own(place: Place, position: int) -> Schema:
    kind = TYPES.get(place.kind, "string")
    blank = {"string": "", "boolean": False}
    default = {} if place.required or kind not in blank else {"default": blank[kind]}
    return {"title": place.label, "type": kind, "position": position, **default, **_choices(place)}
