"""How a flow ends: with its summary as data, or failed with one sentence and no stack trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Stage:
    """One integration of a flow that runs several, under a name of its own."""

    integration: str
    flow: str
    options: Options


def synchronise_all(stages: Sequence[Stage], parameters: dict[str, Any]) -> Ending:
    """Run integrations one after the other, each on what the one before has made the same; the first that fails is the
    last. Before anything is written, every one of them is looked at for what cannot work: the first one as it opens, so
    that a person who waits does not wait for the same calls twice."""
    try:
        pipeline.check([stage.integration for stage in stages[1:]], Settings())
    except PasserelleError as problem:
        return refused(problem)
    summaries: list[Summary] = []
    for stage in stages:
        ended = synchronise(stage.integration, stage.flow, stage.options, parameters)
        summary = ended if isinstance(ended, dict) else ended.data
        if not isinstance(summary, dict):
            return ended
        summaries.append(summary)
        if not isinstance(ended, dict):
            return replaced(ended, combined(summaries))
    return combined(summaries)


def combined(summaries: Sequence[Summary]) -> Summary:
    """The summaries of the parts of one flow as one: each direction with its own counts, everything else together."""
    notes: Counter[str] = Counter()
    for one in summaries:
        notes.update(one["notes"])
    return {
        **summaries[0],
        "state": summaries[-1]["state"],
        "error": summaries[-1]["error"],
        "duration_s": round(sum(one["duration_s"] for one in summaries), 3),
        "streams": {direction: counts for one in summaries for direction, counts in one["streams"].items()},
        "problems": [problem for one in summaries for problem in one["problems"]],
        "notes": dict(notes),
        "quotas": summaries[-1]["quotas"],
        "reports": [report for one in summaries for report in one["reports"]],
    }


def replaced(state: State[Any], summary: Summary) -> State[Any]:
    """A failed state with the summary of the whole flow."""
    return state.model_copy(update={"data": summary})


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
