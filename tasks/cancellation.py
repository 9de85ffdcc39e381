"""Cancellation: a run in a thread cannot be killed, so it is asked to stop and looks between two pieces of work."""

from __future__ import annotations

from prefect.context import FlowRunContext

from passerelle.errors import PasserelleError

PERSON = "A person cancelled the run."
WORKER = "The worker was stopped during the run."
"""Why a run is asked to stop."""

_asked: dict[str, str] = {}


class RunStopped(PasserelleError):
    """The run was asked to stop; what it had applied stays, and the next run carries on from there."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} What was applied until then stays; the next run carries on from there.")
        self.by_person = why == PERSON


def ask_to_stop(flow_run_id: str, why: str) -> None:
    """Ask a flow run of this process to stop before its next piece of work."""
    _asked[flow_run_id] = why


def forget(flow_run_id: str) -> None:
    """The flow run has ended."""
    _asked.pop(flow_run_id, None)


def stop_if_asked() -> None:
    """Raise RunStopped when the flow run that calls this was asked to stop. Costs nothing, so call it often."""
    context = FlowRunContext.get() if _asked else None
    why = _asked.get(str(context.flow_run.id)) if context and context.flow_run else None
    if why:
        raise RunStopped(why)
