"""Calling a flow in this process.

With a server, as Prefect does it. Without one, the flow's own function is called: a temporary server would cost more
than ten seconds a run, and whatever matters of a run is in the hub and the report.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelle.cli.running.progress import bars
from passerelle.cli.running.server import use_server
from passerelle.errors import ConfigurationError, PasserelleError

if TYPE_CHECKING:
    from prefect import Flow


class Caller:
    """Calls flows, recorded by a Prefect server if there is one. Create it before anything imports Prefect."""

    def __init__(self, home: Path) -> None:
        self.recorded = use_server(home)

    def load(self, name: str) -> Flow[..., Any]:
        """The flow of that name. Raises ConfigurationError that lists the flows there are."""
        from flows import FLOWS

        if name not in FLOWS:
            raise ConfigurationError(f"There is no flow '{name}'. Flows: {', '.join(FLOWS)}.")
        from prefect.flows import load_flow_from_entrypoint

        flow: Flow[..., Any] = load_flow_from_entrypoint(FLOWS[name], use_placeholder_flow=False)
        return flow

    def call(self, flow: Flow[..., Any], values: dict[str, Any]) -> dict[str, Any]:
        """Run the flow, showing its progress; its summary. Raises PasserelleError when it could not begin."""
        from tasks.progress import listening

        with bars() as shown, listening(shown):
            ended = flow(**values, return_state=True) if self.recorded else flow.fn(**values)
        return self._summary(ended)

    def _summary(self, ended: Any) -> dict[str, Any]:
        if isinstance(ended, dict):
            return ended
        outcome = ended.result(raise_on_failure=False)
        if isinstance(outcome, dict):
            return outcome
        if isinstance(outcome, BaseException):
            raise outcome
        raise PasserelleError(f"The run ended {ended.name}: {ended.message or 'its server says no more'}.")
