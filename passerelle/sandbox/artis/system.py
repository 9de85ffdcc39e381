"""What artis.net is made of: its streams, its seed, its routes and its errors."""

from passerelle.sandbox.artis.byhand import rules
from passerelle.sandbox.artis.importing import import_control
from passerelle.sandbox.artis.kinds import KINDS, NAME
from passerelle.sandbox.artis.lists import RULES
from passerelle.sandbox.artis.routes import routes
from passerelle.sandbox.artis.seed import seeded
from passerelle.sandbox.artis.towns import TOWN_RULES
from passerelle.sandbox.artis.words import NOT_ACTIVATED, UNAUTHORIZED
from passerelle.sandbox.french.errors import refused
from passerelle.sandbox.system import System

SYSTEM = System(
    name=NAME,
    streams={
        **{kind.name: rules(kind) for kind in KINDS},
        **RULES,
        "codepostal": TOWN_RULES,
    },
    seed=seeded,
    routes=routes,
    refused=refused,
    unauthorized=UNAUTHORIZED,
    not_activated=NOT_ACTIVATED,
    controls=(import_control,),
)
