"""An import as a flow carries it out: companies, then their sites, then their contacts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext

from passerelle.engine import pipeline
from passerelle.errors import PasserelleError
from passerelle.imports import carrying, fetching
from passerelle.imports.fetching import COMPANIES, CONTACTS, SITES, Fetched
from passerelle.imports.order import Order
from passerelle.settings import Settings
from tasks.ending import Ending, Summary, combined, refused, replaced, synchronise
from tasks.markdown import imported_text
from tasks.progress import progress

PARTS = {COMPANIES: "", SITES: "-sites", CONTACTS: "-contacts"}
"""What the runs of an import are called, behind the flow's name."""


def carry_out(order: Order, flow: str, parameters: dict[str, Any]) -> Ending:
    """Import what was ordered, through plan and outbox, and publish what came of it.

    The summary has `cost`, `findings` of the register, and `results` beside what every run's has.
    """
    settings = Settings()
    try:
        pipeline.check([SITES, CONTACTS], settings)
        fetched = fetching.fetch(order, settings, progress())
        fetching.contacts_of(order, fetched)
        findings = carrying.findings(order, fetched, settings)
        ended, failed = _runs(order, fetched, flow, parameters, settings)
        if failed is not None and not ended:
            return replaced(failed, failed.data)
        results = carrying.outcomes(order, fetched, settings)
    except PasserelleError as problem:
        return refused(problem)
    summary = combined(ended)
    told = [{"stream": "corporama", "record": number, "reason": why} for number, why in fetched.lacking.items()]
    summary |= {
        "problems": [*told, *summary["problems"], *carrying.told(findings)],
        "cost": asdict(fetched.cost) | {"sentence": fetched.cost.sentence},
        "findings": findings,
        "results": results,
    }
    if FlowRunContext.get() is not None:
        publish_imported(summary, flow, return_state=True)
    return summary if failed is None else replaced(failed, summary)


def _runs(
    order: Order, fetched: Fetched, flow: str, parameters: dict[str, Any], settings: Settings
) -> tuple[list[Summary], Any]:
    """The summaries of the runs, and the state of the one that failed; those after it are not begun."""
    summaries: list[Summary] = []
    for name, options in carrying.stages(order, fetched, settings):
        ended = synchronise(name, f"{flow}{PARTS[name]}", options, parameters)
        summary = ended if isinstance(ended, dict) else ended.data
        if isinstance(summary, dict):
            summaries.append(summary)
        if not isinstance(ended, dict):
            return summaries, ended
    return summaries, None


@task(name="publish what was imported", cache_policy=NO_CACHE, persist_result=False)
def publish_imported(summary: Summary, flow: str) -> None:
    """Publish the confirmation: each record with its number and link, or why not."""
    told = "What was imported, with numbers and links, or why not."
    create_markdown_artifact(key=f"{flow}-imported", markdown=imported_text(summary), description=told)
