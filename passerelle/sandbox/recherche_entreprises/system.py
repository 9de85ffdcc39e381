"""What the search is made of: its stream, its seed, its route and its errors."""

from passerelle.sandbox.recherche_entreprises.routes import routes
from passerelle.sandbox.recherche_entreprises.seed import seeded
from passerelle.sandbox.recherche_entreprises.streams import NAME, STREAMS
from passerelle.sandbox.recherche_entreprises.words import CLOSED, refused
from passerelle.sandbox.system import System

SYSTEM = System(
    name=NAME,
    streams=STREAMS,
    seed=seeded,
    routes=routes,
    refused=refused,
    unauthorized=CLOSED,
    not_activated=CLOSED,
)
