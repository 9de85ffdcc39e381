"""Carrying what people gave in a form or a file: it is kept, run like anything else, and let go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect.states import Failed

from passerelle.engine.run import Options
from passerelle.entering.keeping import Kept, keep_form, keep_table, let_go, tables_of
from passerelle.entering.record import Given
from passerelle.errors import PasserelleError
from passerelle.settings import Settings
from tasks.ending import Ending, Summary, combined, refused, replaced, synchronise, wrong_parameter


def carry_form(flow: str, stream: str, given: Given, dry_run: bool) -> Ending:
    """Create what a form gives. A person waits for it, so a run that didn't create it has failed, with what to do."""
    settings = Settings()
    try:
        kept = keep_form(stream, given, settings)
    except PasserelleError as problem:
        return refused(problem)
    if kept.problems:
        return wrong_parameter(list(kept.problems))
    filled = sorted(name for name, value in given.values.items() if value)
    ended = _carry(flow, kept, dry_run, {"filled": filled, "activation": given.activation, "dry_run": dry_run})
    if isinstance(ended, dict) and _count(ended, "unresolved") and not dry_run:
        ended = _again(flow, kept, ended)
    let_go(kept, settings, tried=dry_run)
    if isinstance(ended, dict):
        ended["notes"] |= dict.fromkeys(kept.notes, 1)
    if not isinstance(ended, dict) or _made(ended):
        return ended
    told = "; ".join(one["reason"] for one in ended["problems"]) or "nothing was created"
    return Failed(message=told, data=ended | {"state": "failed", "error": told})


def carry_file(flow: str, file: Path, wanted: str, dry_run: bool) -> Ending:
    """Bring the records of a file into the help desk: companies first, then the contacts who belong to them."""
    settings = Settings()
    summaries: list[Summary] = []
    try:
        for stream, (sheet, columns) in tables_of(file, wanted, settings).items():
            kept = keep_table(file, stream, sheet, columns, settings)
            ended = _carry(flow, kept, dry_run, {"file": file.name, "dry_run": dry_run})
            let_go(kept, settings, tried=dry_run)
            summary = ended if isinstance(ended, dict) else ended.data
            if not isinstance(summary, dict):
                return ended
            summaries.append(summary)
            if not isinstance(ended, dict):
                return replaced(ended, combined(summaries))
    except PasserelleError as problem:
        return refused(problem)
    return combined(summaries)


def _carry(flow: str, kept: Kept, dry_run: bool, parameters: dict[str, Any]) -> Ending:
    options = Options(keys=kept.ids, create_missing=True, dry_run=dry_run)
    return synchronise(kept.integration, flow, options, parameters)


def _again(flow: str, kept: Kept, before: Summary) -> Ending:
    """Find out at once what became of a call without a clear answer, as somebody waits for it; what is still unclear
    after that is told with what the call itself said."""
    ended = _carry(flow, kept, dry_run=False, parameters={"again": True})
    if isinstance(ended, dict) and _count(ended, "unresolved"):
        ended["problems"] = before["problems"] + ended["problems"]
    return ended


def _count(summary: Summary, outcome: str) -> int:
    return sum(int(counts[outcome]) for counts in summary["streams"].values())


def _made(summary: Summary) -> bool:
    """Whether what was given stands in the help desk now: created, or found to have been created by the call before."""
    return _count(summary, "created") + _count(summary, "unchanged") > 0
