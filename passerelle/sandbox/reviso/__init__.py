"""Reviso: the accounting of Italian firms, online."""

from passerelle.sandbox.reviso.system import SYSTEM

__all__ = ["SYSTEM"]
