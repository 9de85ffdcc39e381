"""AdminPulse: the client file of an accountants' office."""

from passerelle.sandbox.adminpulse.system import SYSTEM

__all__ = ["SYSTEM"]
