"""Finish: unbind what a complete pass no longer met, advance the checkpoint, and sum up."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from passerelle.engine.run import Run, now
from passerelle.hub import bindings, plans, records, runs


def finish_pass(run: Run) -> None:
    """After a plan was applied in full: tombstones and the checkpoint, together. Named keys are no full pass."""
    if run.options.keys or run.options.dry_run:
        return
    account, stream = run.driver.place
    with run.hub.write(run.integration.integration) as connection:
        gone = records.forget_unseen(connection, run.id, account, stream)
        bindings.unbind(connection, (account, stream), gone, now())
        records.forget_seen(connection, run.id)
        values = {
            "integration": run.integration.integration,
            "connection": account,
            "stream": stream,
            "position": run.started_at.isoformat(),
            "rows": run.tally["read"],
            "run_id": run.id,
            "at": now(),
        }
        runs.save_checkpoint(connection, values)
    for external_id in gone:
        run.problem(
            external_id, f"no longer exists in {run.driver.profile.title}; its link was ended, nothing was deleted"
        )


def count_planned(run: Run) -> None:
    """Give every action that was staged and not carried out its outcome: what it would do, or unresolved."""
    with run.hub.read() as connection:
        left = plans.count_left(connection, run.id)
    if run.options.dry_run:
        run.tally["created"] += left["create"]
        run.tally["updated"] += left["update"]
    else:
        run.tally["unresolved"] += left["create"] + left["update"]


def summary(run: Run, state: str, report: str = "", error: str = "") -> dict[str, Any]:
    """What `run --json` prints. `rules` and `notes` feed the report and the artifacts."""
    return {
        "flow": run.flow,
        "run_id": run.id,
        "state": state,
        "dry_run": run.options.dry_run,
        "duration_s": round((now() - run.started_at).total_seconds(), 3),
        "streams": {run.direction: run.counts()},
        "problems": [asdict(problem) for problem in run.problems],
        "report": report,
        "error": error,
        "notes": dict(run.notes),
        "rules": [asdict(rule) for rule in run.rules.values()],
        "completeness": [asdict(count) for count in run.completeness.values()],
    }
