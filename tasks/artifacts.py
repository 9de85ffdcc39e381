"""What a run leaves beside it in Prefect's interface: its outcome, its plan or its changes, and what was held back.

A failure here never fails the run: the flow does not look at this task's state. Prefect's client itself tries again
when its server is busy (503), a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Connection

from passerelle.hub import history, plans, quarantines, schema
from passerelle.hub.bulk import rows_where
from passerelle.hub.database import open_hub
from passerelle.mapping.loader import load_integration
from passerelle.mapping.models import Integration
from passerelle.settings import Settings
from tasks.markdown import changes_text, plan_text, quarantine_text, summary_text
from tasks.pages import Pages

SHOWN = 200
"""Most records or changes shown in one artifact; the report and the command line show the rest."""

TOLD = {
    "summary": "Where each record read ended, and what a person should look at.",
    "plan": "What would change, field by field. Nothing was written.",
    "changes": "What this run changed, field by field.",
    "quarantine": "Records held back until their data is mended.",
}
"""Kind of artifact: what it shows. The key of each is the flow's name and the kind, the same on every run."""


@task(name="publish the outcome", cache_policy=NO_CACHE, persist_result=False)
def publish(summary: dict[str, Any], integration: str) -> None:
    """Publish a finished run's artifacts; those that would be empty are left out. Raises HubError."""
    for kind, text in texts_of(summary, integration, Settings()).items():
        if text:
            create_markdown_artifact(key=f"{summary['flow']}-{kind}", markdown=text, description=TOLD[kind])


def texts_of(summary: dict[str, Any], name: str, settings: Settings) -> dict[str, str]:
    """The artifacts of a finished run by kind, in Markdown, empty ones among them. Raises HubError."""
    run_id, integration = summary["run_id"], load_integration(settings.root, name)
    hub = open_hub(settings.hub_url)
    with hub.read() as connection:
        planned = plans.every(connection, run_id, SHOWN) if summary["dry_run"] else []
        whole = plans.size(connection, run_id)
        changes = history.of_run(connection, run_id, SHOWN + 1)
        held = quarantines.listed(connection, name)
        shown = {row.external_id for row in [*changes, *held[:SHOWN]]} | {row.target_id for row in planned}
        numbers = _numbers(connection, integration, shown | {one["record"] for one in summary["problems"]})
    hub.close()
    with closing(Pages(integration, settings, numbers)) as pages:
        return {
            "summary": summary_text(summary, pages),
            "plan": plan_text(planned, whole, pages),
            "changes": changes_text(changes[:SHOWN], len(changes) > SHOWN, pages),
            "quarantine": quarantine_text(held[:SHOWN], len(held), pages),
        }


def _numbers(connection: Connection, integration: Integration, ids: Iterable[str | None]) -> dict[str, str]:
    """What records of the driving stream are matched on, by their ids."""
    end = integration.target if integration.drive == "target" else integration.source
    table = schema.identifier
    where = [table.c.connection == end.account, table.c.stream == end.stream, table.c.scheme == integration.key]
    rows = rows_where(connection, table, table.c.external_id, [id_ for id_ in ids if id_], *where)
    return {row.external_id: row.value for row in rows}
