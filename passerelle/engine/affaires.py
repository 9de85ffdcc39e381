"""Opening: an opportunity is one record for each establishment in which it has, or is to have, an affaire.

It opens one where it reaches a step of the table (`triggers.opens`), once in each establishment: what stands there
stays, whatever the opportunity does next. One that was born of an affaire has that affaire, and opens no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from passerelle.engine.batch import Batch
from passerelle.engine.run import Run
from passerelle.engine.standing import AT, PLACE, Standing, base_of
from passerelle.hub import bindings
from passerelle.mapping.reader import to_frame
from passerelle.systems.base import Raw


def opened(run: Run, pages: Iterable[list[Raw]]) -> Iterator[list[Raw]]:
    """The source's records, each opportunity as often as it has or opens affaires; else as they came."""
    if not opens(run):
        yield from pages
        return
    known, standing = _known(run), Standing(run)
    for page in pages:
        ids = _ids(run, page, known, standing)
        yield [one for raw in page for one in _each(run, raw, ids[run.source.id_of(raw)])]


def opens(run: Run) -> bool:
    """Whether the driving records are opportunities that open affaires."""
    return bool(run.integration.triggers) and not run.way_back


def spelled(run: Run, keys: Sequence[str]) -> list[str]:
    """Opportunities that were named, with the ids under which they have affaires."""
    if not opens(run):
        return list(keys)
    known = _known(run)
    return list(dict.fromkeys(one for key in keys for one in [key, *known.get(key, ())]))


def leave_unopened(run: Run, batch: Batch) -> None:
    """Skip opportunities that have no affaire and have reached no step that opens one."""
    if not opens(run):
        return
    alone = [id_ for id_ in batch.open if AT not in id_]
    with run.hub.read() as connection:
        bound = bindings.bound(connection, run.source.place, alone)
    rows = batch.source.loc[[id_ for id_ in alone if id_ not in bound], ["pipeline", "step"]]
    where = {str(id_): f"{row['pipeline']}, {row['step']}" for id_, row in rows.to_dict("index").items()}
    batch.settle_each({id_: f"is at {at}, where no affaire is opened" for id_, at in where.items()}, "skipped")


def _known(run: Run) -> dict[str, list[str]]:
    """By opportunity, the ids under which it has an affaire."""
    with run.hub.read() as connection:
        ids = bindings.live(connection, run.source.place)
    found: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        found[base_of(id_)].append(id_)
    return dict(found)


def _each(run: Run, raw: Raw, ids: list[str]) -> Iterator[Raw]:
    """An opportunity as the records it is."""
    stream = run.source.stream
    for id_ in ids:
        yield raw | {stream.id_path: id_, stream.fields[PLACE].path or PLACE: id_.partition(AT)[2] or None}


def _ids(run: Run, page: list[Raw], known: dict[str, list[str]], standing: Standing) -> dict[str, list[str]]:
    """By opportunity of a page, the ids of the records it is: those bound, and where it is to have an affaire."""
    steps = to_frame(run.source.profile, run.source.end.stream, page).frame[["pipeline", "step"]].to_dict("index")
    found = {str(id_): [str(id_)] if AT in str(id_) else known.get(str(id_), []) for id_ in steps}
    opening = {str(id_): _opening(run, str(id_), row["pipeline"], row["step"]) for id_, row in steps.items()}
    new = {id_: ids for id_, ids in found.items() if id_ not in ids and set(opening[id_]) - set(ids)}
    born, places = standing.of({id_: ids for id_, ids in new.items() if AT not in id_})
    for id_, ids in new.items():
        free = [one for one in opening[id_] if one.partition(AT)[2] not in places[id_]]
        found[id_] = [id_] if id_ in born else list(dict.fromkeys([*ids, *free]))
    return {id_: ids or [id_] for id_, ids in found.items()}


def _opening(run: Run, id_: str, pipeline: str | None, step: str | None) -> list[str]:
    """The ids of the affaires that an opportunity at this step is to have."""
    rows = [row for row in run.integration.triggers.get("opens", []) if (row.pipeline, row.step) == (pipeline, step)]
    return [f"{id_}{AT}{place}" for row in rows for place in row.establishments]
