"""What Corporama is made of: its streams, its seed, its routes and its errors."""

from passerelle.sandbox.corporama.routes import routes
from passerelle.sandbox.corporama.seed import seeded
from passerelle.sandbox.corporama.streams import NAME, STREAMS
from passerelle.sandbox.corporama.words import NOT_ACTIVATED, UNAUTHORIZED, refused
from passerelle.sandbox.system import System

SYSTEM = System(
    name=NAME,
    streams=STREAMS,
    seed=seeded,
    routes=routes,
    refused=refused,
    unauthorized=UNAUTHORIZED,
    not_activated=NOT_ACTIVATED,
)
