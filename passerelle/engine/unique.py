"""Uniqueness: a number belongs to one driving record; the one known first keeps it, the later newcomer is held."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd
from sqlalchemy import Connection

from passerelle.engine.batch import Batch
from passerelle.engine.keys import askable, keys_of
from passerelle.engine.reading import canonical
from passerelle.engine.run import Run, now
from passerelle.hub import records
from passerelle.hub.quarantines import Held


def hold_duplicates(run: Run, batch: Batch) -> Batch:
    """Register the batch's valid numbers in the hub, then hold every row whose number another record had before it.

    The check is against everything known, not within the batch: a newcomer that repeats the number of a record which
    is otherwise unchanged is found too. A former holder that this pass has not met yet is read before it is believed.
    A dry run registers nothing, and remembers what it has met for its own length.
    """
    account, stream = run.driver.place
    values = _numbers(run, batch)
    own = "source_id" if run.driver is run.source else "target_id"
    read = [str(id_) for id_ in batch.rows.index[batch.rows[own].notna()]]
    with run.hub.read() as connection:
        first = _first_holders(run, connection, values, set(read))
    if run.options.dry_run:
        run.met.update(first)
    else:
        with run.hub.write(run.integration.integration) as connection:
            rest = [id_ for id_ in read if id_ not in values]
            records.drop_identifiers(connection, account, stream, run.integration.key, rest)
            records.save_identifiers(connection, account, stream, run.integration.key, values, now())
    if not run.options.keys:
        with run.hub.write(run.integration.integration) as connection:
            records.mark_seen(connection, run.id, account, stream, batch.rows.index)
    batch.hold(
        Held(external_id, f"unique_{run.integration.key}", run.integration.key, _reason(run, first[value]), value)
        for external_id, value in values.items()
        if first[value] != external_id
    )
    return batch


def _numbers(run: Run, batch: Batch) -> dict[str, str]:
    """The valid numbers of the rows that are still open and exist."""
    if run.driver is run.source:
        if run.integration.key not in batch.source.columns:
            return {}
        numbers = batch.source.loc[batch.open, run.integration.key]
        return {str(id_): str(value) for id_, value in numbers[askable(run.integration.key, numbers)].items()}
    rows = batch.rows.loc[batch.open]
    rows = rows[rows["target_id"].notna() & askable(run.integration.key, rows["key"])]
    return {str(id_): str(value) for id_, value in rows["key"].items()}


def _first_holders(run: Run, connection: Connection, values: dict[str, str], read: set[str]) -> dict[str, str]:
    """For each number of the batch the record that held it first; of those that came together, the lowest id.

    A newcomer is later than all that is known, an earlier batch of this pass included.
    """
    account, stream = run.driver.place
    newcomer = now()
    known = records.holders(connection, account, stream, run.integration.key, values.values())
    began = {row.external_id: row.since for row in known if values.get(row.external_id) == row.value}
    grouped: dict[str, list[tuple[object, int, str]]] = defaultdict(list)
    for id_, value in values.items():
        grouped[value].append((began.get(id_, newcomer), len(id_), id_))
    others = [row for row in known if row.external_id not in read]
    true = _still_hold(run, connection, {row.external_id: row.value for row in others})
    for row in others:
        if row.external_id in true:
            grouped[row.value].append((row.since, len(row.external_id), row.external_id))
    return {value: run.met.get(value) or min(group)[2] for value, group in grouped.items()}


def _still_hold(run: Run, connection: Connection, numbers: dict[str, str]) -> set[str]:
    """Which records hold these numbers today. One the pass has met was registered anew; any other is read."""
    account, stream = run.driver.place
    fresh = set() if run.options.keys else records.met(connection, run.id, account, stream, numbers)
    return fresh | {id_ for id_ in numbers.keys() - fresh if _holds(run, id_, numbers[id_])}


def _holds(run: Run, external_id: str, number: str) -> bool:
    raw = run.driver.system.read(run.driver.end.stream, external_id)
    if raw is None:
        return False
    frame = canonical(run, run.driver, [raw])
    left_out = any(frame[name].isin(values).any() for name, values in run.integration.skip.items())
    keys: pd.Series = keys_of(frame, run.integration.key, run.integration.match)
    return not left_out and list(keys) == [number]


def _reason(run: Run, holder: str) -> str:
    label = "reference" if run.integration.key == "partner" else run.integration.key.replace("_", " ")
    or_inactive = ", or make the double inactive" if "file_status" in run.integration.skip else ""
    other = holder if "/" in holder else f"{run.driver.end.stream} {holder}"
    return (
        f"has the same {label} as {other}, known before it; "
        f"correct one of them in {run.driver.profile.title}{or_inactive}"
    )
