"""Calls by which a system tells of its changes by itself: each is read into hints, never into values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Literal, Protocol

from pydantic import SecretStr

from passerelle.errors import PasserelleError
from passerelle.mapping.models import SystemProfile
from passerelle.systems.rest import RestSystem


class MalformedCall(PasserelleError):
    """A call that is not in the shape the system is known to call in."""


@dataclass(frozen=True)
class Call:
    """One call as it came: headers by their names in lower case, and the body, byte by byte."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Hint:
    """A record that may have changed, by the id it has in its stream. It need not exist."""

    stream: str
    external_id: str


@dataclass(frozen=True)
class Told:
    """What a call tells: its event, and the records to look at; none when the event is not known to tell of any.
    `account` is the system's own id of the account it comes from, where it says one."""

    event: str
    hints: tuple[Hint, ...]
    account: str = ""


@dataclass(frozen=True)
class Registered:
    """What became of a webhook in the system: its id there, the address it calls and the events it is for."""

    done: Literal["created", "updated", "unchanged", "removed", "absent"]
    id: str
    url: str
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Hooks(Protocol):
    """The webhooks of one system."""

    def is_genuine(self, call: Call, key: SecretStr) -> bool:
        """Whether who made the call holds the key."""

    def read(self, call: Call) -> Told:
        """What a genuine call tells. Raises MalformedCall."""

    def register(self, system: RestSystem, url: str, key: SecretStr) -> Registered:
        """Have the system call this address; when it does so already, nothing is changed. Raises SystemFailure."""

    def remove(self, system: RestSystem, url: str) -> Registered:
        """Have the system call this address no more. Raises SystemFailure."""


def hooks_of(profile: SystemProfile) -> Hooks | None:
    """The webhooks of a system whose profile has any, from `passerelle.systems.<system>_hooks`, class `Hooks`."""
    module = f"passerelle.systems.{profile.system}_hooks"
    if profile.webhooks is None or not find_spec(module):
        return None
    hooks: Hooks = import_module(module).Hooks(profile)
    return hooks
