"""Reviso's web hooks: set up by hand, unsigned, with a key of ours in the address (facts `rev.hook…`).

A call names the number a customer had and the one it has. What it says on creation and deletion is not documented, so
that it is only ever a hint: both numbers are asked of Reviso before anything is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlencode

import orjson

from passerelle.mapping.models import Keyed, SystemProfile
from passerelle.systems.hooks import EVERYTHING, Call, Hint, MalformedCall, Registered, Told

NUMBER = re.compile(r"0*([0-9]{1,9})", re.ASCII)
"""A customer number: up to 999999999."""
PLACEHOLDERS = ("[oldnumber]", "[newnumber]")
"""What stands in the template, and arrives as it is where Reviso has nothing to put there."""
KEY_SHOWN = "<key from 'passerelle keys create'>"


class Hooks:
    """The web hooks of a Reviso agreement."""

    def __init__(self, profile: SystemProfile) -> None:
        assert profile.webhooks is not None and profile.webhooks.keyed is not None  # the mapping's check asks for it
        self.facts: Keyed = profile.webhooks.keyed
        self.title = profile.title

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths the vendors' own instructions name."""
        return tuple(self.facts.paths)

    def key_in(self, call: Call) -> str:
        """The key of a call. Two different ones are none: whoever reads the address must not choose."""
        name = self.facts.paths.get(call.path, "").lower()
        found = {value for parameter, value in call.query if parameter.lower() == name}
        return found.pop() if len(found) == 1 else ""

    def read(self, call: Call) -> Told:
        """The customer a call names, with its number before where that was another. Raises MalformedCall."""
        given: Iterable[tuple[str, Any]] = call.query if call.method == "GET" else _payload(call.body).items()
        told = [(name.lower(), value) for name, value in given]
        old, new = _number(told, self.facts.old), _number(told, self.facts.new)
        number = new or old or EVERYTHING
        formerly = old if old and new and old != new else None
        return Told("renumbered" if formerly else "changed", (Hint(self.facts.stream, number, formerly),))

    def address(self, base: str, key: str) -> str:
        """The address with the key in it."""
        path, parameter = next(iter(self.facts.paths.items()))
        return f"{base.rstrip('/')}{path}?{urlencode({parameter: key})}"

    def to_set_up(self, base: str) -> Registered:
        """Each field of Reviso's form, and what goes into it."""
        form = self.facts.by_hand
        path, parameter = next(iter(self.facts.paths.items()))
        url = f"{base.rstrip('/')}{path}"
        where = f"{self.title} is told by a person: {form.where}."
        others = f"The key is that of a user: run 'passerelle keys create', which prints the whole {form.address}."
        typed = {form.address: f"{url}?{parameter}={KEY_SHOWN}", **form.fields}
        return Registered("by hand", "", url, (), (where, others), typed)

    def to_remove(self, base: str) -> Registered:
        """Where a person removes it."""
        note = (
            f"{self.title} is told by a person: {self.facts.by_hand.where}. 'passerelle keys revoke' stops its calls."
        )
        return Registered("by hand", "", f"{base.rstrip('/')}{self.paths[0]}", (), (note,))


def _payload(body: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise MalformedCall("The call holds no JSON.") from None
    if not isinstance(told, dict):
        raise MalformedCall("The call's JSON is no object.")
    return told


def _number(told: list[tuple[str, Any]], names: list[str]) -> str | None:
    """The number under one of these names; None where nothing is said. Raises MalformedCall."""
    wanted = {name.lower() for name in names}
    found = {number for name, value in told if name in wanted and (number := _parsed(value, names[0]))}
    if len(found) > 1:
        raise MalformedCall(f"The call gives more than one {names[0]}.")
    return found.pop() if found else None


def _parsed(value: Any, name: str) -> str | None:
    # True is an int in Python, and no number of anybody's.
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        raise MalformedCall(f"{name} is no customer number.")
    text = "" if value is None else str(value).strip()
    if not text or unquote(text).strip().lower() in PLACEHOLDERS:
        return None
    found = NUMBER.fullmatch(text)
    if not found:
        raise MalformedCall(f"{name} is no customer number: up to nine digits are expected.")
    return None if int(found[1]) == 0 else str(int(found[1]))
