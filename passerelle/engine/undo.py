"""Undo: what must be kept of a change so that it can be taken back exactly, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from passerelle.engine.run import Run
from passerelle.hub.records import Content
from passerelle.mapping.restorer import Place, places_of, put_back
from passerelle.mapping.writer import to_body
from passerelle.systems.base import Raw

Undo = dict[str, Any]
"""Kept with an action: `places`, what its fields' places held before, and `after`, what the target made of them."""


def places_before(run: Run, fields: Iterable[str], before: Raw, body: Raw) -> dict[str, Place]:
    """What an update is about to change, exactly as it stands: only the values and entries of its fields."""
    stream = run.target.stream
    places = places_of(stream, fields, before, body)
    for field, place in places.items():
        beside = _beside(run, field, body)
        changed = {name: before.get(name) for name, value in beside.items() if before.get(name) != value}
        if changed:
            place["beside"] = changed
    return places


def _beside(run: Run, field: str, body: Raw) -> Raw:
    """Attributes the system's client sets along with a field (a VAT number ends its being pending)."""
    root = (run.target.stream.fields[field].path or "").split(".")[0]
    if run.target.stream.fields[field].list_ or root not in body:
        return {}
    complete = run.target.system.complete_body(run.target.end.stream, {root: body[root]}, creating=False)
    return {name: value for name, value in complete.items() if name != root}


def undo_of(places: dict[str, Place], fields: Iterable[str], after: Content | None) -> Undo:
    """What is kept with an action once its result is known; without a clear answer `after` is not known."""
    held = {field: (after or {}).get(field) for field in fields} if after is not None else {}
    return {"places": places, "after": held}


def body_of_revert(run: Run, action: Row[Any], current: Raw) -> Raw:
    """The body that takes changes back. What stood there is not known when the process died within the call: then the
    agreed spelling is written."""
    if "attributes" in action.restore:
        return dict(action.restore["attributes"])
    places: dict[str, Place] = action.restore["places"]
    former = {change["field"]: change["new"] for change in action.changes if change["field"] not in places}
    body = to_body(run.target.profile, action.stream, former, current) if former else {}
    return body | put_back(run.target.stream, places, {**current, **body}) if places else body
