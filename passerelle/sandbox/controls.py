"""The sandbox's own calls, under ``/_sandbox``: for tests, and for a person who wants to look.

- ``GET /_sandbox/state/{system}/{stream}``: every record, an object of records by id; ``…/{id}``: one record.
- ``POST …/{stream}``: add a record (201, the record); ``PUT …/{id}``: change the given attributes as somebody at that
  system would; ``DELETE …/{id}``: remove it (204).
- ``GET /_sandbox/requests?system=&since=``: what was called, oldest first, secrets masked.
- ``POST /_sandbox/reset``: back to the seed; also forgets calls, faults, tokens and counted limits (204).
- ``POST /_sandbox/mark?name=``: keep what is held now (204), as ``mark`` unless named;
  ``POST /_sandbox/reset?to=NAME``: back to that instead.
- ``GET`` and ``POST /_sandbox/faults``: which faults there are and which act; make others act.
- ``POST /_sandbox/artis/import`` with ``{"folder": …}``: read a drop folder as artis.net's import would.
- ``GET /_sandbox/health``: the systems and how many records each stream holds.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, ConfigDict

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.registry import SYSTEMS
from passerelle.sandbox.rules import Order, profiles
from passerelle.sandbox.system import InWorld, StreamRules, World, stored_under

PREFIX = "/_sandbox"
SEED = "seed"
Values = Annotated[dict[str, Any], Body()]


class CallQuery(BaseModel):
    """Which calls to list."""

    model_config = ConfigDict(extra="forbid")

    system: str | None = None
    since: int = 0


def controls(forget: Iterable[Callable[[], None]]) -> APIRouter:
    """The router of the controls; ``forget`` are the systems' own ways back to their beginning."""
    router = APIRouter(prefix=PREFIX)
    forgetting = list(forget)
    for path, method, endpoint in TABLE:
        router.add_api_route(path, endpoint, methods=[method])
    for name, system in SYSTEMS.items():
        for control in system.controls:
            router.add_api_route(f"/{name}{control.path}", control.endpoint, methods=["POST"])

    @router.post("/reset")
    async def reset(world: InWorld, to: str = SEED) -> Response:
        if to == SEED:
            world.store.reset()
        else:
            world.store.back_to(to)
        world.recorder.clear()
        world.faults.set(Order(profile="none"))
        for forget_one in forgetting:
            forget_one()
        return Response(status_code=204)

    return router


async def mark(world: InWorld, name: str = "mark") -> Response:
    """Keep what is held now."""
    world.store.mark(name)
    return Response(status_code=204)


async def list_state(world: InWorld, system: str, stream: str) -> Response:
    """Every record of a stream, by id."""
    _rules(system, stream)
    return json_answer(dict(world.store[stored_under(system, stream)]))


async def read_state(world: InWorld, system: str, stream: str, key: str) -> Response:
    """One record."""
    return json_answer(_record(world, system, stream, key))


async def add_state(world: InWorld, system: str, stream: str, values: Values) -> Response:
    """A new record, as somebody at that system would have made it."""
    entries = _rules(system, stream).added(world, values)
    world.store.put(*entries)
    return json_answer(entries[0][2], 201)


async def edit_state(world: InWorld, system: str, stream: str, key: str, values: Values) -> Response:
    """The record with the given attributes, as somebody at that system would have changed it."""
    record = _record(world, system, stream, key)
    entries = _rules(system, stream).edited(world, key, record, values)
    world.store.put(*entries)
    return json_answer(entries[0][2])


async def delete_state(world: InWorld, system: str, stream: str, key: str) -> Response:
    """Remove a record."""
    _record(world, system, stream, key)
    world.store.delete(stored_under(system, stream), key)
    return Response(status_code=204)


async def list_calls(world: InWorld, query: Annotated[CallQuery, Query()]) -> Response:
    """What was called."""
    return json_answer(world.recorder.listing(query.system, query.since))


async def list_faults(world: InWorld) -> Response:
    """The faults that act and those there are."""
    known = {name: profile.about for name, profile in profiles().items()}
    return json_answer({"active": world.faults.order.model_dump(exclude_none=True), "profiles": known})


async def set_faults(world: InWorld, order: Order) -> Response:
    """Make a profile of faults act in place of the one that did."""
    if order.system is not None and order.system not in SYSTEMS:
        raise SandboxError(f"sandbox: no system {order.system!r}; there are: {', '.join(SYSTEMS)}")
    world.faults.set(order)
    return await list_faults(world)


async def health(world: InWorld) -> Response:
    """Whether the sandbox serves, and what it holds."""
    held = {
        name: {stream: len(world.store[stored_under(name, stream)]) for stream in system.streams}
        for name, system in SYSTEMS.items()
    }
    return json_answer({"status": "ok", "systems": held})


def _rules(system: str, stream: str) -> StreamRules:
    known = SYSTEMS[system].streams if system in SYSTEMS else {}
    if stream not in known:
        there_are = ", ".join(f"{name}/{held}" for name, one in SYSTEMS.items() for held in one.streams)
        raise Refusal(404, f"sandbox: no stream {system}/{stream}; there are: {there_are}")
    return known[stream]


def _record(world: World, system: str, stream: str, key: str) -> dict[str, Any]:
    _rules(system, stream)
    record = world.store[stored_under(system, stream)].get(key)
    if record is None:
        raise Refusal(404, f"sandbox: {system}/{stream} holds no record {key}")
    return record


TABLE: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("/health", "GET", health),
    ("/mark", "POST", mark),
    ("/requests", "GET", list_calls),
    ("/faults", "GET", list_faults),
    ("/faults", "POST", set_faults),
    ("/state/{system}/{stream}", "GET", list_state),
    ("/state/{system}/{stream}", "POST", add_state),
    ("/state/{system}/{stream}/{key}", "GET", read_state),
    ("/state/{system}/{stream}/{key}", "PUT", edit_state),
    ("/state/{system}/{stream}/{key}", "DELETE", delete_state),
)
