"""Extract: read the driving stream in batches, drop what is not wanted, and ask the other side for the rest.

Where the target drives, a source that lists nothing is asked once per number that the target's records hold; where the
source drives (`driving.py`), the target's records are found by what they were bound to or by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from passerelle.engine.batch import Batch, new_rows
from passerelle.engine.driving import batch_of_source, named_of_source, pages
from passerelle.engine.keys import askable, keys_of, spellings
from passerelle.engine.moving import note_moves
from passerelle.engine.partners import find_partners
from passerelle.engine.reading import leave_out, read
from passerelle.engine.run import Run
from passerelle.hub import records
from passerelle.hub.quarantines import Held
from passerelle.mapping.localise import localise
from passerelle.systems.base import LookUp, Raw

Reading = tuple[pd.DataFrame, list[str], list[Raw]]
"""What was read of the driving stream: its canonical frame, keys that no record holds, and the records as returned."""


def batches(run: Run) -> Iterator[Batch]:
    """The driving records, batch by batch: everything, or what the run's keys name."""
    reads = _named(run) if run.options.keys else _listed(run)
    for number, (frame, absent, raws) in enumerate(reads):
        if run.driver is run.source:
            yield batch_of_source(run, number, frame, absent)
            continue
        batch = _batch(run, number, frame, absent)
        batch.target_raws = raws
        yield batch


def ask(run: Run, batch: Batch) -> Batch:
    """Fetch the source's record of every open row that has a number worth asking for; where the source drives, find
    the target's record of every open row."""
    if run.driver is run.source:
        return note_moves(run, find_partners(run, batch))
    keys = batch.rows.loc[batch.open, "key"]
    keys = keys[askable(run.integration.key, keys)]
    step = f"asking {run.source.profile.title}"
    wanted = list(keys.unique())
    run.progress(step, 0, len(wanted))
    answer = run.source.system.look_up(run.source.end.stream, wanted, lambda n: run.progress(step, n, None))
    batch.source_raws = list(answer.found.values())
    _align(batch, read(run, run.source, batch.source_raws), keys.map(_ids(run, answer)))
    _hold_refused(run, batch, keys, answer)
    return batch


def _hold_refused(run: Run, batch: Batch, keys: pd.Series, answer: LookUp) -> None:
    """A number the source would not even look for holds its row back, in the source's own words."""
    field, title = run.integration.key, run.source.profile.title
    for external_id, key in keys[keys.isin(answer.refused.keys())].items():
        reason = f"{title} refused to look for {key}: {answer.refused[key]}"
        batch.hold([Held(str(external_id), f"accepted_by_{run.source.end.account}", field, reason, key)])


def _ids(run: Run, answer: LookUp) -> dict[str, str]:
    """The source's own id of each key it knows."""
    return {key: run.source.id_of(raw) for key, raw in answer.found.items()}


def _align(batch: Batch, frame: pd.DataFrame, ids: pd.Series) -> None:
    """Put the source's records beside the driving rows that asked for them, in the language of the target's file."""
    batch.rows.loc[ids.index, "asked"] = True
    batch.rows.loc[ids.index, "source_id"] = ids.where(ids.notna(), None)
    aligned = frame.reindex(batch.rows["source_id"]).set_axis(batch.rows.index).astype(object)
    batch.source = localise(aligned.where(aligned.notna(), None), batch.target["language"])


def _listed(run: Run) -> Iterator[Reading]:
    """Every record of the driving stream, in frames of about the integration's batch size; memory stays flat."""
    waiting: list[Raw] = []
    met: set[str] = set()
    step = f"reading {run.driver.profile.title}"
    for page in pages(run):
        waiting += page
        run.progress(step, len(page), None)
        if len(waiting) >= run.integration.batch:
            yield _once(run, waiting, met), [], waiting
            waiting = []
    if waiting:
        yield _once(run, waiting, met), [], waiting


def _named(run: Run) -> Iterator[Reading]:
    """The driving records that hold the run's keys, and the keys that none of them holds."""
    wanted = list(dict.fromkeys(run.options.keys))
    run.tally["duplicates_read"] += len(run.options.keys) - len(wanted)
    if run.driver is run.source:
        raws, missing = named_of_source(run, wanted)
        yield _once(run, raws, set()), missing, raws
        return
    for start in range(0, len(wanted), run.integration.batch):
        part = wanted[start : start + run.integration.batch]
        raws = _known(run, part)
        frame = _once(run, raws, set())
        held = set(_keys(run, frame))
        missing = [key for key in part if key not in held]
        if missing:
            raws += _searched(run, missing)
            frame = _once(run, raws, set())
        frame = frame[_keys(run, frame).isin(part)]
        held = set(_keys(run, frame))
        yield frame, [key for key in part if key not in held], raws


def _searched(run: Run, keys: list[str]) -> list[Raw]:
    """Records that hold these keys, or another identifier of the ladder that contains them."""
    stream, thorough = run.driver.end.stream, run.options.create_missing
    wanted = spellings(run.integration.key, run.integration.match, keys)
    answers = [run.driver.system.find(stream, name, values, thorough=thorough) for name, values in wanted.items()]
    found = {run.driver.id_of(raw): raw for answer in answers for group in answer.values() for raw in group}
    return list(found.values())


def _keys(run: Run, frame: pd.DataFrame) -> pd.Series:
    return keys_of(frame, run.integration.key, run.integration.match)


def _known(run: Run, keys: list[str]) -> list[Raw]:
    """Records the hub already knows by these keys, read afresh: one call each instead of a search."""
    account, stream = run.driver.place
    with run.hub.read() as connection:
        rows = records.holders(connection, account, stream, run.integration.key, keys)
    raws = [run.driver.system.read(stream, row.external_id) for row in rows]
    return [raw for raw in raws if raw is not None]


def _once(run: Run, raws: list[Raw], met: set[str]) -> pd.DataFrame:
    """The canonical frame of these raws, without records a former page has already shown."""
    frame = read(run, run.driver, raws)
    again = frame.index.isin(met)
    run.tally["duplicates_read"] += int(again.sum())
    met.update(frame.index)
    return frame[~again]


def _batch(run: Run, number: int, frame: pd.DataFrame, absent: list[str]) -> Batch:
    key = run.integration.key
    ids = [*frame.index, *(f"{key}:{value}" for value in absent)]
    rows = new_rows(ids, [*_keys(run, frame), *absent], [*frame.index, *([None] * len(absent))])
    target = frame.reindex(ids).astype(object)
    batch = Batch(number, rows, target.iloc[:, :0].copy(), target.where(target.notna(), None))
    run.tally["read"] += len(rows)
    _leave_out(run, batch)
    run.with_target += int(batch.rows.loc[batch.open, "target_id"].notna().sum())
    return batch


def _present(batch: Batch, name: str) -> pd.Series:
    """A field of the driving records that are still open and exist."""
    values: pd.Series = batch.target.loc[batch.open[batch.rows.loc[batch.open, "target_id"].notna()], name]
    return values


def _leave_out(run: Run, batch: Batch) -> None:
    """Skip driving records the integration does not take, and those without the number they would be asked by."""
    leave_out(run, batch, partial(_present, batch))
    keyless = batch.rows.loc[batch.open, "key"].isna()
    batch.settle(batch.open[keyless], "skipped", f"has no {run.integration.key.replace('_', ' ')}")
