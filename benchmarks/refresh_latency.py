"""How long a person waits for one company: from the call Prefect's interface makes to the run's completion.

Start `passerelle up --sandbox` first, in the same PASSERELLE_HOME; then `python benchmarks/refresh_latency.py [RUNS]`.
Each refresh finds another founding date typed into AdminPulse, so that it reads, judges, plans and writes.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from typing import Any

import httpx

from passerelle.cli.running.server import running_up
from passerelle.settings import Settings

DEPLOYMENT = "refresh-from-openthebox/on-demand"
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
LOOK_S = 0.05
PAUSE_S = 2.0
"""Between two refreshes, as a person would."""


def main(runs: int) -> None:
    """Refresh `runs` companies one after the other and print each time, the median and the longest."""
    up = running_up(Settings().home)
    if up is None or not up.sandbox:
        sys.exit("Start `passerelle up --sandbox` first, with the same PASSERELLE_HOME.")
    with httpx.Client(base_url=up.api_url, timeout=20) as api, httpx.Client(base_url=up.sandbox) as sandbox:
        deployment = api.get(f"/deployments/name/{DEPLOYMENT}").raise_for_status().json()["id"]
        taken = [_refresh(api, sandbox, deployment, *one) for one in _companies(sandbox)[:runs]]
    print(f"runs {len(taken)}  median {statistics.median(taken):.2f} s  longest {max(taken):.2f} s")


def _companies(sandbox: httpx.Client) -> list[tuple[str, str]]:
    known = sandbox.get("/_sandbox/state/openthebox/company").json()
    relations = sandbox.get("/_sandbox/state/adminpulse/relation").json()
    numbers = {id_: re.sub(r"\D", "", relation["enterpriseNumber"] or "") for id_, relation in relations.items()}
    return [
        (id_, number)
        for id_, number in numbers.items()
        if f"BE{number}" in known and relations[id_]["relationType"] == "Company" and not relations[id_]["inactive"]
    ]


def _refresh(api: httpx.Client, sandbox: httpx.Client, deployment: str, id_: str, number: str) -> float:
    sandbox.put(f"/_sandbox/state/adminpulse/relation/{id_}", json={"foundingDate": "1999-09-09"}).raise_for_status()
    time.sleep(PAUSE_S)
    started = time.monotonic()
    run = _start(api, deployment, {"enterprise_numbers": [number], "overwrite_local": True})
    while run["state_type"] not in ENDED:
        time.sleep(LOOK_S)
        run = api.get(f"/flow_runs/{run['id']}").raise_for_status().json()
    taken = time.monotonic() - started
    written = sandbox.get(f"/_sandbox/state/adminpulse/relation/{id_}").json()["foundingDate"] != "1999-09-09"
    print(f"{number}  {taken:.2f} s  {run['state_name']}  {'written' if written else 'nothing written'}")
    return taken


def _start(api: httpx.Client, deployment: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Start a run; waiting out a busy server (503) counts as waiting."""
    while True:
        answer = api.post(f"/deployments/{deployment}/create_flow_run", json={"parameters": parameters})
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            started: dict[str, Any] = answer.raise_for_status().json()
            return started
        time.sleep(LOOK_S)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
