"""The plan of a revert: which former values go back, and what cannot, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from passerelle.engine.outgoing import after
from passerelle.engine.plan import stage
from passerelle.engine.run import Run, now
from passerelle.hub import bindings, records
from passerelle.hub.records import Content
from passerelle.records import fields_of
from passerelle.systems.base import Raw

Made = Mapping[tuple[str, int], Row[Any]]
"""The actions that made the changes, by run and number."""


def plan_reverts(run: Run, lines: Sequence[Row[Any]], made: Made, only: Row[Any] | None) -> None:
    """Stage one action per record for the lines that can be taken back; what can't is named. Reads every record.

    With `only`, the group of that one line alone.
    """
    chosen: dict[tuple[str, int], list[Row[Any]]] = {}
    for line in lines:
        if only is None or only.op == "create" or line.field in _group_of(run, only.field):
            chosen.setdefault((line.run_id, line.seq), []).append(line)
    ids = [mine[0].external_id for mine in chosen.values()]
    run.tally["read"] += len(chosen)
    run.with_target += len(chosen)
    raws = run.target.system.look_up(run.target.end.stream, ids).found if ids else {}
    planned = [
        _action(run, made[number], mine, raws.get(mine[0].external_id))
        for number, mine in sorted(chosen.items(), reverse=True)
    ]
    stage(run, [action for action in planned if action is not None])


def _group_of(run: Run, field: str) -> list[str]:
    return next(fields for fields in run.groups.values() if field in fields)


def _action(run: Run, made: Row[Any], lines: Sequence[Row[Any]], raw: Raw | None) -> dict[str, Any] | None:
    """The action that takes one record's lines back; None, with its outcome counted, when nothing can be."""
    id_ = lines[0].external_id
    if raw is None and (made.restore or {}).get("delete"):
        _make_again(run, id_)
        return None
    if raw is None:
        _refuse(run, id_, "skipped", f"no longer exists in {run.target.profile.title}; nothing to revert")
        return None
    today = after(run, raw)
    edited = _edited(made, lines, today)
    if made.op == "create":
        return _archive(run, made, lines, raw, edited)
    kept = [line for line in lines if not edited & set(_group_of(run, line.field))]
    if edited:
        told = f"{_named(edited)} was changed since in {run.target.profile.title}, so it was not reverted"
        if not kept:
            _refuse(run, id_, "conflicts", told)
            return None
        run.problem(id_, told)
    changes = [{"field": line.field, "old": today.get(line.field), "new": line.old, **_origin(line)} for line in kept]
    places = (made.undo or {}).get("places", {})
    restore = {"places": {line.field: places[line.field] for line in kept if line.field in places}}
    return _staged(run, made, id_, today, changes, restore)


def _archive(run: Run, made: Row[Any], lines: Sequence[Row[Any]], raw: Raw, edited: set[str]) -> dict[str, Any] | None:
    """Take a record that was created out of use, or remove it where the system can, unless somebody has worked on it
    since."""
    title, id_, attributes = run.target.profile.title, lines[0].external_id, run.target.stream.archive
    removes = run.target.stream.calls.delete is not None
    if not attributes and not removes:
        told = f"was created by that run, and {title} has no way to take it out of use; remove it there by hand"
        _refuse(run, id_, "conflicts", told)
        return None
    if edited:
        told = f"was created by that run, but {_named(edited)} was changed since in {title}; close it there by hand"
        _refuse(run, id_, "conflicts", told)
        return None
    today = after(run, raw)
    closed = {} if removes else after(run, {**raw, **(attributes or {})})
    changes = [
        {"field": field, "old": today.get(field), "new": closed.get(field), **_origin(lines[0])}
        for field in fields_of(run.target.stream.kind)
        if today.get(field) != closed.get(field)
    ]
    if not changes:
        _refuse(run, id_, "unchanged", f"is out of use in {title} already")
        return None
    return _staged(run, made, id_, today, changes, {"delete": True} if removes else {"attributes": attributes})


def _make_again(run: Run, id_: str) -> None:
    """What a revert has removed cannot come back under its id: forget it, so that the next run makes it again."""
    if not run.options.dry_run:
        with run.hub.write(run.integration.integration) as connection:
            bindings.unbind(connection, run.target.place, [id_], now())
    _refuse(run, id_, "skipped", "was removed by that revert; the next run makes it again")


def _edited(made: Row[Any], lines: Sequence[Row[Any]], today: Content) -> set[str]:
    """Fields that no longer hold what the change left in them; of a creation, any field."""
    left = (made.undo or {}).get("after") or {}
    expected = {line.field: left.get(line.field, line.new) if left else line.new for line in lines}
    if made.op == "create":
        expected |= left
    return {field for field, value in expected.items() if today.get(field) != value}


def _origin(line: Row[Any]) -> dict[str, Any]:
    return {"origin": f"history:{line.id}", "reverts": line.id}


def _named(fields: set[str]) -> str:
    return ", ".join(sorted(field.replace("_", " ") for field in fields))


def _refuse(run: Run, id_: str, outcome: str, reason: str) -> None:
    run.tally[outcome] += 1
    run.problem(id_, reason)


def _staged(
    run: Run, made: Row[Any], id_: str, today: Content, changes: list[dict[str, Any]], restore: dict[str, Any]
) -> dict[str, Any]:
    """The action. Of every field that is not taken back both sides' news stays news: only these are remembered anew,
    the target's with the former value and the source's as it was last seen, so that the next run leaves them alone."""
    driver_id = id_ if run.integration.drive == "target" else made.driver_id
    with run.hub.read() as connection:
        source = records.snapshots(connection, run.stream_of(run.source), [made.source_id]).get(made.source_id, {})
        target = records.snapshots(connection, run.stream_of(run.target), [id_]).get(id_, {})
        state = records.states(connection, run.driven, [driver_id]).get(driver_id)
    changed = {change["field"] for change in changes}
    account, stream = run.target.place
    return {
        "run_id": run.id,
        "integration": run.integration.integration,
        "connection": account,
        "stream": stream,
        "op": "revert",
        "driver_id": driver_id,
        "source_id": made.source_id,
        "target_id": id_,
        "reference": made.reference,
        "state_version": state.version if state else 0,
        "changes": changes,
        "conflicts": [],
        "kept": [field for field in fields_of(run.target.stream.kind) if field not in changed],
        "restore": restore,
        "source": source,
        "target": today,
        "source_base": source,
        "target_base": target,
        "state": "planned",
        "reason": "",
    }
