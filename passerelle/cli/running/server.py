"""The Prefect server that records runs: the one in the environment, or that of a running `passerelle up`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "up.json"
ALIVE_S = 2.0
"""How long a server has to answer that it is there."""


@dataclass(frozen=True)
class Up:
    """What a running `passerelle up` tells of itself. `sandbox` is empty without one; `hooks` is the receiver."""

    pid: int
    api_url: str
    ui_url: str
    sandbox: str = ""
    hooks: str = ""


def announce(home: Path, up: Up) -> None:
    """Tell other commands where the server is."""
    (home / FILE).write_text(json.dumps(asdict(up), indent=2) + "\n", encoding="utf-8")


def withdraw(home: Path) -> None:
    """The server is no more."""
    (home / FILE).unlink(missing_ok=True)


def running_up(home: Path) -> Up | None:
    """The running `passerelle up` of this home, if its server answers; what a killed one left is ignored."""
    file = home / FILE
    try:
        up = Up(**json.loads(file.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return up if answers(f"{up.api_url}/health") else None


def answers(address: str) -> bool:
    """Whether an address answers with success."""
    import httpx

    try:
        return httpx.get(address, timeout=ALIVE_S, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def prefect_environment(home: Path, api_url: str) -> dict[str, str]:
    """How every process of ours is told of the server, and to send nothing elsewhere."""
    return {
        "PREFECT_HOME": str(home.absolute() / "prefect"),
        "PREFECT_API_URL": api_url,
        "PREFECT_UI_API_URL": api_url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # The second interface asks amplitude.com for its settings, whatever is set here; the first asks nobody.
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
    }


def use_server(home: Path) -> bool:
    """Have runs of this process recorded by the server that is there. Call it before Prefect is imported.

    Returns False when there is none: then runs are kept in the hub alone.
    """
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    os.environ.update({"DO_NOT_TRACK": "1", "GX_ANALYTICS_ENABLED": "false"})
    if os.environ.get("PREFECT_API_URL"):
        return True
    up = running_up(home)
    if up:
        os.environ.update(prefect_environment(home, up.api_url))
    return up is not None
