"""Registering with a Prefect server: the two work pools, then the deployments of `prefect.yaml`. Repeatable.

`python -m flows.register`, with `PREFECT_API_URL` naming the server.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.base import BaseWorker
from prefect.workers.process import ProcessWorker

from flows.warm.worker import POOL, WarmWorker

POOLS: dict[str, tuple[type[BaseWorker[Any, Any, Any]], str]] = {
    "passerelle-nightly": (ProcessWorker, "Full passes: each run in a process of its own."),
    POOL: (WarmWorker, "Runs a person waits for: started within a second in a process that has everything loaded."),
}


def register() -> int:
    """Create what pools are missing, then deploy. Returns the exit code of `prefect deploy`."""
    with get_client(sync_client=True) as client:
        for name, (worker, description) in POOLS.items():
            _create(client, name, worker, description)
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    return subprocess.run(command, check=False).returncode  # noqa: S603  no word of it comes from outside


def _create(client: SyncPrefectClient, name: str, worker: type[BaseWorker[Any, Any, Any]], description: str) -> None:
    template = worker.get_default_base_job_template()
    pool = WorkPoolCreate(name=name, type=worker.type, description=description, base_job_template=template)
    try:
        client.create_work_pool(pool)
    except ObjectAlreadyExists:
        return


if __name__ == "__main__":
    sys.exit(register())
