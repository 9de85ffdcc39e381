"""What the sandbox has to know of one system, and the world the systems live in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.clock import Clock
from passerelle.sandbox.config import SandboxConfig, SandboxError
from passerelle.sandbox.faults import Faults
from passerelle.sandbox.recorder import Recorder
from passerelle.sandbox.store import Store

Record = dict[str, Any]
Entries = Sequence[tuple[str, str, Record]]
"""Records to store: the stream's name in the store, the record's id, the record."""


@dataclass
class World:
    """What the routes share: the settings, the clock, the records, the faults and what was called."""

    config: SandboxConfig
    clock: Clock
    store: Store
    faults: Faults
    recorder: Recorder

    def close(self) -> None:
        """Release the state file."""
        self.store.close()


@dataclass(frozen=True)
class StreamRules:
    """One stream of a system, and what happens when somebody at that system adds or edits a record by hand.

    ``added`` completes new values into a record and its id; ``edited`` makes the entries to store out of the record
    and the new values. ``key`` is an index for lookups, see ``Stream``.
    """

    added: Callable[[World, Record], Entries]
    edited: Callable[[World, str, Record, Record], Entries]
    key: Callable[[Record], str] | None = None


@dataclass(frozen=True)
class Routes:
    """The routes of a system, made for one world, and how to forget what they hold outside the store."""

    router: APIRouter
    forget: Callable[[], None]


@dataclass(frozen=True)
class Control:
    """Something a system does beside its calls, asked for by ``POST /_sandbox/<system><path>``."""

    path: str
    endpoint: Callable[..., Any]


@dataclass(frozen=True)
class System:
    """One stand-in: its name (also the prefix of its paths), its streams, its seed, its routes, its shape of errors."""

    name: str
    streams: Mapping[str, StreamRules]
    seed: Callable[[Beginnings], Mapping[str, Mapping[str, Record]]]
    routes: Callable[[World], Routes]
    refused: Callable[[Refusal], Response]
    unauthorized: str
    not_activated: str
    controls: tuple[Control, ...] = ()


def stored_under(system: str, stream: str) -> str:
    """The name under which the store keeps a stream."""
    return f"{system}/{stream}"


def the_world(request: Request) -> World:
    """The world of the application that serves this request."""
    world: World = request.app.state.world
    return world


def by_hand(stream: str, values: Record, known: Iterable[str]) -> Record:
    """The values somebody at a system fills in.

    Raises SandboxError if one of them is no attribute of that stream that a person can fill in.
    """
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise SandboxError(f"sandbox: {stream} has no attribute {', '.join(unknown)} that can be filled in")
    return values


InWorld = Annotated[World, Depends(the_world)]
