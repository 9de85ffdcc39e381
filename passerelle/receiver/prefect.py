"""What the receiver asks of Prefect's API: what is under way, to start a run, and how a run has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from passerelle.errors import PasserelleError
from passerelle.receiver.targets import Target

TAG = "webhook"
"""The tag of the runs that hints have started."""
TIMEOUT_S = 10.0
DUE_S = 5.0
"""How far the clocks of two machines may be apart before a run that is due seems to be of the future."""
NOT_STARTED = ("SCHEDULED", "PENDING")
UNDER_WAY = ("PENDING", "RUNNING", "CANCELLING")
REFUSALS = (httpx.codes.BAD_REQUEST, httpx.codes.CONFLICT, httpx.codes.UNPROCESSABLE_ENTITY)
"""What is wrong with the wish itself, such as parameters the flow doesn't have."""


class PrefectAway(PasserelleError):
    """Prefect doesn't answer, is too busy to, or lacks the deployment: trying again may help."""


class PrefectRefused(PasserelleError):
    """Prefect has understood and won't: trying again at once doesn't help."""


class Prefect:
    """Prefect's API. `address` is asked before each call, for a server may come up elsewhere; empty for none."""

    def __init__(self, address: Callable[[], str]) -> None:
        self._address = address
        self._client = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False)

    async def is_busy(self, target: Target, but: Collection[str] = ()) -> bool:
        """Whether a run is under way after which to look again: one of ours, or a pass; those in `but` don't count.

        Raises PrefectAway or PrefectRefused.
        """
        both = await asyncio.gather(self._runs(target.refreshing), self._runs(target.passing))
        runs, passes = ([run for run in found if run["id"] not in but] for found in both)
        ours = any(TAG in run["tags"] for run in [*runs, *passes])
        return ours or any(run["state_type"] in UNDER_WAY for run in passes)

    async def start(self, deployment: str, parameters: dict[str, Any], once: str) -> str:
        """Start a run of a deployment; its id. `once` names the wish, which is granted once however often it is made.

        Raises PrefectAway or PrefectRefused.
        """
        known = await self._call("GET", f"/deployments/name/{deployment}")
        if known is None:
            raise PrefectAway(f"Prefect has no deployment {deployment}; register the deployments: docs/operations.md")
        wish = {"parameters": parameters, "tags": [TAG], "idempotency_key": once}
        run = await self._call("POST", f"/deployments/{known['id']}/create_flow_run", wish)
        if run is None:
            raise PrefectAway(f"Prefect has lost the deployment {deployment}")
        return str(run["id"])

    async def state_of(self, run: str) -> str | None:
        """The type of a run's state; None when Prefect knows no such run. Raises PrefectAway or PrefectRefused."""
        known = await self._call("GET", f"/flow_runs/{run}")
        return None if known is None else str(known["state_type"])

    async def close(self) -> None:
        """Close connections."""
        await self._client.aclose()

    async def _runs(self, flow: str) -> list[dict[str, Any]]:
        """The runs of a flow that are due or under way."""
        due = (datetime.now(UTC) + timedelta(seconds=DUE_S)).isoformat()
        states = sorted({*NOT_STARTED, *UNDER_WAY})
        wanted = {"state": {"type": {"any_": states}}, "expected_start_time": {"before_": due}}
        asked = {"flows": {"name": {"any_": [flow]}}, "flow_runs": wanted}
        runs: list[dict[str, Any]] | None = await self._call("POST", "/flow_runs/filter", asked)
        return runs or []

    async def _call(self, method: str, path: str, body: object = None) -> Any:
        """What is answered; None for what isn't there."""
        address = await asyncio.to_thread(self._address)
        if not address:
            raise PrefectAway("no Prefect server is known: set PREFECT_API_URL, or start `passerelle up`")
        try:
            answer = await self._client.request(method, address.rstrip("/") + path, json=body)
        except httpx.HTTPError as problem:
            raise PrefectAway(f"Prefect at {address} cannot be reached ({type(problem).__name__})") from None
        if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise PrefectAway(f"Prefect at {address} answers {answer.status_code}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if answer.status_code in REFUSALS:
            raise PrefectRefused(f"Prefect at {address} refuses {path} with {answer.status_code}")
        if answer.is_error:
            raise PrefectAway(f"Prefect at {address} lets nobody in: {path} is answered {answer.status_code}")
        return answer.json()
