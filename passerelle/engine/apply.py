"""Apply: carry out the staged plan, chunk by chunk: claim and intend, call, then commit what came of it together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row

from passerelle.engine.commit import Closed, commit
from passerelle.engine.outgoing import Result, carry_out, worst
from passerelle.engine.run import Run, now
from passerelle.errors import ClaimLost, SystemFailure
from passerelle.hub import bindings, claims, outbox, plans, records

WAIT_S = 0.2
"""How long to wait before asking again for records another run is working on."""


@dataclass(frozen=True)
class Intent:
    """An action that may be carried out now: its outbox entry and the claim it rests on."""

    action: Row[Any]
    entry_id: str
    scope: str
    token: int


def apply_plan(run: Run) -> None:
    """Carry out everything the run has staged. Raises the SystemFailure that made going on pointless."""
    run.progress("applying", 0, run.staged)
    last = -1
    while True:
        with run.hub.read() as connection:
            chunk = plans.planned(connection, run.id, run.integration.integration, run.integration.apply_chunk, last)
        if not chunk:
            return
        apply_chunk(run, chunk)
        run.progress("applying", len(chunk), None)
        last = chunk[-1].seq


def apply_chunk(run: Run, chunk: Sequence[Row[Any]]) -> None:
    """Carry out some actions, waiting for records that another run is working on until its claim ends."""
    waiting = list(chunk)
    deadline = now() + timedelta(seconds=run.integration.claim_s)
    while waiting:
        intents, waiting = claim_and_intend(run, waiting, patient=now() < deadline)
        results = call_all(run, intents)
        commit(run, [Closed(i.action, i.entry_id, i.scope, i.token, r) for i, r in zip(intents, results, strict=True)])
        problem = worst(results)
        if problem:
            raise problem
        if waiting and not intents:
            time.sleep(WAIT_S)


def claim_and_intend(run: Run, actions: Sequence[Row[Any]], patient: bool) -> tuple[list[Intent], list[Row[Any]]]:
    """In one transaction: claim the records, drop what another run has done meanwhile, store each call's intent.

    Returns what may be called now, and what is claimed by another run and must wait (given up when not `patient`).
    """
    integration = run.integration.integration
    at = now()
    with run.hub.write(integration) as connection:
        scopes = {action.seq: scope_of(action) for action in actions}
        tokens = claims.take(connection, integration, scopes.values(), run.id, at, run.integration.claim_s)
        mine = [action for action in actions if scopes[action.seq] in tokens]
        busy = [action for action in actions if scopes[action.seq] not in tokens]
        mine = _still_wanted(run, connection, mine)
        intents = [Intent(a, str(uuid4()), scopes[a.seq], tokens[scopes[a.seq]]) for a in mine]
        outbox.intend(connection, [_entry(run, intent, at) for intent in intents])
        kept = {intent.scope for intent in intents}
        claims.release(connection, integration, {s: t for s, t in tokens.items() if s not in kept})
        if not patient:
            _give_up(run, connection, busy, "another run is working on it and did not finish in time")
            busy = []
    return intents, busy


def scope_of(action: Row[Any]) -> str:
    """What a claim is about: the company's number, which every run knows before and after its creation."""
    return f"{action.connection}/{action.stream}/{action.reference}"


def call_all(run: Run, intents: Sequence[Intent]) -> list[Result]:
    """Carry out claimed actions, several at once; after a failure of the system itself the rest is not sent."""
    stop: list[Result] = []

    def one(intent: Intent) -> Result:
        if stop:
            return Result("void", intent.action.target_id, reason="not sent: " + stop[0].reason)
        result = carry_out(run, intent.action, partial(keep_claim, run, intent))
        if worst([result]):
            stop.append(result)
        return result

    with ThreadPoolExecutor(max_workers=run.target.system.width, thread_name_prefix="apply") as pool:
        results = list(pool.map(one, intents))
    return _flushed(run, intents, results)


def _flushed(run: Run, intents: Sequence[Intent], results: list[Result]) -> list[Result]:
    """The results once what the system has only collected is sent; if that fails, nothing of it was."""
    try:
        run.target.system.flush()
    except SystemFailure as problem:
        unsent = [Result("void", i.action.target_id, reason=str(problem), failure=problem) for i in intents]
        return [new if old.state == "done" else old for new, old in zip(unsent, results, strict=True)]
    return results


def keep_claim(run: Run, intent: Intent) -> None:
    """Renew the claim right before a call leaves, and count the settle time from there. Raises ClaimLost."""
    integration, at = run.integration.integration, now()
    with run.hub.write(integration) as connection:
        expires = at + timedelta(seconds=run.integration.claim_s)
        if not claims.renew(connection, integration, intent.scope, intent.token, expires):
            raise ClaimLost("another run has taken over; nothing was sent")
        outbox.sent(connection, intent.entry_id, at)


def _still_wanted(run: Run, connection: Connection, actions: list[Row[Any]]) -> list[Row[Any]]:
    """Leave out what another run has settled since this one read it, and what still waits for an unclear answer."""
    account, stream = run.target.place
    versions = records.states(connection, run.driven, [action.driver_id for action in actions])
    creations = [action.source_id for action in actions if action.op == "create"]
    existing = bindings.bound(connection, run.source.place, creations, since=run.started_at)
    partners = bindings.holders_of(connection, run.target.place, existing.values())
    taken = {source_id for source_id, hub_id in existing.items() if hub_id in partners}
    new = [action.reference for action in actions if action.op == "create"]
    holders = records.holders(connection, account, stream, run.integration.key, new)
    meanwhile = {row.value for row in holders if row.since > run.started_at}
    unclear = outbox.open_references(connection, account, stream, [action.reference for action in actions])
    unclear_ids = outbox.open_targets(connection, account, stream, [a.target_id for a in actions if a.target_id])
    good, done, open_ = [], [], []
    for action in actions:
        state = versions.get(action.driver_id)
        version = state.version if state else 0
        created = action.op == "create" and (action.source_id in taken or action.reference in meanwhile)
        if version != action.state_version or created:
            done.append(action)
        elif action.reference in unclear or action.target_id in unclear_ids:
            open_.append(action)
        else:
            good.append(action)
    _supersede(run, connection, done)
    _give_up(run, connection, open_, "an earlier call for it has no clear answer yet; a later run settles it")
    return good


def _supersede(run: Run, connection: Connection, actions: list[Row[Any]]) -> None:
    plans.settle(connection, run.id, [action.seq for action in actions], "superseded", "done by another run meanwhile")
    run.tally["skipped"] += len(actions)
    for action in actions:
        run.problem(action.driver_id, "another run has just settled it; look at its history")


def _give_up(run: Run, connection: Connection, actions: list[Row[Any]], reason: str) -> None:
    plans.settle(connection, run.id, [action.seq for action in actions], "unresolved", reason)
    run.tally["unresolved"] += len(actions)
    for action in actions:
        run.problem(action.driver_id, reason)


def _entry(run: Run, intent: Intent, at: Any) -> dict[str, Any]:
    action = intent.action
    return {
        "id": intent.entry_id,
        "run_id": run.id,
        "seq": action.seq,
        "integration": action.integration,
        "connection": action.connection,
        "stream": action.stream,
        "op": action.op,
        "reference": action.reference,
        "target_id": action.target_id,
        "claim": intent.scope,
        "token": intent.token,
        "state": "sending",
        "sent_at": at,
        "error": "",
    }
