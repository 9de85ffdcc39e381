"""The steps of every run as Prefect tasks: the engine's own functions, under names people understand.

Thin on purpose. Nothing is cached or stored (a batch is too large, an engine cannot be), and nothing is retried here:
retries live in the HTTP layer alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Any

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.states import Failed
from prefect.utilities.annotations import quote

from passerelle.engine.pipeline import PLAIN, Steps
from passerelle.errors import PasserelleError
from tasks.cancellation import stop_if_asked

NAMES = {
    "recover": "settle unclear calls",
    "hold_duplicates": "hold back double numbers",
    "ask": "ask the source",
    "leave_unchanged": "leave unchanged records alone",
    "validate": "validate",
    "match": "match",
    "plan": "plan",
    "plan_links": "plan links",
    "check_guards": "check the guards",
    "apply": "apply",
    "finish": "finish the pass",
}
"""Name of each step's task. No tags: each would cost a call to the server per task, to ask for a concurrency slot."""

Step = Callable[..., Any]


def steps() -> Steps:
    """The steps for `pipeline.execute`: tasks within a flow run, plain functions where no server records them."""
    return PLAIN if FlowRunContext.get() is None else _TASKS


def _as_task(step: Step, name: str) -> Step:
    """The step as a task. A failure told to people leaves it as it entered: its sentence, without a stack trace."""

    @wraps(step)
    def told(*arguments: Any) -> Any:
        try:
            stop_if_asked()
            return step(*arguments)
        except PasserelleError as problem:
            return Failed(message=str(problem), data=problem)

    task: Any = Task(told, name=name, cache_policy=NO_CACHE, persist_result=False)

    @wraps(step)
    def call(*arguments: Any) -> Any:
        # Quoted: otherwise Prefect walks through every record of the batch, looking for futures.
        state: State[Any] = task(*map(quote, arguments), return_state=True)
        return state.result()

    return call


_TASKS = Steps(**{field.name: _as_task(getattr(PLAIN, field.name), NAMES[field.name]) for field in fields(Steps)})
