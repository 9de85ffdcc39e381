"""Finish: unbind what a complete pass no longer met, advance the checkpoint, and sum up."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from passerelle.engine.beginnings import forget_taken
from passerelle.engine.guards import many_gone
from passerelle.engine.run import OUTCOMES, Run, now
from passerelle.http.quota import warnings
from passerelle.hub import bindings, quarantines, records, runs


def finish_pass(run: Run) -> None:
    """After a plan was applied in full: tombstones and the checkpoint, together. Named keys are no full pass."""
    forget_taken(run)
    if run.options.dry_run:
        return
    if run.options.keys:
        _end_named(run)
        return
    account, stream = run.driver.place
    with run.hub.write(run.integration.integration) as connection:
        # A link not met may belong to a company that is held back: only what a pass lists itself can be gone.
        lists = run.way_back or not run.part
        unmet = lists and run.whole_pass
        gone = records.forget_unseen(connection, run.id, account, stream, run.started_at) if unmet else []
        _end(run, connection, gone)
        values = {
            "integration": run.integration.integration,
            "connection": account,
            "stream": stream,
            "position": run.started_at.isoformat(),
            "rows": run.tally["read"] if run.whole_pass else _rows(run, connection),
            "run_id": run.id,
            "at": now(),
        }
        runs.save_checkpoint(connection, values)
    _tell_gone(run, gone)


def _end_named(run: Run) -> None:
    """A record that was asked for by its id and isn't there (a call told of its deletion, say) is gone as well.

    Too many within a day are left to a pass over everything, and its guard: who has got into another account, or is
    answered with nothing, finds nobody. What else was named is no less right for it, so the run goes on.
    """
    if not run.absent:
        return
    with run.hub.write(run.integration.integration) as connection:
        gone = sorted(bindings.bound(connection, run.driver.place, run.absent))
        too_many = many_gone(run, connection, gone)
        if not too_many:
            _end(run, connection, gone)
    if too_many:
        for external_id in gone:
            run.problem(external_id, f"is not in {run.driver.profile.title}; {too_many}")
    else:
        _tell_gone(run, gone)


def _end(run: Run, connection: Connection, gone: list[str]) -> None:
    bindings.unbind(connection, run.driver.place, gone, now())
    records.reopen(connection, run.driven, gone)
    quarantines.release(connection, run.driven, gone, run.id, now())


def _tell_gone(run: Run, gone: list[str]) -> None:
    for external_id in gone:
        run.problem(
            external_id, f"no longer exists in {run.driver.profile.title}; its link was ended, nothing was deleted"
        )


def _rows(run: Run, connection: Connection) -> int:
    """How many records the last complete pass met."""
    last = runs.checkpoint_of(connection, run.integration.integration, *run.driver.place)
    return int(last.rows) if last else 0


def count_unfinished(run: Run) -> None:
    """What a run that stopped has read and not brought to an end is unresolved: the counts add up all the same."""
    for part in run.whole:
        ended = sum(part.tally[name] for name in OUTCOMES)
        part.tally["unresolved"] += max(0, part.tally["read"] - ended)


def note_quotas(run: Run, *, whole: bool) -> None:
    """Note what is left of the systems' quotas, and warn where that is little. `whole`: also ask how much they are."""
    for side in (run.source, run.target):
        run.quotas += side.system.quotas(ask=whole)
        run.notes.update(side.system.left_out)
    run.notes.update(warnings(run.quotas))


def summary(run: Run, state: str, report: str = "", error: str = "") -> dict[str, Any]:
    """What `run --json` prints. `rules` and `notes` feed the report and the artifacts."""
    return {
        "flow": run.flow,
        "run_id": run.id,
        "state": state,
        "dry_run": run.options.dry_run,
        "duration_s": round((now() - run.started_at).total_seconds(), 3),
        "streams": {part.direction: part.counts() for part in run.whole},
        "problems": [asdict(problem) for problem in run.problems],
        "report": report,
        "reports": [report],
        "error": error,
        "notes": dict(run.notes),
        "quotas": [asdict(one) for one in run.quotas],
        "rules": [asdict(rule) for rule in run.rules.values()],
        "completeness": [asdict(count) for count in run.completeness.values()],
        "held_names": {
            id_: flaw.name for way in run.ways for id_, flaw in way.flaws.items() if flaw.critical and flaw.name
        },
    }
