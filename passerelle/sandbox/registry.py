"""The systems the sandbox stands in for."""

from passerelle.sandbox import adminpulse, openthebox
from passerelle.sandbox.system import System

SYSTEMS: dict[str, System] = {system.name: system for system in (openthebox.SYSTEM, adminpulse.SYSTEM)}
"""Every stand-in by its name."""
