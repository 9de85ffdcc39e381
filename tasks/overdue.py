"""Forms that are done with: forgotten once their run has ended, and ended when nobody has filled them in in time."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled

from passerelle.hub import forms
from passerelle.hub.database import Hub
from passerelle.hub.forms import Kept
from tasks.asking import ASKED, LOCK, run_id

NAME = "Unanswered"
MOST = 200
"""Most questions and answers of one run; each form makes two."""
MESSAGE = "Nobody has filled in the form in time, so nothing was written. Start the run again to be asked again."


def forget(hub: Hub) -> None:
    """Delete what this run asked and was answered, in the hub and in Prefect: it holds personal data."""
    with hub.read() as connection:
        kept = forms.read(connection, run_id())
    if kept is not None:
        with get_client(sync_client=True) as client:
            _delete(client, hub, kept)


def close_overdue(hub: Hub) -> list[str]:
    """End runs that have waited for a person too long, and forget what they asked; which ones. Raises HubError, or
    httpx.HTTPError while Prefect's server cannot be reached: nothing is forgotten before its run has ended."""
    with hub.read() as connection:
        waited = forms.overdue(connection, datetime.now(UTC))
    if not waited:
        return []
    with get_client(sync_client=True) as client:
        return [kept.run_id for kept in waited if _close(client, hub, kept)]


def _close(client: SyncPrefectClient, hub: Hub, kept: Kept) -> bool:
    """Close one form, unless its run has been taken up again meanwhile; whether its run was still waiting."""
    run = _run(client, kept)
    waits = bool(run and run.state and run.state.is_paused())
    if waits:
        client.set_flow_run_state(UUID(kept.run_id), Cancelled(name=NAME, message=MESSAGE), force=True)
    elif run and not (run.state and run.state.is_final()):
        return False
    _delete(client, hub, kept, still_there=run is not None)
    return waits


def _run(client: SyncPrefectClient, kept: Kept) -> FlowRun | None:
    try:
        return client.read_flow_run(UUID(kept.run_id))
    except ObjectNotFound:
        return None


def _delete(client: SyncPrefectClient, hub: Hub, kept: Kept, still_there: bool = True) -> None:
    run = UUID(kept.run_id)
    found = client.filter_flow_run_input(run, ASKED, MOST, set()) if still_there else []
    for one in found:
        client.delete_flow_run_input(run, one.key)
    with hub.write(LOCK) as connection:
        forms.forget(connection, kept.run_id)
