"""What the receiver asks of Prefect's API: which runs are under way, and to start one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
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
BUSY_STATUS = 429


class PrefectAway(PasserelleError):
    """Prefect doesn't answer, or is too busy to: trying again may help."""


class PrefectRefused(PasserelleError):
    """Prefect has understood and won't: trying again doesn't help."""


@dataclass(frozen=True)
class Scene:
    """What goes on: the records that a run not yet started is already to look at, and whether a run is under way
    after which to look again."""

    waiting: frozenset[str]
    busy: bool


class Prefect:
    """Prefect's API. `address` is asked before each call, for a server may come up elsewhere; empty for none."""

    def __init__(self, address: Callable[[], str]) -> None:
        self._address = address
        self._client = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False)

    async def look(self, target: Target) -> Scene:
        """What goes on around a target. Raises PrefectAway or PrefectRefused."""
        runs = await self._runs(target.refreshing)
        passes = await self._runs(target.passing)
        named = (run for run in runs if run["state_type"] in NOT_STARTED)
        ids = frozenset(str(id_) for run in named for id_ in run["parameters"].get(target.parameter) or ())
        ours = any(TAG in run["tags"] for run in [*runs, *passes])
        return Scene(ids, ours or any(run["state_type"] in UNDER_WAY for run in passes))

    async def start(self, deployment: str, parameters: dict[str, Any], once: str) -> None:
        """Start a run of a deployment; `once` names the wish, which is granted once however often it is made.

        Raises PrefectAway or PrefectRefused.
        """
        known = await self._call("GET", f"/deployments/name/{deployment}")
        wish = {"parameters": parameters, "tags": [TAG], "idempotency_key": once}
        await self._call("POST", f"/deployments/{known['id']}/create_flow_run", wish)

    async def close(self) -> None:
        """Close connections."""
        await self._client.aclose()

    async def _runs(self, flow: str) -> list[dict[str, Any]]:
        """The runs of a flow that are due or under way."""
        due = (datetime.now(UTC) + timedelta(seconds=DUE_S)).isoformat()
        states = sorted({*NOT_STARTED, *UNDER_WAY})
        wanted = {"state": {"type": {"any_": states}}, "expected_start_time": {"before_": due}}
        runs: list[dict[str, Any]] = await self._call(
            "POST", "/flow_runs/filter", {"flows": {"name": {"any_": [flow]}}, "flow_runs": wanted}
        )
        return runs

    async def _call(self, method: str, path: str, body: object = None) -> Any:
        address = await asyncio.to_thread(self._address)
        if not address:
            raise PrefectAway("no Prefect server is known: set PREFECT_API_URL, or start `passerelle up`")
        try:
            answer = await self._client.request(method, address.rstrip("/") + path, json=body)
        except httpx.HTTPError as problem:
            raise PrefectAway(f"Prefect at {address} cannot be reached ({type(problem).__name__})") from None
        if answer.is_server_error or answer.status_code == BUSY_STATUS:
            raise PrefectAway(f"Prefect at {address} answers {answer.status_code}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise PrefectRefused(f"Prefect at {address} has no {path}; register the deployments: docs/operations.md")
        if answer.is_error:
            raise PrefectRefused(f"Prefect at {address} refuses {path} with {answer.status_code}")
        return answer.json()
