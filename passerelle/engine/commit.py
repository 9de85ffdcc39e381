"""Commit: after calls, store binding, snapshots, history, outcome and outbox entries of a chunk in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from passerelle.engine.batch import fingerprint
from passerelle.engine.outgoing import Result
from passerelle.engine.run import Run, now
from passerelle.hub import bindings, claims, history, outbox, plans, quarantines, records
from passerelle.hub.quarantines import Held
from passerelle.hub.records import Content, State

OUTCOMES = {
    "same": "unchanged",
    "edited": "conflicts",
    "gone": "skipped",
    "rejected": "quarantined",
    "unclear": "unresolved",
    "void": "unresolved",
}
"""Where a record ends for each result; `done` depends on what was done."""


@dataclass(frozen=True)
class Closed:
    """An action with what came of it, and the claim it rested on."""

    action: Row[Any]
    entry_id: str
    scope: str
    token: int
    result: Result

    @property
    def good(self) -> bool:
        """Whether the target now holds what was wanted."""
        return self.result.state in ("done", "same")

    @property
    def outcome(self) -> str:
        """Where the record ends."""
        if self.result.state != "done":
            return OUTCOMES[self.result.state]
        if self.action.conflicts:
            return "conflicts"
        return "created" if self.action.op == "create" else "updated"


def commit(run: Run, closed: list[Closed], count: bool = True) -> None:
    """Store what came of calls. Entries whose claim somebody has taken over are left to them, as unclear.

    `count` is off when entries of an earlier run are settled: their records are counted by what this run reads.
    """
    integration = run.integration.integration
    with run.hub.write(integration) as connection:
        held = claims.still_held(connection, integration, {one.scope: one.token for one in closed})
        kept = [one for one in closed if one.scope in held]
        lost = [one for one in closed if one.scope not in held]
        _store(run, connection, kept)
        for one in kept:
            outbox.close(connection, one.entry_id, _entry_state(one), one.result.reason, now())
            plans.settle(connection, one.action.run_id, [one.action.seq], one.result.state, one.result.reason)
        for one in lost:
            outbox.close(
                connection, one.entry_id, "unclear", "another run took over before this one could finish", now()
            )
        claims.release(connection, integration, {one.scope: one.token for one in kept})
    if count:
        _count(run, kept, lost)


def _entry_state(one: Closed) -> str:
    return {"unclear": "unclear", "rejected": "rejected"}.get(one.result.state, "done" if one.good else "void")


def _store(run: Run, connection: Connection, closed: list[Closed]) -> None:
    good = [one for one in closed if one.good]
    at = now()
    pairs = [(one.action.source_id, _target_id(one)) for one in good]
    bindings.bind(connection, run.target.stream.kind, run.source.place, run.target.place, pairs, run.id, at)
    source, target = run.stream_of(run.source), run.stream_of(run.target)
    records.save_snapshots(connection, source, {one.action.source_id: _source_base(one) for one in good}, run.id, at)
    records.save_snapshots(connection, target, {_target_id(one): _target_base(one) for one in good}, run.id, at)
    _register(run, connection, [one for one in good if one.action.op == "create"])
    for one in good:
        if one.result.state == "done":
            origin = f"{run.source.end.account}:{run.source.end.stream}:{one.action.source_id}"
            changes = [change | {"origin": origin} for change in one.action.changes]
            history.append(connection, target, _target_id(one), changes, one.action.op, one.action.run_id, at)
    rejected = [one for one in closed if one.result.state == "rejected"]
    quarantines.hold(connection, run.driven, [_held(run, one) for one in rejected], run.id, at)
    quarantines.release(connection, run.driven, [one.action.driver_id for one in good], run.id, at)
    _save_states(run, connection, [one for one in closed if one.result.state not in ("void", "gone")])


def _register(run: Run, connection: Connection, created: list[Closed]) -> None:
    """A record just created holds its number from now on: the next newcomer with it is a duplicate."""
    account, stream = run.target.place
    values = {_target_id(one): one.action.reference for one in created}
    records.save_identifiers(connection, account, stream, run.integration.key, values, now())


def _save_states(run: Run, connection: Connection, closed: list[Closed]) -> None:
    driven = [
        one.action.driver_id if one.action.target_id else _target_id(one) or one.action.driver_id for one in closed
    ]
    before = records.states(connection, run.driven, driven)
    states = {}
    for one, id_ in zip(closed, driven, strict=True):
        print_ = fingerprint(one.action.source, one.result.after or one.action.target, run.version)
        version = before[id_].version if id_ in before else 0
        final = one.good and not one.action.conflicts
        states[id_] = State(print_, one.outcome, final, one.result.reason or one.action.reason, version)
    records.save_states(connection, run.driven, states, run.id, now())


def _target_id(one: Closed) -> str:
    return one.result.target_id or ""


def _source_base(one: Closed) -> Content:
    """What is remembered of the source: fields held for a person keep their earlier value, or they'd be forgotten."""
    return _keeping(one.action.source, one.action.source_base, one)


def _target_base(one: Closed) -> Content:
    """What is remembered of the target: what it returned, but for fields held for a person."""
    return _keeping(one.result.after or {}, one.action.target_base, one)


def _keeping(content: Content, base: Content, one: Closed) -> Content:
    held = {change["field"]: base.get(change["field"]) for change in one.action.conflicts}
    return {field: value for field, value in {**content, **held}.items() if value is not None}


def _held(run: Run, one: Closed) -> Held:
    reason = f"{run.target.profile.title} refused it: {one.result.reason}"
    return Held(one.action.driver_id, f"accepted_by_{run.target.end.account}", "", reason)


def _count(run: Run, kept: list[Closed], lost: list[Closed]) -> None:
    run.tally.update(one.outcome for one in kept)
    run.tally["unresolved"] += len(lost)
    for one in kept:
        if one.outcome not in ("created", "updated", "unchanged") and one.result.state != "void":
            run.problem(one.action.driver_id, one.result.reason or one.action.reason)
    for one in lost:
        run.problem(one.action.driver_id, "another run took over before this one could finish; the next run settles it")
