"""Commit: after calls, store binding, snapshots, history, outcome and outbox entries of a chunk in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from passerelle.engine.batch import fingerprint
from passerelle.engine.held import differences, keeping
from passerelle.engine.outgoing import Result
from passerelle.engine.refused import rule_of
from passerelle.engine.run import Run, now
from passerelle.hub import bindings, claims, history, outbox, plans, quarantines, records, reviews
from passerelle.hub.quarantines import Held
from passerelle.hub.records import Content, State

OUTCOMES = {
    "same": "unchanged",
    "edited": "conflicts",
    "gone": "skipped",
    "rejected": "quarantined",
    "unclear": "unresolved",
    "void": "unresolved",
    "found": "unresolved",
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
        if self.good and (self.action.conflicts or self.result.ignored):
            return "conflicts"
        if self.result.state != "done":
            return OUTCOMES[self.result.state]
        if self.action.op == "revert" and {"attributes", "delete"} & set(self.action.restore):
            return "archived"
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
            if one.result.undo is not None:
                plans.remember(connection, one.action.run_id, one.action.seq, one.result.undo)
        for one in lost:
            plans.settle(connection, one.action.run_id, [one.action.seq], "lost", "another run took over")
            outbox.close(
                connection, one.entry_id, "unclear", "another run took over before this one could finish", now()
            )
        claims.release(connection, integration, {one.scope: one.token for one in kept})
    if count:
        _count(run, kept, lost)


def _entry_state(one: Closed) -> str:
    closed = {"unclear": "unclear", "rejected": "rejected", "found": "done"}
    return closed.get(one.result.state, "done" if one.good else "void")


def _store(run: Run, connection: Connection, closed: list[Closed]) -> None:
    good = [one for one in closed if one.good]
    at = now()
    made = [one for one in good if one.action.op != "revert"]
    there = [*made, *(one for one in closed if one.result.state == "found")]
    pairs = [(one.action.source_id, _target_id(one)) for one in there]
    if run.integration.known_by_key:
        numbers = {one.action.source_id: one.action.reference for one in good}
        records.save_identifiers(connection, *run.source.place, run.integration.key, numbers, at)
    bindings.bind(connection, run.target.stream.kind, run.source.place, run.target.place, pairs, run.id, at)
    source, target = run.stream_of(run.source), run.stream_of(run.target)
    records.save_snapshots(connection, source, {one.action.source_id: _source_base(one) for one in good}, run.id, at)
    records.save_snapshots(connection, target, {_target_id(one): _target_base(one) for one in good}, run.id, at)
    if run.integration.known_by_key:
        _register(run, connection, [one for one in there if one.action.op == "create"])
    for one in good:
        if one.result.state == "done":
            origin = f"{run.source.end.account}:{run.source.end.stream}:{one.action.source_id}"
            changes = [{"origin": origin, **c} for c in _made(run, one) if c["field"] not in one.result.ignored]
            action = one.action
            history.append(connection, target, _target_id(one), changes, action.op, action.run_id, at, action.seq)
    _review(run, connection, made, at)
    rejected = [one for one in closed if one.result.state == "rejected"]
    quarantines.hold(connection, run.driven, [_held(run, one) for one in rejected], run.id, at)
    quarantines.release(connection, run.driven, [one.action.driver_id for one in made], run.id, at)
    _save_states(run, connection, [one for one in closed if one.result.state not in ("void", "gone", "found")])


def _made(run: Run, one: Closed) -> list[dict[str, Any]]:
    """The changes an action made: of parts those the target took by its own rules, of sizes the class they fell in."""
    stored = one.result.after or {}
    own = {name for name, rule in run.integration.fields.items() if rule.parts or rule.spans}
    made = [c | {"new": stored.get(c["field"])} if c["field"] in own else c for c in one.action.changes]
    return [c for c in made if c["field"] not in own or c["new"] != c["old"]]


def _review(run: Run, connection: Connection, good: list[Closed], at: datetime) -> None:
    """Hold what a person must decide on records that were written; let go what is no longer to be decided."""
    ids = [one.action.driver_id for one in good if one.action.op != "create"]
    accepted = run.options.take_groups
    if accepted:
        reviews.accept(connection, run.driven, ids, accepted, run.options.by, at)
        return
    found = [d for one in good for d in differences(one.action.driver_id, one.action.conflicts)]
    reviews.hold(connection, run.driven, found, run.id, at)
    reviews.settle(connection, run.driven, ids, run.id, at)


def _register(run: Run, connection: Connection, created: list[Closed]) -> None:
    """A record just created holds its number from now on: the next newcomer with it is a duplicate."""
    account, stream = run.target.place
    values = {_target_id(one): one.action.reference for one in created}
    records.save_identifiers(connection, account, stream, run.integration.key, values, now())


def _save_states(run: Run, connection: Connection, closed: list[Closed]) -> None:
    driven = [_driven_id(run, one) for one in closed]
    before = records.states(connection, run.driven, driven)
    states = {}
    for one, id_ in zip(closed, driven, strict=True):
        print_ = fingerprint(one.action.source, one.result.after or one.action.target, run.version)
        version = before[id_].version if id_ in before else 0
        final = one.good and not one.action.kept and not (one.action.restore or {}).get("delete")
        states[id_] = State(print_, one.outcome, final, one.result.reason or one.action.reason, version)
    records.save_states(connection, run.driven, states, run.id, now())


def _driven_id(run: Run, one: Closed) -> str:
    """Under which id the driving record is remembered: one just created in the target under its new id."""
    if run.integration.drive == "source" or one.action.target_id:
        return str(one.action.driver_id)
    return _target_id(one) or str(one.action.driver_id)


def _target_id(one: Closed) -> str:
    return one.result.target_id or ""


def _source_base(one: Closed) -> Content:
    """What is remembered of the source: fields held for a person keep their earlier value, or they'd be forgotten."""
    return keeping(one.action.source, one.action.source_base, one.action.kept)


def _target_base(one: Closed) -> Content:
    """What is remembered of the target: what it returned, but for fields held for a person."""
    return keeping(one.result.after or {}, one.action.target_base, one.action.kept)


def _held(run: Run, one: Closed) -> Held:
    reason = f"{run.target.profile.title} refused it: {one.result.reason}"
    return Held(one.action.driver_id, rule_of(run.target.end.account), "", reason)


def _count(run: Run, kept: list[Closed], lost: list[Closed]) -> None:
    run.tally.update(one.outcome for one in kept)
    run.tally["unresolved"] += len(lost)
    for one in kept:
        if one.outcome not in ("created", "updated", "archived", "unchanged") and one.result.state != "void":
            run.problem(one.action.driver_id, one.result.reason or one.action.reason)
    for one in lost:
        run.problem(one.action.driver_id, "another run took over before this one could finish; the next run settles it")
