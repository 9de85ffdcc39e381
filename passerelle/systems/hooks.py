"""Calls by which a system tells of its changes by itself: each is read into hints, never into values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Literal, Protocol

from pydantic import SecretStr

from passerelle.errors import PasserelleError
from passerelle.mapping.models import SystemProfile
from passerelle.systems.rest import RestSystem

EVERYTHING = "*"
"""The id of a hint at whatever is new in a stream, told by a call that names no record."""


class MalformedCall(PasserelleError):
    """A call that is not in the shape the system is known to call in."""


@dataclass(frozen=True)
class Call:
    """One call as it came: headers by their names in lower case, the body, byte by byte, and the address."""

    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"
    path: str = ""
    query: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Hint:
    """A record that may have changed, by the id it has in its stream. It need not exist. `formerly`: the id it had
    until now, when the call tells that it has another."""

    stream: str
    external_id: str
    formerly: str | None = None


@dataclass(frozen=True)
class Told:
    """What a call tells: its event, and the records to look at; none when the event is not known to tell of any.
    `account` is the system's own id of the account it comes from, where it says one."""

    event: str
    hints: tuple[Hint, ...]
    account: str = ""


@dataclass(frozen=True)
class Registered:
    """What became of a webhook in the system: its id there, the address it calls and the events it is for. Of one that
    only a person can make: what to type there, by the system's own names."""

    done: Literal["created", "updated", "unchanged", "removed", "absent", "by hand"]
    id: str
    url: str
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    to_type: Mapping[str, str] = field(default_factory=dict)


class Hooks(Protocol):
    """The webhooks of one system."""

    def read(self, call: Call) -> Told:
        """What a genuine call tells. Raises MalformedCall."""


class SignedHooks(Hooks, Protocol):
    """Of a system that signs its calls, and is told whom to call."""

    def is_genuine(self, call: Call, key: SecretStr) -> bool:
        """Whether who made the call holds the key."""

    def register(self, system: RestSystem, url: str, key: SecretStr) -> Registered:
        """Have the system call this address; when it does so already, nothing is changed. Raises SystemFailure."""

    def remove(self, system: RestSystem, url: str) -> Registered:
        """Have the system call this address no more. Raises SystemFailure."""


class KeyedHooks(Hooks, Protocol):
    """Of a system that cannot sign and is set up by hand: its calls carry a key of ours, which is that of a user."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths it calls, the one to be told first."""

    def key_in(self, call: Call) -> str:
        """The key that a call carries; empty without one."""

    def address(self, base: str, key: str) -> str:
        """The whole address for a person to type into the system."""

    def to_set_up(self, base: str) -> Registered:
        """What a person types into the system to have it call."""

    def to_remove(self, base: str) -> Registered:
        """What a person does to have it call no more."""


def hooks_of(profile: SystemProfile) -> Hooks | None:
    """The webhooks of a system whose profile has any, from `passerelle.systems.<system>_hooks`, class `Hooks`."""
    module = f"passerelle.systems.{profile.system}_hooks"
    if profile.webhooks is None or not find_spec(module):
        return None
    hooks: Hooks = import_module(module).Hooks(profile)
    return hooks
