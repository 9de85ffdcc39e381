"""Prepare: read what an import is about at both ends, and say what would come of it. Nothing is written."""

from __future__ import annotations

from passerelle.engine.run import Progress, silent
from passerelle.imports.order import Order
from passerelle.imports.prepared import Cost, Prepared
from passerelle.settings import Settings


def cost(order: Order, settings: Settings) -> Cost:
    """What an import would pull, before it does. Raises PasserelleError."""
    raise NotImplementedError


def prepare(order: Order, settings: Settings, progress: Progress = silent) -> Prepared:
    """Pull the sheets that are not kept, and look at both ends and the register. Raises PasserelleError."""
    raise NotImplementedError
