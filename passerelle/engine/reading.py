"""Reading: what both ways of driving share: raw records into frames, and records that an integration does not take."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from passerelle.engine.batch import Batch
from passerelle.engine.identities import identified
from passerelle.engine.references import ALONE, ELSEWHERE, in_common
from passerelle.engine.run import Run, Side, now
from passerelle.hub import bindings, records
from passerelle.hub.schema import FOUND_BY
from passerelle.mapping.reader import to_frame
from passerelle.parts import ids_of
from passerelle.records import LISTS
from passerelle.systems.base import Raw


def read(run: Run, side: Side, raws: Iterable[Raw]) -> pd.DataFrame:
    """The canonical frame of a side's records; what its profile does not know is noted in the run."""
    found = to_frame(side.profile, side.end.stream, list(raws))
    run.tally["duplicates_read"] += len(found.repeated) if side is run.driver else 0
    for name, times in found.unmapped.items():
        run.notes[f"{side.profile.title}: field {name!r} is neither mapped nor ignored in its profile"] += times
    for (name, code), times in found.unknown_codes.items():
        run.notes[f"{side.profile.title}: {name} {code!r} is not in the code table"] += times
    return identified(side.stream.kind, in_common(run, side, found.frame, tell=True))


def canonical(run: Run, side: Side, raws: Iterable[Raw]) -> pd.DataFrame:
    """The same of records that were counted before, or are not the run's own to count."""
    frame = to_frame(side.profile, side.end.stream, list(raws)).frame
    return identified(side.stream.kind, in_common(run, side, frame))


def register(run: Run, batch: Batch) -> None:
    """Keep by which numbers each record is known, those that are left out too: the other way must find all of them
    without reading everything again."""
    if run.options.dry_run:
        return
    read = list(batch.partners("source_id", batch.rows.index))
    with run.hub.write(run.integration.integration) as connection:
        for name in run.integration.match:
            if name in batch.source.columns:
                values = {str(id_): str(value) for id_, value in batch.source.loc[read, name].dropna().items()}
                records.save_identifiers(connection, *run.source.place, FOUND_BY + name, values, now())


def leave_out(run: Run, batch: Batch, present: Callable[[str], pd.Series]) -> None:
    """Skip driving records the integration does not take, saying which condition they don't meet. `present` gives a
    field of those that are still open and exist."""
    staying = _paired(run, batch) if run.integration.pairs_stay else set()
    for name, wanted in run.integration.only.items():
        values = present(name)
        values = values[~values.index.isin(staying)]
        skip(batch, name, values[~_among(name, values, wanted)], f"this integration takes {', '.join(wanted)}")
    for name, unwanted in run.integration.skip.items():
        values = present(name)
        skip(batch, name, values[_among(name, values, unwanted)], "such records are left as they are")


def _among(name: str, values: pd.Series, wanted: list[str]) -> pd.Series:
    """Which values are among these; of a list, where any of it is."""
    if name not in LISTS:
        return values.isin(wanted)
    listed = {text: bool(set(ids_of(text)) & set(wanted)) for text in values.dropna().unique()}
    return pd.Series([listed.get(text, False) for text in values], index=values.index, dtype=bool)


def _paired(run: Run, batch: Batch) -> set[str]:
    """The driving records that have a partner which is still there."""
    other = run.target if run.driver is run.source else run.source
    with run.hub.read() as connection:
        return set(bindings.partners(connection, run.driver.place, batch.open, other.place))


LEFT = {
    ("reach", ELSEWHERE): "belongs to third parties only that are not kept the same in both systems",
    ("reach", ALONE): "belongs to no third party",
}
"""What is said of records left out for a value that no system holds, but that follows from others."""


def skip(batch: Batch, name: str, values: pd.Series, why: str) -> None:
    """Skip rows for what a field of theirs holds."""
    if values.empty:
        return
    for value, group in values.groupby(values.fillna("none")):
        told = LEFT.get((name, str(value)), f"{name.replace('_', ' ')} is {value}; {why}")
        batch.settle(group.index, "skipped", told)
