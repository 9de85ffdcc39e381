"""Looking: which fields of a system's records an integration looks at, so that no more need be read than that."""

from __future__ import annotations

import pandas as pd

from passerelle.engine.batch import Batch
from passerelle.engine.reading import canonical
from passerelle.engine.run import Run, Side
from passerelle.mapping.integration import Integration
from passerelle.records import groups_of

OWN = "partner"
"""Our reference."""


def looked_at(integration: Integration, side: Side) -> set[str]:
    """The fields of one end that the integration compares, matches, filters or judges by. Of links whose roles are the
    other end's own, the list is enough; further values are asked for where they count (`see_further_values`)."""
    groups, back = groups_of(side.stream.kind), integration.back
    listed = {name for name, rule in integration.fields.items() if rule.parts and not rule.roles}
    named = {field for name in integration.fields for field in groups[name]} - listed
    named |= {integration.key, OWN, *integration.match, *integration.suggest, *integration.exclusive}
    named |= {*integration.only, *integration.skip, *integration.partner_only, *integration.requires}
    if back is not None:
        named |= {*back.only, *back.skip, *back.partner_only, *back.requires}
    return named | {column for rule in side.suite.rules for column in rule.columns}


def see_further_values(run: Run, batch: Batch, ids: pd.Index) -> None:
    """Read the list of further values (`among`) of rows whose field the ends hold otherwise: a list of records may not
    tell it."""
    for name, rule in run.integration.fields.items():
        for side, frame, column in ((run.source, batch.source, "source_id"), (run.target, batch.target, "target_id")):
            if rule.among in side.stream.fields:
                here, there = batch.source.loc[ids, name], batch.target.loc[ids, name]
                own = batch.partners(column, ids[(here.notna() & there.notna() & (here != there)).to_numpy()])
                told = _read(run, side, rule.among, list(own.values()))
                frame[rule.among] = [told.get(own.get(str(id_), ""), cell) for id_, cell in frame[rule.among].items()]


def _read(run: Run, side: Side, name: str, ids: list[str]) -> dict[str, str | None]:
    """A field of these records, each read by itself."""
    found = side.system.look_up(side.end.stream, ids).found if ids else {}
    cells = canonical(run, side, found.values())[name] if found else pd.Series(dtype=object)
    return {str(id_): None if pd.isna(cell) else str(cell) for id_, cell in cells.items()}
