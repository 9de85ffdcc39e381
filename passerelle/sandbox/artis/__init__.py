"""artis.net: the ERP of French firms that sell and maintain equipment."""

from passerelle.sandbox.artis.system import SYSTEM

__all__ = ["SYSTEM"]
