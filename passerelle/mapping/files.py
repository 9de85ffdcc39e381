"""Which files there are under `mappings/`: systems, integrations, and requests, which stand among the integrations."""

from __future__ import annotations

import re
from pathlib import Path

SYSTEMS, INTEGRATIONS = "mappings/systems", "mappings/integrations"
_FIRST_KEY = re.compile(r"(?:\s*(?:#.*|---)?\n)*(\w+):")


def stems(root: Path, folder: str) -> list[str]:
    """The names of the YAML files of a folder, without their suffix."""
    return sorted(file.stem for file in (root / folder).glob("*.yaml"))


def integration_names(root: Path) -> list[str]:
    """The integrations under a root, by the names of their files."""
    return [stem for stem in stems(root, INTEGRATIONS) if not _is_request(text_of(root, stem))]


def request_names(root: Path) -> list[str]:
    """The configuration requests under a root, by the names of their files."""
    return [stem for stem in stems(root, INTEGRATIONS) if _is_request(text_of(root, stem))]


def text_of(root: Path, stem: str) -> str:
    """A file among the integrations as it stands, for a look that even a broken file must stand."""
    return (root / INTEGRATIONS / f"{stem}.yaml").read_text(encoding="utf-8", errors="replace")


def _is_request(text: str) -> bool:
    first = _FIRST_KEY.match(text)
    return first is not None and first[1] == "request"
