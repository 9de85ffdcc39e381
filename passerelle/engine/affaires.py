"""Opening: an opportunity is one record for each establishment in which it has, or is to have, an affaire.

It opens one where it reaches a step of the table (`triggers.opens`), once in each establishment: what stands there
stays, whatever the opportunity does next. One that was born of an affaire has that affaire, and opens no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from passerelle.engine.batch import Batch
from passerelle.engine.run import Run
from passerelle.hub import bindings
from passerelle.mapping.reader import to_frame
from passerelle.systems.base import Raw

AT = "@"
"""Between an opportunity's id and the establishment, as in `opportunity/701@Siège`."""
PLACE = "establishment"


def base_of(id_: str) -> str:
    """The opportunity's own id."""
    return id_.partition(AT)[0]


def opened(run: Run, pages: Iterable[list[Raw]]) -> Iterator[list[Raw]]:
    """The source's records, each opportunity as often as it has or opens affaires; else as they came."""
    if not opens(run):
        yield from pages
        return
    known = _known(run)
    for page in pages:
        yield [one for raws in _each(run, page, known) for one in raws]


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


def _each(run: Run, raws: list[Raw], known: dict[str, list[str]]) -> Iterator[list[Raw]]:
    stream = run.source.stream
    frame = to_frame(run.source.profile, run.source.end.stream, raws).frame
    steps = {str(id_): (row["pipeline"], row["step"]) for id_, row in frame.to_dict("index").items()}
    for raw in raws:
        id_ = run.source.id_of(raw)
        ids = [id_] if AT in id_ or id_ in known.get(id_, ()) else _ids(run, id_, *steps[id_], known.get(id_, []))
        places = {one: one.partition(AT)[2] or None for one in ids}
        yield [raw | {stream.id_path: one, stream.fields[PLACE].path or PLACE: at} for one, at in places.items()]


def _ids(run: Run, id_: str, pipeline: str, step: str, bound: list[str]) -> list[str]:
    table = run.integration.triggers.get("opens", [])
    rows = [row for row in table if (row.pipeline, row.step) == (pipeline, step)]
    opening = [f"{id_}{AT}{place}" for row in rows for place in row.establishments]
    return list(dict.fromkeys([*bound, *opening])) or [id_]
