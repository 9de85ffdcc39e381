"""Recherche d'entreprises: the French register of companies, as the state's public search answers it."""

from passerelle.sandbox.recherche_entreprises.system import SYSTEM

__all__ = ["SYSTEM"]
