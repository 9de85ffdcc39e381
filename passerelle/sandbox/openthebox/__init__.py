"""openthebox: company data of the Belgian register, read only."""

from passerelle.sandbox.openthebox.system import SYSTEM

__all__ = ["SYSTEM"]
