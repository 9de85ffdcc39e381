"""Corporama: a directory of French companies, for people who sell."""

from passerelle.sandbox.corporama.system import SYSTEM

__all__ = ["SYSTEM"]
