"""Quality: how complete both sides are, and which records have something wrong, for the run's report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import Any

import pandas as pd

from passerelle.engine.batch import Batch
from passerelle.engine.noticed import FieldCount, Flaw
from passerelle.engine.run import Run, Side

KEPT = 100
"""Records with warnings alone that are kept of each batch, those with most of them; a report shows fewer."""


def tally_fields(run: Run, batch: Batch) -> None:
    """Count, per side and mapped field, the records read that hold something; unchanged ones count too."""
    for name, side, frame, present in _counted(run, batch):
        there = batch.rows[present].notna()
        fields = [field for field in frame.columns if field in side.stream.fields]
        filled = frame.loc[there, fields].notna().sum()
        for field in fields:
            count = run.completeness.setdefault((name, field), FieldCount(name, field))
            count.filled += int(filled[field])
            count.records += int(there.sum())


def _counted(run: Run, batch: Batch) -> Iterator[tuple[str, Side, pd.DataFrame, str]]:
    """What is counted as which end: name of the end, side, values, and where the rows say that there is a record."""
    if run.both_ways:
        # Each way reads its own source whole; the other end's records come with the other way.
        yield "target" if run.way_back else "source", run.source, batch.source, "source_id"
        return
    yield "source", run.source, batch.source, "source_id"
    yield "target", run.target, batch.target, "target_id"


def note_uncarried(run: Run) -> None:
    """Say of how many records a field is not carried because the other end has no place for it, or none that can be
    known. Only where each end's records go to the other; choices and references are no data of theirs, and what the hub
    knows stands in the systems that told it."""
    if any(side.stream.merges for side in (run.source, run.target)):
        return
    ends = {"source": (run.source, run.target), "target": (run.target, run.source)}
    for (name, field), count in run.completeness.items() if run.two_way else ():
        side, other = ends[name]
        if count.filled and field not in other.stream.fields and field not in (*run.integration.fields, *_chosen(run)):
            what = f"{side.profile.title}: {field.replace('_', ' ')} is not carried to {other.profile.title}"
            run.notes[what] += count.filled


def _chosen(run: Run) -> Iterator[str]:
    """The fields that say which records are taken."""
    for way in run.ways:
        for by in (way.integration.only, way.integration.skip, way.integration.partner_only):
            yield from by


def note_flaws(run: Run, batch: Batch, warnings: Iterable[tuple[str, str]]) -> None:
    """Keep who has something wrong: every record held back, and those with most warnings (driver id, sentence)."""
    held = _grouped((one.external_id, one.reason) for one in batch.held)
    warned = _grouped(warnings)
    worst = nlargest(KEPT, warned.keys() - held.keys(), key=lambda id_: len(warned[id_]))
    for id_ in [*held, *worst]:
        reasons = [*held.get(id_, []), *warned.get(id_, [])]
        run.flaws[id_] = Flaw(_name(batch, id_), _is_active(batch, id_), id_ in held, reasons)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for id_, reason in pairs:
        grouped.setdefault(id_, []).append(reason)
    return {id_: list(dict.fromkeys(reasons)) for id_, reasons in grouped.items()}


def _name(batch: Batch, id_: str) -> str:
    return _value(batch.target, id_, "name") or _value(batch.source, id_, "name") or ""


def _is_active(batch: Batch, id_: str) -> bool:
    """A file that is open, of a company that the register doesn't call ceased."""
    file, company = _value(batch.target, id_, "file_status"), _value(batch.source, id_, "status")
    return file != "closed" and company != "ceased"


def _value(frame: pd.DataFrame, id_: str, field: str) -> str | None:
    value: Any = frame.at[id_, field] if field in frame.columns else None
    return None if pd.isna(value) else str(value)
