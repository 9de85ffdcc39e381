"""Freshdesk: the companies and contacts of a support portal, API v2."""

from passerelle.sandbox.freshdesk.system import SYSTEM

__all__ = ["SYSTEM"]
