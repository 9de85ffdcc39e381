"""Prefect flows: one module per integration. This one imports nothing, so that names are known at once."""

from __future__ import annotations

from typing import Any

FLOWS = {
    "openthebox-to-adminpulse": "flows.openthebox_to_adminpulse.openthebox_to_adminpulse",
    "refresh-from-openthebox": "flows.openthebox_to_adminpulse.refresh_from_openthebox",
    "create-from-kbo": "flows.kbo_to_adminpulse.create_from_kbo",
    "search-openthebox": "flows.search_openthebox.search_openthebox",
    "sellsy-altior": "flows.sellsy_altior.sellsy_altior",
    "refresh-sellsy-altior": "flows.sellsy_altior.refresh_sellsy_altior",
    "reviso-teamsystem": "flows.reviso_teamsystem.reviso_teamsystem",
    "sync-reviso-teamsystem": "flows.reviso_teamsystem.sync_reviso_teamsystem",
    "hub-to-freshdesk": "flows.hub_to_freshdesk.hub_to_freshdesk",
    "search-corporama": "flows.search_corporama.search_corporama",
    "import-from-corporama": "flows.import_from_corporama.import_from_corporama",
    "new-freshdesk-contact": "flows.freshdesk.new_freshdesk_contact",
    "new-freshdesk-company": "flows.freshdesk.new_freshdesk_company",
    "import-freshdesk-file": "flows.freshdesk.import_freshdesk_file",
}
"""Every flow by its name, with the place to load it from."""

INTEGRATIONS = {
    "openthebox-to-adminpulse": "openthebox-to-adminpulse",
    "sellsy-altior": "sellsy-thirdparties-altior",
    "reviso-teamsystem": "reviso-customers-teamsystem",
    "hub-to-freshdesk": "hub-companies-freshdesk",
}
"""The flows that bring a whole base up to date, each with its integration, as a demonstration runs them."""

_SELLSY: dict[str, Any] = {
    "refresh": "refresh-sellsy-altior/on-demand",
    "parameter": "third_parties",
    "news": "sellsy-altior/news",
    "given": {"initialise": False},
}
_REVISO: dict[str, Any] = {
    "refresh": "sync-reviso-teamsystem/on-demand",
    "parameter": "customers",
    "news": "reviso-teamsystem/news",
    "in_parts": True,
}
HOOKS: dict[tuple[str, str], dict[str, Any]] = {
    ("sellsy", "thirdparty"): _SELLSY,
    ("sellsy", "contact"): _SELLSY,
    ("sellsy", "opportunity"): _SELLSY,
    ("reviso", "customer"): _REVISO,
}
"""What a webhook's hint starts, by connection and stream: the deployment that takes some records in a parameter, and
the one that carries all news when they are many. `in_parts`: however many, they are named, some a run. Hints of a
stream not named here are acknowledged and counted."""
