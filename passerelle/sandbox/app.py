"""The application: every system under its name, the controls beside them, the gateway in front."""

from dataclasses import replace

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from passerelle.sandbox.answers import FieldError, Refusal, json_answer
from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.clock import Clock
from passerelle.sandbox.config import SandboxConfig, SandboxError
from passerelle.sandbox.controls import PREFIX, controls
from passerelle.sandbox.faults import Faults
from passerelle.sandbox.gateway import Gateway
from passerelle.sandbox.prepared import read_prepared
from passerelle.sandbox.recorder import Recorder
from passerelle.sandbox.registry import SYSTEMS
from passerelle.sandbox.rules import Order
from passerelle.sandbox.store import Seed, Store
from passerelle.sandbox.stream import Stream
from passerelle.sandbox.system import World, stored_under

STATE_FILE = "sandbox/state.sqlite"
GENERATION = 7
"""To be raised when the made-up data changes, so that no start meets the state of another generation."""
INVALID = "The request is invalid"
STREAMS = {
    stored_under(name, stream): rules for name, system in SYSTEMS.items() for stream, rules in system.streams.items()
}
"""Every stream of every system, under its name in the store."""


def create_app(config: SandboxConfig) -> FastAPI:
    """The sandbox as an ASGI application, its state loaded or seeded; ``app.state.world.close()`` releases it.

    Raises SandboxError if the settings, the register folder or the state file cannot be used.
    """
    world = _world(config)
    app = FastAPI(
        title="Passerelle sandbox",
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        middleware=[Middleware(Gateway, world=world, systems=SYSTEMS)],
    )
    app.state.world = world
    made = {name: system.routes(world) for name, system in SYSTEMS.items()}
    for name, routes in made.items():
        app.include_router(routes.router, prefix=f"/{name}")
    app.include_router(controls(routes.forget for routes in made.values()))
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(SandboxError, _misused)
    return app


def _world(config: SandboxConfig) -> World:
    faults = Faults(config.seed, Order(profile=config.faults))
    streams = [Stream(name, rules.key) for name, rules in STREAMS.items()]
    store = Store(config.home / STATE_FILE, _origin(config), lambda: _seed(config), streams)
    return World(config, Clock(config.time_scale), store, faults, Recorder())


def _seed(config: SandboxConfig) -> Seed:
    if config.from_path is not None and config.from_path.is_file():
        # Nothing but the lists that a customer sets up stands beside the records of the file.
        nobody = _made_up(replace(config, companies=0, from_path=None))
        return {**nobody, **read_prepared(config.from_path, STREAMS)}
    return _made_up(config)


def _made_up(config: SandboxConfig) -> Seed:
    beginnings = Beginnings(config)
    return {
        stored_under(name, stream): records
        for name, system in SYSTEMS.items()
        for stream, records in system.seed(beginnings).items()
    }


def _origin(config: SandboxConfig) -> str:
    """What the state depends on, as text; files it begins with count by their size and time of change."""
    folder = config.from_path
    files = sorted(folder.glob("*.csv")) if folder and folder.is_dir() else [folder] if folder else []
    read = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.exists()]
    origin = [GENERATION, config.companies, config.seed, folder and str(folder.resolve()), read]
    return orjson.dumps([*origin, config.relations_from_register]).decode()


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    system = SYSTEMS.get(request.url.path.split("/")[1])
    return system.refused(error) if system else json_answer({"message": error.message}, error.status)


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await _refused(request, Refusal(error.status_code, error.detail, headers=error.headers))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors: list[FieldError] = [
        {"field": ".".join(map(str, found["loc"][1:])) or "body", "message": found["msg"]} for found in error.errors()
    ]
    return await _refused(request, Refusal(400, INVALID, errors))


async def _misused(_: Request, error: Exception) -> Response:
    return json_answer({"message": str(error)}, 400)
