"""What Reviso is made of: its streams, its seed, its routes and its errors."""

from passerelle.sandbox.reviso import settings, webhooks
from passerelle.sandbox.reviso.by_hand import CONTACT_RULES, CUSTOMER_RULES
from passerelle.sandbox.reviso.lookups import LOOKUPS, lookup_rules
from passerelle.sandbox.reviso.refusing import NOT_ACTIVATED, UNAUTHORIZED, refused
from passerelle.sandbox.reviso.routes import routes
from passerelle.sandbox.reviso.seed import seeded
from passerelle.sandbox.reviso.streams import NAME
from passerelle.sandbox.system import System

SYSTEM = System(
    name=NAME,
    streams={
        "customer": CUSTOMER_RULES,
        "contact": CONTACT_RULES,
        "webhook": webhooks.RULES,
        "hookcall": webhooks.CALL_RULES,
        "setting": settings.RULES,
        **{name: lookup_rules(name) for name in LOOKUPS},
    },
    seed=seeded,
    routes=routes,
    refused=refused,
    unauthorized=UNAUTHORIZED,
    not_activated=NOT_ACTIVATED,
)
