"""TeamSystem Cloud CRM, also sold as CRM in Cloud: the companies, contacts and leads of Italian firms."""

from passerelle.sandbox.teamsystem.system import SYSTEM

__all__ = ["SYSTEM"]
