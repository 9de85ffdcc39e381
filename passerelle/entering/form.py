"""A form as the account of the help desk has it: its fields with labels, choices and mandatory marks.

Labels are those of the portal in French (`mappings/systems/`). Which fields there are, what may be chosen and what is
mandatory, the account's own field definitions say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from passerelle.mapping.loader import load_system
from passerelle.mapping.models import FieldMap, SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import Raw
from passerelle.systems.freshdesk import Client
from passerelle.systems.freshdesk_fields import choices_of, definition_of

ENTRY, TARGET = "entry", "freshdesk"
COMPANIES, CUSTOM, ACTIVATION = "third_parties", "custom", "activation"
BESIDE = (CUSTOM, ACTIVATION)
"""Fields that are no place of their own in a form: what the account adds, and what the form is asked to do."""


@dataclass(frozen=True)
class Place:
    """One field of a form. `key` is where it stands in what is kept, `words` what else a column may be called,
    `choices` what people read and what is sent."""

    name: str
    key: str
    label: str
    words: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


@dataclass(frozen=True)
class Form:
    """The form of one kind of record. `custom` are the account's own fields, `several` whether a contact may have more
    companies than one, `lacking` the labels of what the account's plan doesn't bring."""

    stream: str
    places: tuple[Place, ...]
    custom: tuple[Place, ...] = ()
    several: bool = True
    lacking: tuple[str, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """The labels of the fields by name."""
        return {place.name: place.label for place in self.places}


def form_of(desk: Client, stream: str, root: Path) -> Form:
    """The form as the account has it now; as the vendor has it, where these credentials may not see the account's
    fields. Raises SystemFailure."""
    entry, known = load_system(root, ENTRY), desk.definitions(stream)
    maps = {name: map_ for name, map_ in entry.streams[stream].fields.items() if name not in BESIDE}
    if known is None:
        return Form(stream, tuple(_plain(name, map_) for name, map_ in maps.items()))
    desk.check(stream)
    there = desk.profile.streams[stream].fields
    places = [_place(desk.full, stream, name, map_, known) for name, map_ in maps.items() if name in there]
    lacking = [map_.label for name, map_ in maps.items() if name not in there]
    own = [_own(one) for one in sorted(known, key=lambda one: one.get("position") or 0) if not one.get("default")]
    return Form(stream, tuple(places), tuple(own), desk.several, tuple(lacking))


def open_desk(settings: Settings) -> Client:
    """The client of the help desk. Raises ConfigurationError when credentials are missing."""
    return Client(TARGET, load_system(settings.root, TARGET), settings)


def _plain(name: str, map_: FieldMap) -> Place:
    return Place(name, str(map_.path), map_.label, (name, str(map_.path)), required=name == "name")


def _place(profile: SystemProfile, stream: str, name: str, map_: FieldMap, known: list[Raw]) -> Place:
    definition = definition_of(known, profile.streams[stream].fields[name]) or {}
    french = {value: word for word, value in profile.codes.get(name, {}).items()}
    choices = {french.get(value, label): value for value, label in choices_of(definition).items()}
    words = (name, str(map_.path), str(definition.get("label") or ""), str(definition.get("name") or ""))
    required = bool(definition.get("required_for_agents"))
    return Place(name, str(map_.path), map_.label, words, required, choices)


def _own(definition: Raw) -> Place:
    """A custom field. Its kind is the vendor's word for it (`fd.fields.define`), without what all begin with."""
    name, label = str(definition["name"]), str(definition["label"])
    choices = {label: value for value, label in choices_of(definition).items()}
    kind = str(definition["type"]).removeprefix("custom_")
    return Place(name, name, label, (name,), bool(definition.get("required_for_agents")), choices, kind)
