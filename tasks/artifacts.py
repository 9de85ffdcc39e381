"""What a run leaves beside it in Prefect's interface: its outcome, its plan or its changes, and what was held back.

A failure here never fails the run: the flow does not look at this task's state. Prefect's client itself tries again
when its server is busy (503), a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Connection, Row

from passerelle.hub import bindings, history, plans, quarantines, records
from passerelle.hub.database import open_hub
from passerelle.mapping.integration import Integration
from passerelle.mapping.loader import load_integration
from passerelle.settings import Settings
from tasks.markdown import changes_text, plan_text, quarantine_text, summary_text
from tasks.pages import Pages

SHOWN = 200
"""Most records or changes shown in one artifact; the report and the command line show the rest."""

RowsOf = Callable[..., list[Row[Any]]]
"""What reads rows of a run: connection, run, how many, and of which stream."""

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
        planned = _first(plans.every, connection, integration, run_id) if summary["dry_run"] else []
        whole = plans.size(connection, run_id)
        changes = _first(history.of_run, connection, integration, run_id)
        changed = history.size(connection, run_id)
        held = quarantines.listed(connection, name)
        shown = {row.external_id for row in [*changes, *held[:SHOWN]]} | {row.target_id for row in planned}
        known = _known(connection, integration, shown | {one["record"] for one in summary["problems"]})
    hub.close()
    with closing(Pages(integration, settings, known)) as pages:
        return {
            "summary": summary_text(summary, pages),
            "plan": plan_text(planned, whole, pages),
            "changes": changes_text(changes, changed > len(changes), pages),
            "quarantine": quarantine_text(held[:SHOWN], len(held), pages),
        }


def _first(rows_of: RowsOf, connection: Connection, integration: Integration, run_id: str) -> list[Row[Any]]:
    """The first rows; where both ends are written to, the first of each."""
    if integration.back is None:
        return rows_of(connection, run_id, SHOWN)
    ends = [(end.account, end.stream) for end in (integration.target, integration.source)]
    return [row for end in ends for row in rows_of(connection, run_id, SHOWN // 2, end)]


def _known(connection: Connection, integration: Integration, ids: Iterable[str | None]) -> dict[tuple[str, str], str]:
    """What records of the driving stream are matched on; where the source drives, what records of both are bound to."""
    wanted = [id_ for id_ in ids if id_]
    source, target = ((end.account, end.stream) for end in (integration.source, integration.target))
    if integration.drive == "target":
        found = records.identifiers(connection, *target, integration.key, wanted)
        return {(target[0], id_): number for id_, number in found.items()}
    ways = ((source, target), (target, source))
    pairs = {here: bindings.partners(connection, here, wanted, there) for here, there in ways}
    return {(here[0], id_): partner for here, found in pairs.items() for id_, partner in found.items()}
