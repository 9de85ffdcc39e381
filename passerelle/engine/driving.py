"""Driving: batches of a way whose source drives, so that every record of the source ends in one outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import pandas as pd

from passerelle.engine.affaires import leave_unopened, opened
from passerelle.engine.batch import Batch, new_rows
from passerelle.engine.overrides import with_overrides
from passerelle.engine.reading import leave_out, register
from passerelle.engine.references import own_ids, places
from passerelle.engine.run import OVERLAP, Run
from passerelle.hub import bindings, runs
from passerelle.hub.quarantines import Held
from passerelle.systems.base import Raw

READABLE = "readable"
"""The rule that a source can make something of what it is asked for."""


def pages(run: Run) -> Iterator[list[Raw]]:
    """The driving records page by page: all, or with `news` what has changed since the last run. Without an earlier
    run everything is news."""
    return opened(run, _pages(run))


def _pages(run: Run) -> Iterator[list[Raw]]:
    system, stream = run.driver.system, run.driver.end.stream
    if not run.options.news:
        return system.pages(stream)
    with run.hub.read() as connection:
        last = runs.checkpoint_of(connection, run.integration.integration, *run.driver.place)
    if last is None:
        return system.pages(stream)
    run.since = datetime.fromisoformat(last.position) - OVERLAP
    return _news(run, run.since)


def _news(run: Run, since: datetime) -> Iterator[list[Raw]]:
    """What has changed, and what belongs to third parties that have been kept the same only since then."""
    yield from run.driver.system.changed(run.driver.end.stream, since)
    if run.follows is not None and not run.integration.create.never:
        _, here, _ = places(run, run.driver)
        with run.hub.read() as connection:
            new = bindings.bound_since(connection, here, since)
        yield list(_referring(run, new).values())


def referring_to(run: Run, ids: Sequence[str]) -> list[str]:
    """The driving records that refer to these third parties, named by the common ids."""
    own = own_ids(run, run.driver, ids) if ids else {}
    return run.driver.system.referring(run.driver.end.stream, list(own.values())) if own else []


def _referring(run: Run, ids: Sequence[str]) -> dict[str, Raw]:
    system, stream = run.driver.system, run.driver.end.stream
    return system.look_up(stream, system.referring(stream, ids)).found if ids else {}


def batch_of_source(run: Run, number: int, frame: pd.DataFrame, absent: list[str]) -> Batch:
    """The rows of these records of the source, nothing known yet of their partners; `absent` ids were asked for and
    are not there, or were refused. A row's key is our reference for it in the target."""
    frame, said = with_overrides(run, frame)
    ids = [*map(str, frame.index), *absent]
    rows = new_rows(ids, [run.integration.reference_prefix + id_ for id_ in ids], [None] * len(ids))
    rows["source_id"] = [*map(str, frame.index), *([None] * len(absent))]
    rows["asked"] = True
    source = frame.reindex(ids, columns=_columns(run, frame)).astype(object)
    batch = Batch(number, rows, source.where(source.notna(), None), no_records(list(run.target.stream.fields), ids))
    batch.said = said
    run.tally["read"] += len(rows)
    register(run, batch)
    refused = {id_: run.refused[id_] for id_ in absent if id_ in run.refused}
    batch.hold(Held(id_, READABLE, "", reason) for id_, reason in refused.items())
    gone = [id_ for id_ in absent if id_ not in refused]
    run.absent.update(gone)
    batch.settle(gone, "skipped", f"is not in {run.source.profile.title}")
    leave_out(run, batch, lambda name: batch.source.loc[batch.open, name])
    leave_unopened(run, batch)
    return batch


def _columns(run: Run, frame: pd.DataFrame) -> list[str]:
    """The columns of the source's records: of a group that is taken as one (an address) also those only the target
    has."""
    groups = run.groups
    whole = [name for rule in run.integration.fields for name in groups[rule] if len(groups[rule]) > 1]
    return list(dict.fromkeys([*frame.columns, *whole]))


def no_records(fields: list[str], ids: list[str]) -> pd.DataFrame:
    """A frame in which a side holds nothing of these rows."""
    nothing = [[None] * len(fields)] * len(ids)
    return pd.DataFrame(nothing, index=pd.Index(ids, name="external_id"), columns=fields, dtype=object)


def named_of_source(run: Run, keys: list[str]) -> tuple[list[Raw], list[str]]:
    """The source's records with these ids, and the ids it doesn't know or refuses."""
    answer = run.source.system.look_up(run.source.end.stream, keys)
    run.refused |= answer.refused
    raws = [raw for page in opened(run, [list(answer.found.values())]) for raw in page]
    return raws, [*answer.missing, *answer.refused]
