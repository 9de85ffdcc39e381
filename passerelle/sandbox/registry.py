"""The systems the sandbox stands in for."""

from passerelle.sandbox import (
    adminpulse,
    altior,
    artis,
    corporama,
    freshdesk,
    openthebox,
    recherche_entreprises,
    reviso,
    sellsy,
    teamsystem,
)
from passerelle.sandbox.system import System

STAND_INS = (
    openthebox,
    adminpulse,
    altior,
    sellsy,
    reviso,
    teamsystem,
    corporama,
    artis,
    recherche_entreprises,
    freshdesk,
)
SYSTEMS: dict[str, System] = {stand_in.SYSTEM.name: stand_in.SYSTEM for stand_in in STAND_INS}
"""Every stand-in by its name."""
