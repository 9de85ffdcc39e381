"""The custom fields of a Sellsy account that the profile names: found by name or code, once (`sel.cf`)."""

from __future__ import annotations

from functools import cached_property

from passerelle.errors import ConfigurationError
from passerelle.http import walk
from passerelle.mapping.models import FieldMap, SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import Raw
from passerelle.systems.searched import SearchedSystem

KINDS = {"thirdparty": {"client", "prospect", "supplier"}, "contact": {"contact"}, "opportunity": {"opportunity"}}
"""What custom fields call the kinds of records of a stream (`sel.cf.kinds`)."""


class CustomFields(SearchedSystem):
    """What a Sellsy client has for custom fields."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self._ids: dict[str, dict[str, int]] = {}

    def fields_of(self, stream: str) -> dict[str, int]:
        """The ids of the custom fields that the profile names, by name. Raises ConfigurationError: unknown, not of such
        records, or not of the type the profile takes it for."""
        if stream not in self._ids:
            maps = [map_ for map_ in self.profile.streams[stream].fields.values() if map_.list_ == "custom_fields"]
            self._ids[stream] = {str(map_.type_): int(self._definition(stream, map_)["id"]) for map_ in maps}
        return self._ids[stream]

    @cached_property
    def _definitions(self) -> list[Raw]:
        paging = self.profile.streams["thirdparty"].paging
        return [one for page in walk(self.http, "/custom-fields", {}, paging, "list custom fields") for one in page]

    def _definition(self, stream: str, map_: FieldMap) -> Raw:
        title = self.profile.streams[stream].title
        known = [one for one in self._definitions if map_.type_ in (one.get("name"), one.get("code"))]
        found = next((one for one in known if KINDS[stream] & _kinds(one)), None)
        if found is None:
            wrong = f", only one of {', '.join(sorted(_kinds(known[0])))}" if known else " (neither name nor code)"
            raise ConfigurationError(f"Sellsy has no custom field '{map_.type_}' of {title}{wrong}.")
        if map_.boolean and found["type"] != "boolean":
            told = f"Sellsy's custom field '{map_.type_}' of {title} is a {found['type']}; a yes-or-no field is needed."
            raise ConfigurationError(told)
        return found


def _kinds(field: Raw) -> set[str]:
    """The kinds of records a field is for; the reference calls them otherwise than real answers do (`sel.cf.shape`)."""
    return set(field.get("related_objects") or field.get("related_object") or ())
