"""How a flow ends: with its summary as data, or failed with one sentence and no stack trace."""

from __future__ import annotations

from typing import Any

from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.states import Cancelled, Crashed, Failed

from passerelle.engine import pipeline
from passerelle.engine.run import Options
from passerelle.errors import ConfigurationError, PasserelleError
from passerelle.settings import Settings
from tasks.artifacts import publish
from tasks.cancellation import RunStopped, stop_if_asked
from tasks.progress import progress
from tasks.steps import steps

Summary = dict[str, Any]
Ending = Summary | State[Any]
"""A completed run's summary; otherwise a state whose message is the sentence and whose data the summary or error."""


def synchronise(integration: str, flow: str, options: Options, parameters: dict[str, Any]) -> Ending:
    """Run an integration in the engine's one order of steps, as tasks, and publish what came of it."""
    try:
        summary = pipeline.execute(integration, flow, options, Settings(), parameters, steps(), progress())
    except PasserelleError as problem:
        return refused(problem)
    if FlowRunContext.get() is not None:
        publish(summary, integration, return_state=True)
    return summary if summary["state"] == "completed" else _failed(summary)


def refused(problem: PasserelleError) -> State[Any]:
    """The state of a run that could not begin."""
    return Failed(message=str(problem), data=problem)


def wrong_parameter(sentences: list[str]) -> State[Any]:
    """The state of a run that was given values nobody can work with: every one of them named."""
    return refused(ConfigurationError("\n".join(sentences)))


def _failed(summary: Summary) -> State[Any]:
    try:
        stop_if_asked()
    except RunStopped as stop:
        state = Cancelled if stop.by_person else Crashed
        return state(message=str(stop), data=summary)
    return Failed(message=summary["error"], data=summary)
