"""Guards: look at the whole staged plan before the first write, and stop what nobody can have meant."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row

from passerelle.engine.beginnings import is_beginning
from passerelle.engine.run import Run, now
from passerelle.errors import GuardStopped
from passerelle.hub import bindings, records, runs

LATELY = timedelta(days=1)
"""Records that are gone one run after the other within this time are looked at together."""


def check_guards(run: Run) -> None:
    """Raise GuardStopped with the figures when the plan or the source is not to be believed; `force` overrides.

    A dry run goes on and notes it: its plan is what a person wants to look at then.

    Called once everything is read and staged, and before anything is written.
    """
    checks = (_source, _bad, _changed, _blanked, _gone)
    reasons = [reason for reason in (check(run) for check in checks) if reason]
    if not reasons:
        return
    if run.options.force or run.options.dry_run:
        word = "forced past a guard" if run.options.force else "a guard would stop this"
        run.notes.update(f"{word}: {reason}" for reason in reasons)
        return
    raise GuardStopped(
        f"{run.integration.title}: stopped before writing anything. {' '.join(reasons)} "
        f"Look at the plan with a dry run; run with force if it is right."
    )


def _source(run: Run) -> str:
    if not run.whole_pass:
        return ""
    last = _last(run)
    read, title = run.tally["read"], run.driver.profile.title
    if read == 0 and run.integration.guards.min_rows_ratio > 0:
        return f"{title} returned no records at all."
    least = run.integration.guards.min_rows_ratio
    if last is not None and read < least * last.rows:
        return f"{title} returned {read} records, {last.rows} last time (allowed: {least:.0%} of it)."
    return ""


def _bad(run: Run) -> str:
    # What waits for a person to fill something in is not bad: it was never sent.
    held, read, most = (
        run.tally["quarantined"] - run.tally["waiting"],
        run.tally["read"],
        run.integration.guards.max_bad_share,
    )
    if read < run.integration.guards.floor or held <= most * read:
        return ""
    return f"{held} of {read} records read were held back ({held / read:.0%}; allowed: {most:.0%})."


def _changed(run: Run) -> str:
    """Changes are a share of what stands there, creations of what was read: a first pass may start from nothing."""
    read, guards = run.tally["read"], run.integration.guards
    if run.options.keys or read < guards.floor:
        return ""
    last = _last(run)
    most = guards.max_changed_share_first if last is None or is_beginning(run) else guards.max_changed_share
    known = last.rows if last is not None and not run.whole_pass else 0
    changed = _share(run.staged - run.creations, max(run.with_target, known), "records would change", most)
    return changed or _share(run.creations, max(read, known), "records would be created", most)


def _share(count: int, of: int, told: str, most: float) -> str:
    base = max(of, 1)
    return f"{count} of {base} {told} ({count / base:.0%}; allowed: {most:.0%})." if count > most * base else ""


def _blanked(run: Run) -> str:
    base, guards = max(run.with_target, 1), run.integration.guards
    most = guards.max_blanked_share
    # Two of the thirty records somebody has just named are no accident, as they would be of all there are.
    few = run.blanked < guards.floor and not run.whole_pass
    if few or run.tally["read"] < guards.floor or run.blanked <= most * base:
        return ""
    return f"{run.blanked} values would be blanked on {base} records (allowed: {most:.0%})."


def _gone(run: Run) -> str:
    """Deletions have a guard of their own: each record a full pass no longer meets loses its link."""
    if not run.whole_pass:
        return ""
    with run.hub.read() as connection:
        gone, known = records.count_unseen(connection, run.id, *run.driver.place, run.started_at)
    most = run.integration.guards.max_gone_share
    if known < run.integration.guards.floor or gone <= most * known:
        return ""
    return f"{gone} of {known} known records are no longer there ({gone / known:.0%}; allowed: {most:.0%})."


def many_gone(run: Run, connection: Connection, gone: Collection[str]) -> str:
    """Why these records, asked for by their ids and not there, are not to be believed gone; empty when they are.

    Those that were gone within the last day count too: many calls are worked off in many runs.
    """
    guards = run.integration.guards
    live, ended = bindings.live_and_ended(connection, run.driver.place, now() - LATELY)
    count, known = len(gone) + ended, live + ended
    if run.options.force or not gone or count < guards.floor or count <= guards.max_gone_share * known:
        return ""
    return (
        f"{count} of {known} known records would be gone within a day ({count / known:.0%}; allowed: "
        f"{guards.max_gone_share:.0%}), so its link stays until a run over everything has looked"
    )


def _last(run: Run) -> Row[Any] | None:
    """How far the last pass came; None when none was ever completed, and everything that differs changes at once."""
    with run.hub.read() as connection:
        return runs.checkpoint_of(connection, run.integration.integration, *run.driver.place)
