"""Recover: before anything new is planned, find out what became of calls whose result was never learnt.

Nothing is created again until the settle time, longer than the time-out, has passed and a thorough look-up by our
reference has found nothing: a slow server may still be storing what it was sent.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row

from passerelle.engine.apply import Intent, keep_claim
from passerelle.engine.commit import Closed, commit
from passerelle.engine.outgoing import Result, after, complete, deleted, wanted
from passerelle.engine.run import Run, now
from passerelle.hub import bindings, claims, outbox, plans, records

POLL_S = 0.2
"""How often to look whether another run has finished its own calls."""


def recover(run: Run) -> None:
    """Settle every open call of the integration (or of the run's keys), waiting for live runs and slow servers.

    What stays claimed by another run for longer than a claim lives is left to that run.
    """
    if run.options.dry_run:
        return
    mine = [entry.id for entry in _open(run)]
    deadline = now() + timedelta(seconds=run.integration.claim_s + 1)
    while mine and now() < deadline:
        entries = [entry for entry in _open(run) if entry.id in mine]
        ready = _claim(run, [entry for entry in entries if _settled_at(run, entry) <= now()])
        if ready:
            _settle(run, ready)
        mine = [entry.id for entry in _open(run) if entry.id in mine and entry.id not in {e.id for e, _ in ready}]
        if mine:
            run.progress("waiting for earlier calls to settle", 0, None)
            time.sleep(POLL_S)


def _open(run: Run) -> list[Row[Any]]:
    with run.hub.read() as connection:
        entries = outbox.open_entries(connection, run.integration.integration)
    # The other way's calls went to the other system.
    mine = [entry for entry in entries if (entry.connection, entry.stream) == run.target.place]
    keys, prefix = set(run.options.keys), run.integration.reference_prefix
    return [entry for entry in mine if not keys or {entry.reference, entry.reference.removeprefix(prefix)} & keys]


def _settled_at(run: Run, entry: Row[Any]) -> Any:
    return entry.sent_at + timedelta(seconds=run.target.system.settle_s)


def _claim(run: Run, entries: Sequence[Row[Any]]) -> list[tuple[Row[Any], int]]:
    """Take over the claims of entries that nobody works on; an old run that comes back will find its token outdated."""
    with run.hub.write(run.integration.integration) as connection:
        scopes = [entry.claim for entry in entries]
        tokens = claims.take(connection, run.integration.integration, scopes, run.id, now(), run.integration.claim_s)
        open_ids = {entry.id for entry in outbox.open_entries(connection, run.integration.integration)}
        ready = [(entry, tokens[entry.claim]) for entry in entries if entry.claim in tokens and entry.id in open_ids]
        used = {entry.claim for entry, _ in ready}
        unused = {scope: token for scope, token in tokens.items() if scope not in used}
        claims.release(connection, run.integration.integration, unused)
    return ready


def _settle(run: Run, entries: Sequence[tuple[Row[Any], int]]) -> None:
    with run.hub.read() as connection:
        actions = {entry.id: plans.one(connection, entry.run_id, entry.seq) for entry, _ in entries}
    intents = {entry.id: Intent(actions[entry.id], entry.id, entry.claim, token) for entry, token in entries}
    results = _look_up_created(run, intents, [entry for entry, _ in entries if entry.op == "create"])
    results |= {entry.id: _read_updated(run, actions[entry.id]) for entry, _ in entries if entry.op != "create"}
    closed = [Closed(one.action, id_, one.scope, one.token, results[id_]) for id_, one in intents.items()]
    commit(run, closed, count=False)


def _look_up_created(run: Run, intents: dict[str, Intent], entries: Sequence[Row[Any]]) -> dict[str, Result]:
    if not entries:
        return {}
    references = [entry.reference for entry in entries]
    column = run.integration.reference or run.target.stream.reference
    if column is None:
        alike = {entry.id: _alike(run, intents[entry.id].action, entry.sent_at) for entry in entries}
        return {id_: _created(run, intents[id_], raws) for id_, raws in alike.items()}
    found = run.target.system.find(run.target.end.stream, column, references, thorough=True)
    return {entry.id: _created(run, intents[entry.id], found.get(entry.reference, [])) for entry in entries}


def _alike(run: Run, action: Row[Any], sent_at: datetime) -> list[dict[str, Any]]:
    """Records that nobody else is known to be, that nobody knew before the call, and that hold what the new one was to
    hold in the fields that tell it (`alike`): the target has no place for our reference."""
    new = wanted(action)
    first = next((name for name in run.target.stream.alike if new.get(name)), run.target.stream.alike[0])
    raws = run.target.system.find(run.target.end.stream, first, [new.get(first) or ""], thorough=True)
    found = {run.target.id_of(raw): raw for same in raws.values() for raw in same}
    with run.hub.read() as connection:
        known = records.known_before(connection, run.stream_of(run.target), found, sent_at)
        taken = known | bindings.bound(connection, run.target.place, found).keys()
    contents = {id_: after(run, raw) for id_, raw in found.items() if id_ not in taken}
    fits = (id_ for id_, row in contents.items() if all(row.get(n) == new.get(n) for n in run.target.stream.alike))
    return [found[id_] for id_ in fits]


def _created(run: Run, intent: Intent, raws: list[dict[str, Any]]) -> Result:
    """What is found under the reference is ours only if it is what was sent: somebody may have typed one meanwhile.
    Then it is bound and nothing more, and the plan that follows looks at it like at any relation met the first time.
    What lacks a part of it was stored in part, and gets the rest."""
    if not raws:
        return Result("void", reason="it never arrived")
    if len(raws) > 1:
        return Result("unclear", reason=f"{len(raws)} records hold the number it was sent with; keep one of them")
    today, new = after(run, raws[0]), wanted(intent.action)
    if all(today.get(field) == value for field, value in new.items()):
        return Result("done", run.target.id_of(raws[0]), today)
    if all(today.get(field) in (None, value) for field, value in new.items()):
        return complete(run, intent.action, raws[0], partial(keep_claim, run, intent))
    return Result("found", run.target.id_of(raws[0]), today)


def _read_updated(run: Run, action: Row[Any]) -> Result:
    raw = run.target.system.read(action.stream, action.target_id)
    if raw is None and (action.restore or {}).get("delete"):
        return deleted(action)
    if raw is None:
        return Result("gone", action.target_id, reason=f"was deleted in {run.target.profile.title}")
    today = after(run, raw)
    arrived = all(today.get(field) == value for field, value in wanted(action).items())
    return (
        Result("done", action.target_id, today)
        if arrived
        else Result("void", action.target_id, reason="no effect seen")
    )
