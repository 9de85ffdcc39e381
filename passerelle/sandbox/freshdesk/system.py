"""What Freshdesk is made of: its streams, its seed, its routes and its errors."""

from passerelle.sandbox.freshdesk import agents, byhand, definitions, inviting, switches
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT, KINDS, NAME
from passerelle.sandbox.freshdesk.refusing import DENIED, UNAUTHORIZED, refused
from passerelle.sandbox.freshdesk.routes import routes
from passerelle.sandbox.freshdesk.seed import seeded
from passerelle.sandbox.system import System

SYSTEM = System(
    name=NAME,
    streams={
        **{kind.name: byhand.rules(kind) for kind in KINDS},
        "contactfield": definitions.rules(CONTACT),
        "companyfield": definitions.rules(COMPANY),
        "agent": agents.RULES,
        "invite": inviting.RULES,
        "setting": switches.RULES,
    },
    seed=seeded,
    routes=routes,
    refused=refused,
    unauthorized=UNAUTHORIZED,
    not_activated=DENIED,
)
