"""Vocabulary: pipelines, steps and establishments that an integration's tables name are there, or nothing begins."""

from __future__ import annotations

from collections.abc import Iterator

from passerelle.errors import ConfigurationError
from passerelle.mapping.integration import Integration, Trigger
from passerelle.mapping.problems import unknown
from passerelle.systems.base import System


def check_triggers(integration: Integration, source: System, target: System) -> None:
    """Raise ConfigurationError that names every pipeline, step and establishment that the systems don't have."""
    if not integration.triggers:
        return
    steps = source.known(integration.source.stream)
    places = target.known(integration.target.stream)
    problems = [
        f"triggers.{name}, row {at}: {problem}"
        for name, rows in integration.triggers.items()
        for at, row in enumerate(rows, start=1)
        for problem in _problems(row, steps, places, source.profile.title, target.profile.title)
    ]
    if problems:
        raise ConfigurationError(f"{integration.title}: nothing was done. " + "; ".join(problems))


def _problems(
    row: Trigger, steps: dict[str, list[str]], places: dict[str, list[str]], source: str, target: str
) -> Iterator[str]:
    if row.pipeline not in steps:
        yield f"{source}: {unknown('pipeline', row.pipeline, steps)}"
    elif row.step not in steps[row.pipeline]:
        yield f"{source}, pipeline {row.pipeline}: {unknown('step', row.step, steps[row.pipeline])}"
    for place in row.establishments:
        if place not in places["establishment"]:
            yield f"{target}: {unknown('establishment', place, places['establishment'])}"
