"""Facts: what the YAML of an integration says, read once and read again only when a file has changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from passerelle.mapping.integration import Integration
from passerelle.mapping.loader import load_integration, load_system, mapping_version
from passerelle.mapping.models import SystemProfile
from passerelle.quality.suites import Suite, load_suite, suite_version

FOLDERS = ("mappings", "expectations")


@dataclass(frozen=True)
class Facts:
    """An integration with the profile and suite of each end (source first), and a digest of all that judges records."""

    integration: Integration
    profiles: tuple[SystemProfile, SystemProfile]
    suites: tuple[Suite, Suite]
    version: str


def facts_of(root: Path, name: str) -> Facts:
    """The facts of an integration. Raises ConfigurationError with file, line and key."""
    files = sorted(file for folder in FOLDERS for file in (root / folder).rglob("*.yaml"))
    return _read(root, name, tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files))


@lru_cache(maxsize=32)
def _read(root: Path, name: str, _stamps: tuple[tuple[str, int, int], ...]) -> Facts:
    integration = load_integration(root, name)
    source, target = integration.source, integration.target
    profiles = load_system(root, source.system), load_system(root, target.system)
    suites = load_suite(root, source.suite), load_suite(root, target.suite)
    versions = [mapping_version(part) for part in (integration, *profiles)]
    return Facts(integration, profiles, suites, "/".join([*versions, *(suite_version(suite) for suite in suites)]))
