"""What the CRM is made of: its streams, its seed, its routes and its errors."""

from passerelle.sandbox.system import System
from passerelle.sandbox.teamsystem import definitions, keys, switches
from passerelle.sandbox.teamsystem.byhand import rules
from passerelle.sandbox.teamsystem.kinds import KINDS, NAME
from passerelle.sandbox.teamsystem.refusing import FORBIDDEN, UNAUTHORIZED, refused
from passerelle.sandbox.teamsystem.routes import routes
from passerelle.sandbox.teamsystem.seed import seeded

SYSTEM = System(
    name=NAME,
    streams={
        **{kind.name: rules(kind) for kind in KINDS},
        "customfield": definitions.RULES,
        "webapikey": keys.RULES,
        "setting": switches.RULES,
    },
    seed=seeded,
    routes=routes,
    refused=refused,
    unauthorized=UNAUTHORIZED,
    not_activated=FORBIDDEN,
)
