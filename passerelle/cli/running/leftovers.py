"""Runs that nothing works on any more and that yet count as running: what was killed left them behind."""

from __future__ import annotations

import httpx
import stamina

LEFT = ["RUNNING", "PENDING", "CANCELLING"]
MESSAGE = "Prefect was stopped while this was running. What was applied stays; the next run carries on from there."
ATTEMPTS = 5
"""Calls are tried again when the server is busy (503) or gone."""


def report_crashed(api_url: str, pool: str = "") -> str:
    """Report them as crashed, so that they give their concurrency slots back, and hints are given to another run. Call
    it while no worker runs, or with the pool whose worker doesn't.

    Returns why it could not be done, in a sentence; the next start does it then. Empty when all is well.
    """
    wanted: dict[str, object] = {"flow_runs": {"state": {"type": {"any_": LEFT}}}}
    if pool:
        wanted["work_pools"] = {"name": {"any_": [pool]}}
    try:
        with httpx.Client(base_url=api_url, timeout=10, trust_env=False) as client:
            left = _post(client, "/flow_runs/filter", wanted).json()
            for run in left:
                state = {"type": "CRASHED", "name": "Crashed", "message": MESSAGE}
                _post(client, f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})
    except httpx.HTTPError as problem:
        return f"Runs that were cut short could not be reported to Prefect ({problem}); the next start does it."
    return ""


def _post(client: httpx.Client, path: str, body: object) -> httpx.Response:
    for attempt in stamina.retry_context(on=httpx.HTTPError, attempts=ATTEMPTS, wait_initial=0.2):
        with attempt:
            answer = client.post(path, json=body).raise_for_status()
    return answer
