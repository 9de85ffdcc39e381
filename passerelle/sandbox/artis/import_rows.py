"""What artis.net makes of one row of a file: which record is meant, and what of it changes (fact ``art.file.rows``)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from passerelle.sandbox.answers import FieldError, Refusal
from passerelle.sandbox.artis.import_columns import (
    CODE,
    INTERNAL,
    ITS_CODE,
    ITS_OTHER_CODE,
    OTHER_CODE,
    RELATION,
    Unreadable,
    column_of,
)
from passerelle.sandbox.artis.kinds import ORGANISATION, PERSON, SITE, Kind
from passerelle.sandbox.artis.records import created, updated
from passerelle.sandbox.artis.relations import change_at_fault, type_of, with_relation
from passerelle.sandbox.artis.words import MANDATORY, unknown
from passerelle.sandbox.french.errors import INVALID, fault, faults
from passerelle.sandbox.system import Entries, Record, World

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """What a row comes to: the entries to store, and whether it makes a new record."""

    entries: Entries
    new: bool


def take(world: World, kind: Kind, cells: Cells) -> Taken:
    """What one row comes to; empty cells were left out of ``cells``.

    Raises Refusal if artis.net cannot store it.
    """
    values = _read(world, kind, cells)
    return TAKING[kind.name](world, values, cells)


def _read(world: World, kind: Kind, cells: Cells) -> Record:
    values: Record = {}
    errors: list[FieldError] = []
    for label, cell in cells.items():
        column = column_of(world, kind, label)
        if column is None:
            continue
        within = values.setdefault(column.path[0], {}) if len(column.path) > 1 else values
        try:
            within[column.path[-1]] = column.read(cell)
        except Unreadable as problem:
            errors.append(fault(".".join(column.path), str(problem)))
    if errors:
        raise Refusal(400, INVALID, errors)
    return values


def _organisation(world: World, values: Record, cells: Cells) -> Taken:
    code, kind_of = cells.get(INTERNAL), cells.get(RELATION)
    relations = [{"organisationInterne": code, "type": kind_of}] if code and kind_of else []
    before = _by_code(world, cells.get(CODE)) or _by_other_code(world, ORGANISATION, cells)
    if before is None:
        return Taken(_new(world, ORGANISATION, {**values, "relations": relations}), new=True)
    (name, key, after), *others = _changed(world, ORGANISATION, before, values)
    if code and kind_of and type_of(before, code) is None:
        errors = list(change_at_fault(None, kind_of))
        if errors:
            raise Refusal(400, INVALID, errors)
        after = with_relation(after, code, kind_of)
    return Taken([(name, key, after), *others], new=False)


def _site(world: World, values: Record, cells: Cells) -> Taken:
    owner = _owner(world, cells)
    named = [one for one in world.store[SITE.stream].found_by(str(owner)) if one["nom"] == values.get("nom")]
    before = _by_other_code(world, SITE, cells) or (named[0] if named else None)
    if before is None:
        return Taken(_new(world, SITE, {**values, "organisationId": owner}), new=True)
    return Taken(_changed(world, SITE, before, {**values, "organisationId": owner}), new=False)


def _person(world: World, values: Record, cells: Cells) -> Taken:
    mine = {"organisationId": _owner(world, cells)}
    before = _by_other_code(world, PERSON, cells)
    if before is None:
        return Taken(_new(world, PERSON, {**values, "collaborations": [mine]}), new=True)
    others = [one for one in before["collaborations"] if one != mine]
    return Taken(_changed(world, PERSON, before, {**values, "collaborations": [*others, mine]}), new=False)


TAKING: Mapping[str, Callable[[World, Record, Cells], Taken]] = {
    ORGANISATION.name: _organisation,
    SITE.name: _site,
    PERSON.name: _person,
}


def _owner(world: World, cells: Cells) -> int:
    if ITS_CODE not in cells and ITS_OTHER_CODE not in cells:
        raise Refusal(400, INVALID, [fault("organisationId", MANDATORY)])
    known = _by_code(world, cells.get(ITS_CODE)) or _by_other_code(
        world, ORGANISATION, {OTHER_CODE: cells.get(ITS_OTHER_CODE, "")}
    )
    if known is None:
        raise Refusal(400, INVALID, [fault("organisationId", unknown(cells.get(ITS_OTHER_CODE)))])
    return int(known["id"])


def _by_code(world: World, code: str | None) -> Record | None:
    if not code:
        return None
    records = world.store[ORGANISATION.stream].values()
    found = next((record for record in records if record["code"] == code), None)
    if found is None:
        raise Refusal(400, INVALID, [fault(CODE, unknown(code))])
    return found


def _by_other_code(world: World, kind: Kind, cells: Cells) -> Record | None:
    code = cells.get(OTHER_CODE)
    records = world.store[kind.stream].values() if code else []
    return next((record for record in records if record["autreCode"] == code), None)


def _new(world: World, kind: Kind, values: Record) -> Entries:
    try:
        return created(world, kind, kind.new.model_validate(values).whole())
    except ValidationError as error:
        raise Refusal(400, INVALID, faults(error.errors())) from error


def _changed(world: World, kind: Kind, before: Record, values: Record) -> Entries:
    try:
        return updated(world, kind, before, kind.change.model_validate(values).values())
    except ValidationError as error:
        raise Refusal(400, INVALID, faults(error.errors())) from error
