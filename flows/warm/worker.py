"""A Prefect worker of our own work-pool type, which runs flows in threads of its own process."""

from __future__ import annotations

import os
import time
from typing import Any

import anyio
import anyio.abc
import anyio.to_thread
import httpx
from prefect import Flow
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import run_flow
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult

from flows.warm.warming import load
from flows.warm.watching import Watch
from tasks.cancellation import PERSON, WORKER, ask_to_stop, forget

POOL = "passerelle-warm"
LOOK_S = 2.0
"""Seconds between two looks whether a person has cancelled a run."""
GRACE_S = 5.0
"""Seconds within which runs may finish by themselves once the worker is told to stop; then they are asked to stop."""
LAST_S = 20.0
"""Seconds after which those that still go on are reported as crashed and the process ends."""
STOPPED, RELOAD, ABANDONED = 0, 75, 70
"""Exit codes: told to stop; start me again, the code has changed; runs were still going on."""


class Leaving(Exception):
    """The worker is to leave and has nothing left to do."""


class WarmWorker(BaseWorker[BaseJobConfiguration, BaseVariables, BaseWorkerResult]):
    """Keeps flows loaded and runs them in threads.

    A thread cannot be killed: a cancelled run ends at its next step or batch (`tasks.cancellation`).
    """

    type = POOL
    job_configuration = BaseJobConfiguration
    job_configuration_variables = BaseVariables
    _display_name = "Passerelle, warm"
    _description = "Runs flows at once in a process that has everything loaded (python -m flows.warm)."

    def __init__(self, watch: Watch, **options: Any) -> None:
        super().__init__(**options)
        self.watch = watch
        self.runs: dict[str, FlowRun] = {}
        self.leaving: int | None = None
        self.leaving_since = 0.0

    def leave(self, code: int) -> None:
        """Take no new runs; end with this exit code once those under way have ended."""
        if self.leaving != STOPPED:
            self.leaving, self.leaving_since = code, time.monotonic()

    async def get_and_submit_flow_runs(self) -> list[FlowRun]:
        """What the worker does at each look for work; when it is to leave, it takes none."""
        changed = self.watch.changed() if self.leaving is None else ""
        if changed:
            self._logger.info("%s has changed: starting again once idle", changed)
            self.leave(RELOAD)
        if self.leaving is None:
            return await super().get_and_submit_flow_runs()
        if not (self.runs or self._submitting_flow_run_ids):
            raise Leaving
        if self.leaving == STOPPED:
            await self._hurry(time.monotonic() - self.leaving_since)
        return []

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,  # noqa: ARG002  a thread has no infrastructure to configure
        task_status: anyio.abc.TaskStatus[Any] | None = None,
    ) -> BaseWorkerResult:
        """Run a flow in a thread. A flow that cannot be loaded, or that breaks down, is reported as crashed."""
        if flow_run.deployment_id is None:
            raise ValueError("only runs of deployments can be run here")
        flow = load((await self.client.read_deployment(flow_run.deployment_id)).entrypoint or "")
        identifier = str(flow_run.id)
        self.runs[identifier] = flow_run
        (task_status or anyio.TASK_STATUS_IGNORED).started(identifier)
        try:
            async with anyio.create_task_group() as beside:
                beside.start_soon(self._heed_cancellation, flow_run)
                status = await anyio.to_thread.run_sync(self._carry_out, flow, flow_run)
                beside.cancel_scope.cancel()
        finally:
            forget(identifier)
            del self.runs[identifier]
        return BaseWorkerResult(identifier=identifier, status_code=status)

    def _carry_out(self, flow: Flow[..., object], flow_run: FlowRun) -> int:
        try:
            run_flow(flow, flow_run=flow_run, return_type="state")
        except (Abort, Pause):
            return 0  # the server has called it off, or it waits for a person: its state says which
        except BaseException:  # noqa: BLE001  whatever broke down, the worker goes on, and reports the run as crashed
            self.get_flow_run_logger(flow_run).exception("The flow broke down.")
            return 1
        return 0

    async def _heed_cancellation(self, flow_run: FlowRun) -> None:
        while True:
            await anyio.sleep(LOOK_S)
            try:
                state = (await self.client.read_flow_run(flow_run.id)).state
            except httpx.HTTPError as problem:
                self._logger.warning("Cannot see whether %s was cancelled: %s", flow_run.name, problem)
                continue
            if state and state.is_cancelling():
                ask_to_stop(str(flow_run.id), PERSON)

    async def _hurry(self, waited: float) -> None:
        """Ask what is still running to stop, and at last give it up."""
        if waited < GRACE_S:
            return
        for identifier in self.runs:
            ask_to_stop(identifier, WORKER)
        if waited >= LAST_S:
            for flow_run in list(self.runs.values()):
                await self._propose_crashed_state(flow_run, WORKER)
            os._exit(ABANDONED)  # threads that are still at work would keep the process alive
