"""Registering with a Prefect server: the two work pools, then the deployments of `prefect.yaml`, and the forms of an
account's own fields. Repeatable.

`python -m flows.register`, with `PREFECT_API_URL` naming the server.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate, WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.base import BaseWorker
from prefect.workers.process import ProcessWorker

from flows.forms import filled_in, forms_of_account
from flows.warm.worker import POOL, WarmWorker
from passerelle.errors import PasserelleError
from passerelle.settings import Settings

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
    code = subprocess.run(command, check=False).returncode  # noqa: S603  no word of it comes from outside
    return code or fill_in_forms()


def fill_in_forms() -> int:
    """Give the forms of an account's records that account's fields and choices. Without the account they are the
    vendor's, and what was chosen is checked when the flow runs all the same."""
    try:
        forms = forms_of_account(Settings())
    except PasserelleError as problem:
        sys.stdout.write(f"Forms without the account's own choices: {problem}\n")
        return 0
    with get_client(sync_client=True) as client:
        for flow, form in forms.items():
            deployment = client.read_deployment_by_name(f"{flow}/on-demand")
            schema = filled_in(deployment.parameter_openapi_schema or {}, form)
            client.update_deployment(deployment.id, DeploymentUpdate(parameter_openapi_schema=schema))
    return 0


def _create(client: SyncPrefectClient, name: str, worker: type[BaseWorker[Any, Any, Any]], description: str) -> None:
    template = worker.get_default_base_job_template()
    pool = WorkPoolCreate(name=name, type=worker.type, description=description, base_job_template=template)
    try:
        client.create_work_pool(pool)
    except ObjectAlreadyExists:
        return


if __name__ == "__main__":
    sys.exit(register())
