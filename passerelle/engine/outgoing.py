"""Outgoing calls: carry out one action in the target system and say what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from passerelle.engine.batch import contents
from passerelle.engine.reading import canonical
from passerelle.engine.references import in_own_ids
from passerelle.engine.run import Run
from passerelle.engine.undo import Undo, body_of_revert, places_before, undo_of
from passerelle.errors import ClaimLost, PasserelleError, RecordRejected, SystemFailure, UnclearAnswer, UnreadableAnswer
from passerelle.http.client import Fence
from passerelle.hub.records import Content
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.systems.base import Raw


@dataclass(frozen=True)
class Result:
    """What came of one action.

    `state`: done · same (the target holds it already) · edited (changed by somebody since it was read) · gone ·
    rejected (in the target's words) · unclear · void (never sent). `after` is the record as the target returned it;
    `undo` what it takes to go back; `ignored` the fields of a revert that the target did not take.
    """

    state: str
    target_id: str | None = None
    after: Content | None = None
    reason: str = ""
    failure: SystemFailure | None = None
    undo: Undo | None = None
    ignored: tuple[str, ...] = ()


def carry_out(run: Run, action: Row[Any], fence: Fence) -> Result:
    """Make the calls of one action. Never raises for what an external system does: a failure is a result too.

    `fence` is asked right before each write leaves, also before a repetition: it raises ClaimLost when another run has
    taken the record over, and nothing is sent.
    """
    try:
        return CALLS[action.op](run, action, fence)
    except ClaimLost as problem:
        return Result("void", action.target_id, reason=str(problem))
    except RecordRejected as problem:
        return Result("rejected", action.target_id, reason=str(problem))
    except UnclearAnswer as problem:
        return Result("unclear", action.target_id, reason=str(problem), failure=problem)
    except SystemFailure as problem:
        return Result("void", action.target_id, reason=str(problem), failure=problem)


def after(run: Run, raw: Raw) -> Content:
    """The canonical content of a record the target returned."""
    frame = canonical(run, run.target, [raw])
    return contents(frame)[frame.index[0]]


def wanted(action: Row[Any]) -> dict[str, str | None]:
    """The values an action wants in the target, by field."""
    return {change["field"]: change["new"] for change in action.changes}


def _create(run: Run, action: Row[Any], fence: Fence) -> Result:
    body = _body(run, action, None) | run.given.attributes
    raw = run.target.system.create(
        action.stream, run.target.system.complete_body(action.stream, body, creating=True), fence
    )
    result = _stored(run, raw)
    return replace(result, undo=undo_of({}, result.after or {}, result.after))


def complete(run: Run, action: Row[Any], raw: Raw, fence: Fence) -> Result:
    """Write what a creation was to hold and does not: it was stored in part only, before its call failed."""
    try:
        body = run.target.system.complete_body(action.stream, _body(run, action, raw), creating=False)
        stored = run.target.system.update(action.stream, run.target.id_of(raw), body, fence)
    except RecordRejected as problem:
        return Result("found", run.target.id_of(raw), after(run, raw), str(problem))
    except (ClaimLost, SystemFailure) as problem:
        return Result("unclear", reason=str(problem))
    return _stored(run, stored)


def _update(run: Run, action: Row[Any], fence: Fence) -> Result:
    """Read the record afresh before writing: what a colleague changed meanwhile must not be lost."""
    raw = run.target.system.read(action.stream, action.target_id)
    if raw is None:
        return Result("gone", action.target_id, reason=f"was deleted in {run.target.profile.title} during the run")
    today = after(run, raw)
    if all(today.get(field) == value for field, value in wanted(action).items()):
        return Result("same", action.target_id, today)
    edited = [field for field in _touched(run, action) if today.get(field) != action.target.get(field)]
    if edited:
        reason = (
            f"{', '.join(edited)} was edited in {run.target.profile.title} during the run; the next run looks again"
        )
        return Result("edited", action.target_id, reason=reason)
    body = run.target.system.complete_body(action.stream, _body(run, action, raw), creating=False)
    return _send(run, action, raw, body, fence)


def _revert(run: Run, action: Row[Any], fence: Fence) -> Result:
    """Take changes back, unless somebody has changed the fields since: read afresh before writing, like an update."""
    raw = run.target.system.read(action.stream, action.target_id)
    if raw is None:
        return Result("gone", action.target_id, reason=f"no longer exists in {run.target.profile.title}")
    today = after(run, raw)
    edited = [field for field in _touched(run, action) if today.get(field) != action.target.get(field)]
    if edited:
        reason = f"{', '.join(edited)} was edited in {run.target.profile.title} during the run; nothing was reverted"
        return Result("edited", action.target_id, reason=reason)
    if action.restore.get("delete"):
        run.target.system.delete(action.stream, action.target_id, fence)
        return deleted(action)
    result = _send(run, action, raw, body_of_revert(run, action, raw), fence)
    held, former = result.after or {}, wanted(action)
    ignored = tuple(field for field, value in former.items() if result.state == "done" and held.get(field) != value)
    if not ignored:
        return result
    left = ", ".join(field.replace("_", " ") for field in ignored)
    reason = f"{run.target.profile.title} did not take back {left}; put it right there by hand"
    return replace(result, ignored=ignored, reason=reason)


def deleted(action: Row[Any]) -> Result:
    """The result of a revert that removed a record: it holds nothing any more."""
    return Result("done", action.target_id, dict.fromkeys(action.target))


def _send(run: Run, action: Row[Any], raw: Raw, body: Raw, fence: Fence) -> Result:
    """Make the call of an update, and keep what it takes to go back whatever comes of it."""
    fields = [change["field"] for change in action.changes]
    places = places_before(run, fields, raw, body)
    try:
        result = _stored(run, run.target.system.update(action.stream, action.target_id, body, fence))
    except UnclearAnswer as problem:
        result = Result("unclear", action.target_id, reason=str(problem), failure=problem)
    return replace(result, undo=undo_of(places, fields, result.after))


def _touched(run: Run, action: Row[Any]) -> list[str]:
    """Every field of the groups an action changes: an address is written as a whole, or not at all."""
    changed = {change["field"] for change in action.changes}
    groups = run.groups.values()
    return [field for fields in groups if changed & set(fields) for field in fields]


def _stored(run: Run, raw: Raw) -> Result:
    """The result of a write from the record the target answered; an answer that is no record leaves it unclear."""
    try:
        return Result("done", run.target.id_of(raw), after(run, raw))
    except (ValueError, UnreadableAnswer) as problem:
        return Result("unclear", reason=f"{run.target.profile.title} answered with no record: {problem}")


def _body(run: Run, action: Row[Any], current: Raw | None) -> Raw:
    """The request's body; a value the target has no code for holds the record back instead of being guessed."""
    held = to_frame(run.target.profile, action.stream, [current] if current else []).frame
    try:
        values = in_own_ids(run, run.target, held, wanted(action))
        return to_body(run.target.profile, action.stream, values, current)
    except ValueError as problem:
        raise RecordRejected(run.target.profile.system, str(problem)) from None


CALLS = {"create": _create, "update": _update, "revert": _revert}
"""How an action is carried out, by what it does."""


def worst(results: list[Result]) -> PasserelleError | None:
    """The failure that should end the run: the system itself could not be used, whatever the record."""
    failures = [result.failure for result in results if result.failure is not None]
    fatal = [failure for failure in failures if not isinstance(failure, UnclearAnswer)]
    return fatal[0] if fatal else None
