"""Outgoing calls: carry out one action in the target system and say what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from passerelle.engine.batch import contents
from passerelle.engine.run import Run
from passerelle.errors import PasserelleError, RecordRejected, SystemFailure, UnclearAnswer, UnreadableAnswer
from passerelle.hub.records import Content
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.systems.base import Raw


@dataclass(frozen=True)
class Result:
    """What came of one action.

    `state`: done · same (the target holds it already) · edited (changed by somebody since it was read) · gone ·
    rejected (in the target's words) · unclear · void (never sent). `after` is the record as the target returned it.
    """

    state: str
    target_id: str | None = None
    after: Content | None = None
    reason: str = ""
    failure: SystemFailure | None = None


def carry_out(run: Run, action: Row[Any]) -> Result:
    """Make the calls of one action. Never raises for what an external system does: a failure is a result too."""
    try:
        return _create(run, action) if action.op == "create" else _update(run, action)
    except RecordRejected as problem:
        return Result("rejected", action.target_id, reason=str(problem))
    except UnclearAnswer as problem:
        return Result("unclear", action.target_id, reason=str(problem), failure=problem)
    except SystemFailure as problem:
        return Result("void", action.target_id, reason=str(problem), failure=problem)


def after(run: Run, raw: Raw) -> Content:
    """The canonical content of a record the target returned."""
    frame = to_frame(run.target.profile, run.target.end.stream, [raw]).frame
    return contents(frame)[frame.index[0]]


def wanted(action: Row[Any]) -> dict[str, str | None]:
    """The values an action wants in the target, by field."""
    return {change["field"]: change["new"] for change in action.changes}


def _create(run: Run, action: Row[Any]) -> Result:
    body = _body(run, action, None) | run.given.attributes
    raw = run.target.system.create(action.stream, run.target.system.complete_body(action.stream, body, creating=True))
    return _stored(run, raw)


def _update(run: Run, action: Row[Any]) -> Result:
    """Read the record afresh before writing: what a colleague changed meanwhile must not be lost."""
    raw = run.target.system.read(action.stream, action.target_id)
    if raw is None:
        return Result("gone", action.target_id, reason=f"was deleted in {run.target.profile.title} during the run")
    today = after(run, raw)
    if all(today.get(field) == value for field, value in wanted(action).items()):
        return Result("same", action.target_id, today)
    edited = [change["field"] for change in action.changes if today.get(change["field"]) != change["old"]]
    if edited:
        reason = (
            f"{', '.join(edited)} was edited in {run.target.profile.title} during the run; the next run looks again"
        )
        return Result("edited", action.target_id, reason=reason)
    body = run.target.system.complete_body(action.stream, _body(run, action, raw), creating=False)
    return _stored(run, run.target.system.update(action.stream, action.target_id, body))


def _stored(run: Run, raw: Raw) -> Result:
    """The result of a write from the record the target answered; an answer that is no record leaves it unclear."""
    try:
        return Result("done", run.target.id_of(raw), after(run, raw))
    except (ValueError, UnreadableAnswer) as problem:
        return Result("unclear", reason=f"{run.target.profile.title} answered with no record: {problem}")


def _body(run: Run, action: Row[Any], current: Raw | None) -> Raw:
    """The request's body; a value the target has no code for holds the record back instead of being guessed."""
    try:
        return to_body(run.target.profile, action.stream, wanted(action), current)
    except ValueError as problem:
        raise RecordRejected(run.target.profile.system, str(problem)) from None


def worst(results: list[Result]) -> PasserelleError | None:
    """The failure that should end the run: the system itself could not be used, whatever the record."""
    failures = [result.failure for result in results if result.failure is not None]
    fatal = [failure for failure in failures if not isinstance(failure, UnclearAnswer)]
    return fatal[0] if fatal else None
