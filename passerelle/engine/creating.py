"""What a record that the target lacks is created with, and which kinds never are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from passerelle.engine.batch import Batch, contents
from passerelle.engine.found import Found, action_of
from passerelle.engine.news import watched
from passerelle.engine.overrides import told_of
from passerelle.engine.partners import OWN
from passerelle.engine.run import Run
from passerelle.hub.quarantines import Held
from passerelle.mapping.localise import language_of_seat

CREATION_FIELDS = ("kind", "language", "third_parties", "establishment")
"""Fields no side owns afterwards, but which a new record needs."""


def creations(run: Run, batch: Batch, ids: pd.Index) -> list[dict[str, Any]]:
    """The actions that create these rows of the batch, which are settled; a kind that is never created is held."""
    source = batch.source.loc[ids]
    seat, known = language_of_seat(source), contents(source)
    groups = run.groups
    wanted = [field for group in run.integration.fields for field in groups[group]]
    maps = run.target.stream.fields
    beside = [one for one in (*CREATION_FIELDS, *run.given.fields, OWN) if one in maps and maps[one].write]
    actions, rows = [], batch.rows.loc[ids].to_dict("index")
    for id_ in ids:
        row = known[id_] | run.given.fields | told_of(run, id_) | batch.moves.get(id_, {})
        values = {name: row.get(name) for name in (*wanted, *beside, *batch.moves.get(id_, ()))}
        if "language" in values:
            values["language"] = values["language"] or seat[id_]
        if values.get("kind") in run.integration.create.refuse:
            batch.hold([_refused(run, id_, str(values["kind"]))])
            continue
        changes = [{"field": name, "old": None, "new": value} for name, value in values.items() if value is not None]
        found = Found(id_, rows[id_], (known[id_], {}), ({}, watched(run)))
        kept = [*batch.moves.get(id_, ()), *watched(run)]
        actions.append(action_of(run, batch, found, "create", changes, []) | {"kept": kept})
    batch.settle([action["driver_id"] for action in actions], "planned")
    if actions and run.given.told:
        run.notes[f"Created with {run.given.told}"] += len(actions)
    return actions


def _refused(run: Run, id_: str, kind: str) -> Held:
    """Why a kind of record is never created, and what a person can do."""
    reason = f"a {kind.replace('_', ' ')} cannot be created: {run.integration.create.refuse[kind]}"
    return Held(id_, "can_be_created", "kind", reason, kind)
