"""What an account of Freshdesk has: the definitions of its fields, their choices, and what its plan brings.

Looked at once a run. A field that the account lacks is left alone, with a word on the plan that brings it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from passerelle.errors import NotAllowed, RecordRejected
from passerelle.mapping.models import FieldMap, SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import Raw
from passerelle.systems.rest import RestSystem

DEFINED = {"company_id": "company_name", "tags": "tag_names", "renewal_day": "renewal_date", "linked": "company_name"}
"""What a field's definition is called, where it isn't as its attribute (`fd.fields.names`)."""
BEYOND = ("other_emails_text", "social_text", "custom_text", "invited")
"""Attributes that no definition tells of."""
PREFIX = "custom_fields."


class AccountFields(RestSystem):
    """What a client of Freshdesk has for the account's own fields. After `check`, `profile` maps no field that the
    account lacks."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self.full = profile
        self._defined: dict[str, list[Raw] | None] = {}

    def check(self, stream: str) -> None:
        """Leave alone what the account lacks, and follow custom fields that are called otherwise than in the profile."""
        known = self.definitions(stream)
        if known is None:
            told = (
                f"{self.profile.title} does not tell these credentials which fields it has; all are taken to be there"
            )
            self.left_out[told] = 1
            return
        standing = {name: _standing(known, map_) for name, map_ in self.full.streams[stream].fields.items()}
        lacking = [name for name, path in standing.items() if path is None]
        for name in lacking:
            self.left_out[self._lacks(stream, name)] = 1
        self._keep(stream, {name: path for name, path in standing.items() if path is not None})

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
        return {str(map_.path).removeprefix(PREFIX) for map_ in self._maps(stream) if _is_custom(map_)}

    def _maps(self, stream: str) -> Iterable[FieldMap]:
        return self.profile.streams[stream].fields.values()

    def _lacks(self, stream: str, name: str) -> str:
        map_, plan = self.full.streams[stream].fields[name], self.full.streams[stream].plans.get(name)
        title = self.profile.title
        if _is_custom(map_):
            return f"{title}: there is no custom field '{map_.label}' of {stream} records; until there is, it is not carried"
        brought = f"; the plan {plan} brings it" if plan else ""
        return f"{title}: this account has no field '{map_.label}'{brought}. It was left out, the rest went through"

    def _keep(self, stream: str, paths: dict[str, str]) -> None:
        """Have the profile of this run map these fields alone, at these paths."""
        known = self.full.streams[stream]
        fields = {name: known.fields[name].model_copy(update={"path": path}) for name, path in paths.items()}
        streams = self.profile.streams | {stream: known.model_copy(update={"fields": fields})}
        self.profile = self.profile.model_copy(update={"streams": streams})


def choices_of(definition: Raw) -> dict[str, str]:
    """What may be chosen in a field, value and what people read; nothing where anything may be typed. A list holds
    values alone or entries of their own, a table holds both (`fd.fields.choices`)."""
    listed: Any = definition.get("choices") or {}
    if isinstance(listed, dict):
        return {str(value): str(label) for value, label in listed.items()}
    pairs = ((one.get("value"), one.get("label")) if isinstance(one, dict) else (one, one) for one in listed)
    return {str(value): str(label or value) for value, label in pairs if value is not None}


def _is_custom(map_: FieldMap) -> bool:
    return str(map_.path).startswith(PREFIX)


def _standing(known: list[Raw], map_: FieldMap) -> str | None:
    """Where a field stands in this account: a custom one by its name, else by its label; None where it lacks it."""
    path = str(map_.path)
    if path in BEYOND:
        return path
    if _is_custom(map_):
        names = [str(one["name"]) for one in known if not one.get("default")]
        alike = [str(one["name"]) for one in known if not one.get("default") and one.get("label") == map_.label]
        own = path.removeprefix(PREFIX)
        found = own if own in names else next(iter(alike), None)
        return None if found is None else f"{PREFIX}{found}"
    attribute = path.removesuffix("_text")
    wanted = DEFINED.get(attribute, attribute)
    return path if any(one["name"] == wanted for one in known) else None
