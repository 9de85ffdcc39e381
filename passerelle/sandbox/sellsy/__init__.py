"""Sellsy: customer relations and selling, with companies, individuals, contacts and opportunities."""

from passerelle.sandbox.sellsy.system import SYSTEM

__all__ = ["SYSTEM"]
