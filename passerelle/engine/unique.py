"""Uniqueness: a number belongs to one driving record; the one known first keeps it, the later newcomer is held."""

from __future__ import annotations

from collections import defaultdict

from passerelle.engine.batch import Batch
from passerelle.engine.run import Run, now
from passerelle.hub import records
from passerelle.hub.quarantines import Held


def hold_duplicates(run: Run, batch: Batch) -> Batch:
    """Register the batch's numbers in the hub, then hold every row whose number another record had before it.

    The check is against everything known, not within the batch: a newcomer that repeats the number of a record which
    is otherwise unchanged is found too.
    """
    account, stream = run.driver.place
    scheme = run.integration.key
    mine = batch.rows.loc[batch.open]
    mine = mine[mine["target_id"].notna()]
    values = {str(external_id): str(value) for external_id, value in mine["key"].items()}
    with run.hub.write(run.integration.integration) as connection:
        records.save_identifiers(connection, account, stream, scheme, values, now())
        known = records.holders(connection, account, stream, scheme, values.values())
        if not run.options.keys:
            records.mark_seen(connection, run.id, account, stream, batch.rows.index)
    first = _first_holders([(row.value, row.since, row.external_id) for row in known])
    batch.hold(
        Held(external_id, f"unique_{scheme}", scheme, _reason(run, first[value]), value)
        for external_id, value in values.items()
        if first[value] != external_id
    )
    return batch


def _first_holders(rows: list[tuple[str, object, str]]) -> dict[str, str]:
    """For each value the record that held it first; of those that came together, the one with the lowest id."""
    grouped: dict[str, list[tuple[object, int, str]]] = defaultdict(list)
    for value, since, external_id in rows:
        grouped[value].append((since, len(external_id), external_id))
    return {value: min(group)[2] for value, group in grouped.items()}


def _reason(run: Run, holder: str) -> str:
    return (
        f"has the same {run.integration.key.replace('_', ' ')} as {run.driver.end.stream} {holder}, known before it; "
        f"correct one of them in {run.driver.profile.title}, or make the double inactive"
    )
