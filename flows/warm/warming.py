"""Warming up: everything a run would otherwise load first."""

from __future__ import annotations

import pandas as pd
from prefect import Flow
from prefect.flows import load_flow_from_entrypoint

from flows import FLOWS, INTEGRATIONS
from passerelle.errors import PasserelleError
from passerelle.hub.database import open_hub
from passerelle.mapping.loader import load_integration, load_system
from passerelle.quality.suites import load_suite
from passerelle.quality.validate import validate
from passerelle.records import columns_of
from passerelle.settings import Settings


def load(entrypoint: str) -> Flow[..., object]:
    """The flow at a module path, imported once. Raises PasserelleError when there is none or it cannot be imported."""
    try:
        return load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False)
    except Exception as problem:
        raise PasserelleError(
            f"The flow {entrypoint} cannot be loaded: {type(problem).__name__}: {problem}. "
            "Register the deployments of this checkout again (prefect --no-prompt deploy --all)."
        ) from problem


def warm_up(settings: Settings) -> str:
    """Load flows, libraries, mappings and suites, and judge one empty record by each suite.

    Returns what is wrong with the mappings, suites or hub in one sentence; empty when nothing is.
    """
    for entrypoint in FLOWS.values():
        load(entrypoint)
    try:
        open_hub(settings.hub_url).close()
        for name in INTEGRATIONS.values():
            _judge_once(name, settings)
    except PasserelleError as problem:
        return str(problem)
    return ""


def _judge_once(name: str, settings: Settings) -> None:
    integration = load_integration(settings.root, name)
    for end in (integration.source, integration.target):
        kind = load_system(settings.root, end.system).streams[end.stream].kind
        empty = pd.DataFrame([dict.fromkeys(columns_of(kind))], index=["1"], dtype=object)
        validate(empty, load_suite(settings.root, end.suite))
