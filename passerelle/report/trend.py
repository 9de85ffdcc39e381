"""How the last runs of a flow went, from their stored summaries, with this run as the last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from passerelle.engine.run import Run
from passerelle.hub.schema import run as runs
from passerelle.report.charts import Chart, chart

SHOWN = 12
"""Runs shown, this one among them."""

Ended = tuple[datetime, dict[str, Any]]
"""When a run began, and its summary."""


def former_runs(connection: Connection, run: Run) -> list[Ended]:
    """The last completed runs of the same flow that were no dry runs, oldest first, this one not among them."""
    table = runs.c
    where = [
        table.integration == run.integration.integration,
        table.flow == run.flow,
        table.state == "completed",
        table.dry_run.is_(False),
        table.id != run.id,
        table.started_at < run.started_at,
    ]
    query = select(table.started_at, table.summary).where(*where).order_by(table.started_at.desc()).limit(SHOWN - 1)
    rows = connection.execute(query).all()
    summaries = [(row.started_at, row.summary) for row in reversed(rows) if row.summary]
    directions = {way.direction for way in run.ways}
    return [(began, summary) for began, summary in summaries if directions <= summary["streams"].keys()]


def trend_of(run: Run, state: str, former: list[Ended]) -> list[Chart]:
    """A chart per question; none before there are two runs to compare."""
    current = state == "completed" and not run.options.dry_run
    ended = [*former, (run.started_at, _so_far(run))] if current else former
    if len(ended) < 2:
        return []
    labels = _labels([began for began, _ in ended])
    target, written = run.target.profile.title, " and ".join(way.target.profile.title for way in run.taken)
    questions: list[tuple[str, str, Callable[[dict[str, Any]], float], str]] = [
        ("Records changed", f"created or updated in {written}", _sum_of(run, "created", "updated", "archived"), ""),
        ("Waiting for a person", "held back, or to decide", _sum_of(run, "quarantined", "conflicts"), ""),
        ("Completeness", f"fields of {target} that hold something", _completeness, "%"),
    ]
    return [
        chart(title, meaning, [figure(summary) for _, summary in ended], labels, current=current, unit=unit)
        for title, meaning, figure, unit in questions
    ]


def _so_far(run: Run) -> dict[str, Any]:
    """What the trend needs of this run, in the summary's shape; the summary itself is written after the report."""
    counts = [{"side": one.side, "filled": one.filled, "records": one.records} for one in run.completeness.values()]
    return {"streams": {way.direction: way.counts() for way in run.ways}, "completeness": counts}


def _sum_of(run: Run, *outcomes: str) -> Callable[[dict[str, Any]], float]:
    """Of the run's own records: links are another kind, and would hide how those fared."""
    directions = [way.direction for way in run.ways]
    return lambda summary: sum(summary["streams"][one][name] for one in directions for name in outcomes)


def _completeness(summary: dict[str, Any]) -> float:
    """Share of the target's values that are there, in percent; 0 where a run of an older version counted none."""
    counts = [one for one in summary.get("completeness", []) if one["side"] == "target"]
    whole = sum(one["records"] for one in counts)
    return 100 * sum(one["filled"] for one in counts) / whole if whole else 0.0


def _labels(began: list[datetime]) -> list[str]:
    """Days; hours where all runs are of one day."""
    local = [instant.astimezone() for instant in began]
    form = "%H:%M" if len({instant.date() for instant in local}) == 1 else "%d/%m"
    return [instant.strftime(form) for instant in local]
