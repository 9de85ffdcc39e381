"""Altior: the ERP of French firms that make, trade or service."""

from passerelle.sandbox.altior.system import SYSTEM

__all__ = ["SYSTEM"]
