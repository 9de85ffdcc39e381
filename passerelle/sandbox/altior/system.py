"""What Altior is made of: its streams, its seed, its routes and its errors."""

from passerelle.sandbox.altior.byhand import rules
from passerelle.sandbox.altior.french import NOT_ACTIVATED, UNAUTHORIZED
from passerelle.sandbox.altior.kinds import KINDS, NAME
from passerelle.sandbox.altior.lists import RULES
from passerelle.sandbox.altior.routes import routes
from passerelle.sandbox.altior.seed import seeded
from passerelle.sandbox.french.errors import refused
from passerelle.sandbox.system import System

SYSTEM = System(
    name=NAME,
    streams={kind.name: rules(kind) for kind in KINDS} | RULES,
    seed=seeded,
    routes=routes,
    refused=refused,
    unauthorized=UNAUTHORIZED,
    not_activated=NOT_ACTIVATED,
)
