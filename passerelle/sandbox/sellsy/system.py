"""What Sellsy is made of: its streams, its seed, its routes and its errors."""

from passerelle.sandbox.sellsy.by_hand import STREAMS
from passerelle.sandbox.sellsy.gate import UNAUTHORIZED
from passerelle.sandbox.sellsy.refusing import refused
from passerelle.sandbox.sellsy.routes import routes
from passerelle.sandbox.sellsy.seed import seed
from passerelle.sandbox.system import System

SYSTEM = System(
    name="sellsy",
    streams=STREAMS,
    seed=seed,
    routes=routes,
    refused=refused,
    unauthorized=UNAUTHORIZED,
    not_activated="Vous n'avez pas les droits nécessaires",
)
