"""An import as a flow carries it out: companies, then their sites, then their contacts."""

from __future__ import annotations

from typing import Any

from passerelle.imports.order import Order
from tasks.ending import Ending


def carry_out(order: Order, flow: str, parameters: dict[str, Any]) -> Ending:
    """Import what was ordered, through plan and outbox, and publish what came of it."""
    raise NotImplementedError
