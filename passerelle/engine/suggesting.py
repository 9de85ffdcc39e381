"""Suggesting: records of the target that may be a record of the source, by what many share: a name, a domain.

Such a likeness never makes two one. It holds a record back before it is created a second time, and a person says what
is so, by a number or our reference in the target. What the target lets stand in one record alone is left to that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from passerelle.engine.batch import Batch, contents
from passerelle.engine.identities import SPEAK_AGAINST
from passerelle.engine.reading import canonical
from passerelle.engine.run import Run
from passerelle.hub import records
from passerelle.hub.bindings import Place
from passerelle.hub.quarantines import Held
from passerelle.hub.records import Content
from passerelle.hub.schema import FOUND_BY
from passerelle.parts import ids_of, text_of
from passerelle.records import LISTS

PLACES = 10
"""Values of one list by which a record is found."""
NOT_TWICE = "not_twice"
"""The rule that nothing like it stands in the target already."""


def found_by(name: str, cell: str) -> dict[str, str]:
    """Under which schemes a record is found by what it holds in a field: a list has one for each of its values."""
    values = ids_of(cell)[:PLACES] if name in LISTS else [cell]
    return dict(zip(schemes_of(name), values, strict=False))


def schemes_of(name: str) -> list[str]:
    """Every scheme under which values of a field are kept."""
    first = FOUND_BY + name
    return [first, *(f"{first} {place}" for place in range(2, PLACES + 1))] if name in LISTS else [first]


def values_of(name: str, cell: str) -> list[str]:
    """The single values of a cell."""
    return ids_of(cell) if name in LISTS else [cell]


def holders_of(connection: Connection, place: Place, name: str, values: Iterable[str]) -> dict[str, set[str]]:
    """The records of a place that are found by these values of a field, by value."""
    wanted, found = set(values), defaultdict[str, set[str]](set)
    for scheme in schemes_of(name):
        for row in records.holders(connection, *place, scheme, wanted):
            found[row.value].add(str(row.external_id))
    return found


def hold_suggested(run: Run, batch: Batch, candidates: Mapping[str, Content]) -> None:
    """Hold rows that have found no record of the target, where one that nobody else is looks like them."""
    alone = batch.open[batch.rows.loc[batch.open, "target_id"].isna()]
    rows, held = contents(batch.source.loc[alone]), dict[str, Held]()
    for name in run.integration.suggest:
        like = defaultdict[str, list[str]](list)
        for id_, candidate in candidates.items():
            for value in values_of(name, candidate.get(name) or ""):
                like[value].append(id_)
        for row_id, row in rows.items():
            same = sorted({id_ for value in values_of(name, row.get(name) or "") for id_ in like.get(value, ())})
            same = [id_ for id_ in same if not _apart(run, row, candidates[id_])]
            if same and row.get(name) and row_id not in held:
                held[row_id] = Held(row_id, NOT_TWICE, name, _sentence(run, name, row, same), row[name])
    # They wait for a person's word: nothing is wrong with them.
    run.tally["waiting"] += len(held)
    batch.hold(held.values())


def leave_exclusive(run: Run, batch: Batch) -> None:
    """Leave single values of a list to the record of the target that has them already."""
    for name in run.integration.exclusive:
        cells = batch.source.loc[batch.open, name].dropna()
        wanted = {value for cell in cells for value in ids_of(cell)}
        with run.hub.read() as connection:
            holders = holders_of(connection, run.target.place, name, wanted)
        paired = batch.partners("target_id", batch.rows.index)
        others = {id_ for ids in holders.values() for id_ in ids} - set(paired.values())
        stands = _standing(run, batch, name, others)
        for id_, cell in cells.items():
            own = paired.get(str(id_), "")
            kept = text_of((value, "") for value in ids_of(cell) if stands.get(value, own) == own)
            if kept != cell:
                batch.source.at[id_, name] = kept
                run.notes[_left(run, name)] += 1


def _standing(run: Run, batch: Batch, name: str, others: Iterable[str]) -> dict[str, str]:
    """The record of the target in which each value stands today: those of the batch, and these others."""
    system, stream = run.target.system, run.target.end.stream
    frame = canonical(run, run.target, system.look_up(stream, sorted(others)).found.values())
    held = {str(id_): cell for id_, cell in frame[name].dropna().items()}
    paired = batch.partners("target_id", batch.rows.index)
    held |= {paired[str(id_)]: cell for id_, cell in batch.target.loc[list(paired), name].dropna().items()}
    return {value: id_ for id_, cell in held.items() for value in ids_of(cell)}


def _apart(run: Run, row: Content, candidate: Content) -> bool:
    """Whether a number says that the two are not the same."""
    names = SPEAK_AGAINST[run.source.stream.kind]
    return any(row.get(name) and candidate.get(name) not in (None, row.get(name)) for name in names)


def _sentence(run: Run, name: str, row: Content, same: list[str]) -> str:
    """What a person does. The company's name stands in it: ids of the hub tell nobody anything."""
    who = f"{row['name']}: " if run.source.stream.kind == "company" and row.get("name") else ""
    title, label = run.target.profile.title, name.replace("_", " ")
    stream, system = run.target.end.stream, run.target.system
    where = ", ".join(system.page_of(stream, id_) or id_ for id_ in same)
    fields = run.target.stream.fields
    labels = [fields[one].label for one in run.integration.match if one in fields]
    told = f"fill in one of {', '.join(labels)} there" if labels else "give it our reference there"
    return f"{who}{title} has the same {label}: {where}. If it is the same, {told}; else change the {label}"


def _left(run: Run, name: str) -> str:
    label = run.target.stream.fields[name].label
    return f"{run.target.profile.title}: {label} that another record has already were left to it"
