"""What an account of Freshdesk has: the definitions of its fields, their choices, and what its plan brings.

Looked at once a run. A field that the account lacks is left alone, with a word on the plan that brings it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from passerelle.errors import NotAllowed, RecordRejected, UnclearAnswer
from passerelle.http.client import Fence, open_fence
from passerelle.mapping.models import FieldMap, SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import Raw
from passerelle.systems.glanced import GlancedSystem

DEFINED = {"linked": "company_name", "tags": "tag_names", "renewal_day": "renewal_date"}
"""What a field's definition is called, where it isn't as its attribute (`fd.fields.attributes`)."""
BEYOND = ("other_emails_text", "social_text", "custom_text", "invited")
"""Attributes that no definition tells of."""
PREFIX = "custom_fields."
FIELDS = {"company": "Champs de l'entreprise", "contact": "Champs du contact"}
"""Where an administrator makes fields, as the portal calls it (`fd.fields.where`)."""
COMPANIES = "third_parties"


class AccountFields(GlancedSystem):
    """What a client of Freshdesk has for the account's own fields. After `check`, `profile` maps no field that the
    account lacks, `undefined` names those of them that are custom fields by stream, and `several` says whether a
    contact may have more companies than one."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self.full = profile
        self.several = True
        self.undefined: dict[str, list[str]] = {}
        self._defined: dict[str, list[Raw] | None] = {}

    def check(self, stream: str) -> None:
        """Leave alone what the account lacks; follow custom fields that are called otherwise than in the profile."""
        known = self.definitions(stream)
        if known is None:
            told = "does not tell these credentials which fields it has; all are taken to be there"
            self.left_out[f"{self.profile.title} {told}"] = 1
            return
        # Time zones and associated companies come with one plan (`fd.plan`); of the latter no definition tells.
        self.several = stream != "contact" or any(one["name"] == "time_zone" for one in known)
        standing = {name: standing_at(known, map_) for name, map_ in self.full.streams[stream].fields.items()}
        lacking = [name for name, path in standing.items() if path is None]
        self.undefined[stream] = [name for name in lacking if is_custom(self.full.streams[stream].fields[name])]
        for name in lacking:
            if name not in self.undefined[stream]:
                self.left_out[self._lacks(stream, name)] = 1
        self._keep(stream, {name: path for name, path in standing.items() if path is not None})

    def define(self, stream: str, names: Sequence[str], fence: Fence = open_fence, *, dry: bool = False) -> list[str]:
        """Make custom fields that the account lacks; see `System.define`. It takes an administrator's key."""
        lacking = [name for name in self.undefined.get(stream, []) if name in names]
        refused: list[str] = []
        for name in lacking if not dry else ():
            label = self.full.streams[stream].fields[name].label
            body = {"label": label, "type": "custom_text"}
            try:
                self.http.create(f"/{stream}_fields", body, f"make the field '{label}' of {stream}", fence)
            except (NotAllowed, RecordRejected, UnclearAnswer):
                refused.append(label)
        if lacking and not dry:
            self._defined.pop(stream, None)
            self.check(stream)
        return (
            [self._to_make(stream, refused)] if refused else [self._to_come(stream, lacking)] if lacking and dry else []
        )

    def _to_make(self, stream: str, labels: list[str]) -> str:
        told = f"{self.profile.title}: these credentials may make no fields of {stream}; under Admin, {FIELDS[stream]}"
        add = f"{told}, add {', '.join(map(repr, labels))}, each a single line of text"
        return f"{add}. They are left out, the rest goes through"

    def _to_come(self, stream: str, names: list[str]) -> str:
        labels = (self.full.streams[stream].fields[name].label for name in names)
        return f"{self.profile.title}: a run would make the fields {', '.join(map(repr, labels))} of {stream}"

    def definitions(self, stream: str) -> list[Raw] | None:
        """The fields of a stream as the account defines them, asked once; None where these credentials may not see
        them."""
        if stream not in self._defined:
            try:
                self._defined[stream] = self._rows(f"/{stream}_fields", f"list the fields of {stream}")
            except (NotAllowed, RecordRejected):
                self._defined[stream] = None
        return self._defined[stream]

    def own_custom(self, stream: str) -> set[str]:
        """Custom fields that have a canonical place of their own."""
        maps = self.profile.streams[stream].fields.values()
        return {str(map_.path).removeprefix(PREFIX) for map_ in maps if is_custom(map_)}

    def leave_others(self, count: int) -> None:
        """Note that companies beside a contact's first were left out."""
        plan = self.full.streams["contact"].plans.get(COMPANIES, "")
        told = f"this account has one company for each contact; the plan {plan} brings associated ones"
        self.left_out[f"{self.profile.title}: {told}. They were left out, the rest went through"] += count

    def _lacks(self, stream: str, name: str) -> str:
        map_, plan = self.full.streams[stream].fields[name], self.full.streams[stream].plans.get(name)
        title = self.profile.title
        brought = f"; the plan {plan} brings it" if plan else ""
        return f"{title}: this account has no field '{map_.label}'{brought}. It was left out, the rest went through"

    def _keep(self, stream: str, paths: dict[str, str]) -> None:
        """Have the profile of this run map these fields alone, at these paths."""
        known = self.full.streams[stream]
        fields = {name: known.fields[name].model_copy(update={"path": path}) for name, path in paths.items()}
        streams = self.profile.streams | {stream: known.model_copy(update={"fields": fields})}
        self.profile = self.profile.model_copy(update={"streams": streams})


def definition_of(known: list[Raw], map_: FieldMap) -> Raw | None:
    """The definition of a field: of a custom one by its name, else by its label; None where the account has none."""
    path = str(map_.path)
    if is_custom(map_):
        own = [one for one in known if not one.get("default")]
        named = (one for one in own if one["name"] == path.removeprefix(PREFIX))
        return next(named, next((one for one in own if one.get("label") == map_.label), None))
    attribute = path.removesuffix("_text")
    wanted = DEFINED.get(attribute, attribute)
    return next((one for one in known if one["name"] == wanted), None)


def standing_at(known: list[Raw], map_: FieldMap) -> str | None:
    """The path at which a field stands in this account; None where it lacks it."""
    if map_.path in BEYOND:
        return map_.path
    found = definition_of(known, map_)
    if found is None:
        return None
    return f"{PREFIX}{found['name']}" if is_custom(map_) else map_.path


def choices_of(definition: Raw) -> dict[str, str]:
    """What may be chosen in a field, value and what people read; nothing where anything may be typed. A list holds
    values alone or entries of their own, a table holds both (`fd.fields.choices`)."""
    listed: Any = definition.get("choices") or {}
    if isinstance(listed, dict):
        return {str(value): str(label) for value, label in listed.items()}
    pairs = ((one.get("value"), one.get("label")) if isinstance(one, dict) else (one, one) for one in listed)
    return {str(value): str(label or value) for value, label in pairs if value is not None}


def is_custom(map_: FieldMap) -> bool:
    """Whether a field is one of the account's own."""
    return str(map_.path).startswith(PREFIX)
