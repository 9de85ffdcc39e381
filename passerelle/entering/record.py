"""One record as it was given, checked and made ready to be kept; what is wrong with it is told field by field."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from passerelle.entering.companies import Companies, linked
from passerelle.entering.form import ACTIVATION, COMPANIES, CUSTOM, Form, Place
from passerelle.entering.values import REACHED_BY, unreachable, value_of
from passerelle.hub.entries import Entry
from passerelle.systems.freshdesk_names import folded

IDENTITY = {"company": ("name",), "contact": (*REACHED_BY, "name")}
"""What tells a record from others: the first of these that it has. The same given again is the same record."""


@dataclass(frozen=True)
class Given:
    """What was given for one record: `values` by field and `custom` by field of the account's own, `company` and
    `others` by name, each of these with whether the contact sees all of its tickets."""

    values: Mapping[str, Any]
    custom: Mapping[str, Any] = field(default_factory=dict)
    company: str = ""
    sees_all: bool = False
    others: Sequence[tuple[str, bool]] = ()
    activation: bool = False


@dataclass
class Checked:
    """The content that is kept, by canonical name and by place, and what is wrong, by label."""

    content: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def take(self, place: Place, read: Callable[[], Any]) -> Any:
        """Keep a value under its place, or note what is wrong with it."""
        try:
            value = read()
        except ValueError as problem:
            self.problems.append((place.label, str(problem)))
            return None
        if value is not None:
            self.content[place.key] = value
            self.known[place.name] = value
        return value


def checked(form: Form, given: Given, companies: Companies) -> Checked:
    """What is given, held against the form. Raises SystemFailure when the portal cannot be asked for a company."""
    found = Checked()
    for place in form.places:
        if place.name == COMPANIES:
            _take_companies(found, place, given, companies)
        else:
            found.take(place, lambda place=place: value_of(place, given.values.get(place.name)))  # type: ignore[misc]
    _take_custom(found, form, given)
    if form.stream == "contact" and not found.problems:
        problem = unreachable(found.known, form.labels)
        found.problems += [("", problem)] if problem else []
    if given.activation and found.known.get("email"):
        found.content[ACTIVATION] = "yes"
    return found


def entry_of(form: Form, found: Checked, place: str = "") -> Entry:
    """The record as it is kept: known by what tells it from others."""
    name = next((name for name in IDENTITY[form.stream] if found.known.get(name)), "name")
    text = f"{name} {folded(str(found.known.get(name, ''))) if name == 'name' else found.known.get(name, '')}".lower()
    return Entry(blake2b(text.encode(), digest_size=10).hexdigest(), found.content, place)


def _take_companies(found: Checked, place: Place, given: Given, companies: Companies) -> None:
    def read() -> str | None:
        if place.required and not given.company.strip():
            raise ValueError("is mandatory")
        main = companies.id_of(given.company.strip()) if given.company.strip() else None
        others = [(companies.id_of(name.strip()), sees_all) for name, sees_all in given.others if name.strip()]
        return linked(main, others, given.sees_all)

    found.take(place, read)


def _take_custom(found: Checked, form: Form, given: Given) -> None:
    known = {place.name: place for place in form.custom}
    for name in given.custom.keys() - known.keys():
        found.problems.append((name, f"is no field of this account; its own are {', '.join(known) or 'none'}"))
    taken = Checked()
    for name, place in known.items():
        taken.take(place, lambda name=name, place=place: value_of(place, given.custom.get(name)))  # type: ignore[misc]
    found.problems += taken.problems
    held = {name: value for name, value in taken.content.items() if value is not False}
    if held:
        found.content[CUSTOM] = json.dumps(held, ensure_ascii=False, sort_keys=True)
