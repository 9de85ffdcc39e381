"""Mappings read from `mappings/` under a root folder, or refused with every problem at once."""

from __future__ import annotations

from pathlib import Path

from passerelle.errors import ConfigurationError
from passerelle.mapping.checks_integration import integration_problems
from passerelle.mapping.checks_system import system_problems
from passerelle.mapping.document import Document
from passerelle.mapping.files import INTEGRATIONS, SYSTEMS, integration_names, request_names, stems
from passerelle.mapping.integration import Integration
from passerelle.mapping.models import SystemProfile
from passerelle.mapping.problems import Problem, refuse, unknown
from passerelle.mapping.requested import read_request, read_requested
from passerelle.mapping.shape import shaped
from passerelle.mapping.versions import mapping_version

__all__ = ["check_mappings", "integration_names", "load_integration", "load_system", "mapping_version"]


def load_system(root: Path, name: str) -> SystemProfile:
    """A system's profile. Raises ConfigurationError with every problem of the file, and of the requests that set
    something in it: line, key, what is allowed."""
    _exists(root, SYSTEMS, name, "system", stems(root, SYSTEMS))
    document, profile = _read_system(root, name)
    refuse(document.problems)
    assert profile is not None
    return profile


def load_integration(root: Path, name: str) -> Integration:
    """An integration, by its name with dashes or underscores.

    Raises ConfigurationError that holds every problem of the file, of the two profiles it joins, and of the requests
    that set something in them.
    """
    stem = name.replace("-", "_")
    _exists(root, INTEGRATIONS, stem, "integration", integration_names(root))
    document, integration = _read_integration(root, stem)
    refuse(document.problems)
    assert integration is not None
    return integration


def check_mappings(root: Path) -> list[Problem]:
    """Everything wrong in every mapping under `root`, suites that don't exist included, in order of file and line."""
    problems: list[Problem] = []
    for stem in stems(root, SYSTEMS):
        problems += _read_system(root, stem)[0].problems
    for stem in request_names(root):
        problems += read_request(root, stem)[0].problems
    for stem in integration_names(root):
        document, integration = _read_integration(root, stem)
        if integration is not None:
            _check_suites(root, document, integration)
        problems += document.problems
    return sorted(set(problems))


def _exists(root: Path, folder: str, name: str, what: str, known: list[str]) -> None:
    if name not in known:
        raise ConfigurationError(f"{(root / folder).absolute()}: {unknown(what, name, known)}")


def _read_system(root: Path, name: str) -> tuple[Document, SystemProfile | None]:
    document = read_requested(root, f"{SYSTEMS}/{name}.yaml")
    profile = shaped(document, SystemProfile)
    if profile is None:
        return document, None
    if profile.system != name:
        document.report(["system"], f"is '{profile.system}', but the file is called {name}.yaml")
    system_problems(document, profile)
    return document, profile


def _read_integration(root: Path, stem: str) -> tuple[Document, Integration | None]:
    document = read_requested(root, f"{INTEGRATIONS}/{stem}.yaml")
    integration = shaped(document, Integration)
    if integration is None:
        return document, None
    if integration.integration.replace("-", "_") != stem:
        document.report(["integration"], f"is '{integration.integration}', but the file is called {stem}.yaml")
    profiles = [_profile_of(root, document, integration, end) for end in ("source", "target")]
    if profiles[0] and profiles[1] and not document.problems:
        integration_problems(document, integration, profiles[0], profiles[1])
    return document, integration


def _profile_of(root: Path, document: Document, integration: Integration, end: str) -> SystemProfile | None:
    name = getattr(integration, end).system
    if name not in stems(root, SYSTEMS):
        document.report([end, "system"], unknown("system", name, stems(root, SYSTEMS)))
        return None
    inner, profile = _read_system(root, name)
    document.problems += inner.problems
    return profile


def _check_suites(root: Path, document: Document, integration: Integration) -> None:
    suites = stems(root, "expectations")
    for end in ("source", "target"):
        suite = getattr(integration, end).suite
        if suite not in suites:
            document.report([end, "suite"], unknown("suite", suite, suites))
