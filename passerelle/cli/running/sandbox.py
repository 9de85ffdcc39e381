"""Pointing every connection at a sandbox."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from passerelle.cli.running.server import answers, running_up
from passerelle.errors import ConfigurationError
from passerelle.settings import Settings, user_variable

SYSTEMS = {
    "adminpulse": ("api_key",),
    "openthebox": ("client_id", "client_secret"),
    "sellsy": ("client_id", "client_secret", "webhook_key"),
    "altior": ("api_key",),
    "reviso": ("app_secret_token", "agreement_grant_token"),
    "teamsystem": ("api_key",),
    "freshdesk": ("api_key",),
    "corporama": ("api_key",),
    "artis": ("api_key",),
    "recherche_entreprises": (),
}
"""Systems the sandbox stands in for, and the secrets each may ask for; it accepts the word `sandbox` for all."""

USERS = ("giulia", "marco")
"""Users of the CRM's stand-in whose own keys it accepts, `sandbox-` before their names."""

ELSEWHERE = {
    "sellsy": {"BASE_URL": "sellsy/v2", "TOKEN_URL": "sellsy/oauth2/access-tokens"},
    "teamsystem": {"BASE_URL": "teamsystem/api/latest"},
    "freshdesk": {"BASE_URL": "freshdesk/api/v2"},
}
"""Where the sandbox stands in for a system that is not under its own name alone."""

TIME_SCALE = 60
"""A vendor's minute passes in a second, or a few hundred records would take minutes."""


def environment(address: str) -> dict[str, str]:
    """The settings that point every connection at the sandbox of this address."""
    settings = {"PASSERELLE_TIME_SCALE": str(TIME_SCALE)}
    for system, credentials in SYSTEMS.items():
        prefix = f"PASSERELLE_{system.upper()}_"
        addresses = ELSEWHERE.get(system, {"BASE_URL": system})
        settings |= {f"{prefix}{name}": f"{address}/{path}" for name, path in addresses.items()}
        settings |= {f"{prefix}{name.upper()}": "sandbox" for name in credentials}
    return settings | {user_variable("teamsystem", user, "api_key"): f"sandbox-{user}" for user in USERS}


def arguments(address: str, companies: int) -> list[str]:
    """What `python -m` starts a sandbox at this address with."""
    port = address.rpartition(":")[2]
    return ["passerelle", "sandbox", "--port", port, "--companies", str(companies), "--time-scale", str(TIME_SCALE)]


def is_ready(address: str) -> bool:
    """Whether the sandbox serves."""
    return answers(f"{address}/_sandbox/health")


def is_configured() -> bool:
    """Whether the environment says anything of a connection."""
    return any(name.startswith(f"PASSERELLE_{system.upper()}_") for name in os.environ for system in SYSTEMS)


def keep_to_itself(home: Path, companies: int) -> None:
    """Mark a home as one whose hub knows a sandbox of this size, and nothing else.

    Raises ConfigurationError when its hub already knows something else: records of both would be taken for the same.
    """
    mark = home / "sandbox.json"
    known = json.loads(mark.read_text(encoding="utf-8"))["companies"] if mark.is_file() else None
    if known is None and _hub_is_used():
        raise ConfigurationError(
            f"The hub of {home} holds runs against other systems than this sandbox. "
            "Give the sandbox a home of its own, e.g. PASSERELLE_HOME=.passerelle-sandbox."
        )
    if known not in (None, companies):
        raise ConfigurationError(
            f"{home} holds a sandbox of {known} companies. Use --companies {known}, or another PASSERELLE_HOME."
        )
    home.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"companies": companies}) + "\n", encoding="utf-8")


def borrow(home: Path) -> None:
    """Point a command at the sandbox of a running `passerelle up`, and say so, where nothing else is configured."""
    up = None if is_configured() else running_up(home)
    if up and up.sandbox:
        sys.stderr.write(f"No connection is configured: using the sandbox of `passerelle up`, {up.sandbox}.\n")
        os.environ.update(environment(up.sandbox))


def _hub_is_used() -> bool:
    from passerelle.hub import runs
    from passerelle.hub.database import open_hub

    hub = open_hub(Settings().hub_url)
    with hub.read() as connection:
        used = bool(runs.latest(connection, limit=1))
    hub.close()
    return used
