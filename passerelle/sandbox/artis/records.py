"""How artis.net stores its records: checked, numbered, located, with the moments of their making and last change."""

from collections.abc import Iterable

from passerelle.sandbox.answers import FieldError, Refusal
from passerelle.sandbox.artis.checks import at_fault
from passerelle.sandbox.artis.kinds import ORGANISATION, PERSON, Kind
from passerelle.sandbox.artis.lists import held
from passerelle.sandbox.artis.parts import IDENTIFIERS
from passerelle.sandbox.artis.relations import new_at_fault, with_default
from passerelle.sandbox.artis.towns import located
from passerelle.sandbox.french.errors import INVALID, fault
from passerelle.sandbox.system import Entries, Record, World

FIXED = "Ne peut pas être modifié"


def created(world: World, kind: Kind, whole: Record) -> Entries:
    """A new record under the next number, and what comes with it.

    Raises Refusal (400) if artis.net cannot store it.
    """
    whole = _completed(world, kind, whole)
    errors: list[FieldError] = []
    if kind is ORGANISATION:
        whole = with_default(world, whole)
        errors += new_at_fault(whole)
    _refuse([*errors, *at_fault(world, kind, whole)])
    now = world.clock.stamp()
    number = world.store.next_id(kind.stream)
    return _entries(world, kind, {**kind.numbered(number), **whole, "dateCreation": now, "dateModification": now})


def updated(world: World, kind: Kind, before: Record, values: Record) -> Entries:
    """The record with new values, and what comes with it.

    Raises Refusal (400) if artis.net cannot store it.
    """
    fixed = [name for name in kind.fixed if values.get(name, before[name]) != before[name]]
    merged = {name: {**before[name], **values[name]} for name in kind.merged if name in values}
    whole = _completed(world, kind, {**before, **values, **merged})
    _refuse([*(fault(name, FIXED) for name in fixed), *at_fault(world, kind, whole)])
    return _entries(world, kind, {**whole, "dateModification": world.clock.stamp()})


def _completed(world: World, kind: Kind, whole: Record) -> Record:
    if kind is PERSON:
        return {**whole, "caracteristiques": _filled(whole["caracteristiques"])}
    regimes = {row["abreviation"]: row["regimeFiscal"] for row in held(world, "pays")}
    whole = {**whole, "regimeFiscal": whole["regimeFiscal"] or regimes.get(whole["pays"])}
    if kind is not ORGANISATION:
        return whole
    labelled = {name: _filled(whole[name]) for name in ("caracteristiques", "classifications")}
    return {**whole, **labelled, "identifiants": {**dict.fromkeys(IDENTIFIERS), **whole["identifiants"]}}


def _filled(labelled: Record) -> Record:
    return {label: value for label, value in labelled.items() if value is not None}


def _entries(world: World, kind: Kind, whole: Record) -> Entries:
    if kind is PERSON:
        place, pairs = located(world, whole["adresse"])
        whole = {**whole, "adresse": place}
    else:
        whole, pairs = located(world, whole)
    return [(kind.stream, str(whole["id"]), whole), *pairs]


def _refuse(errors: Iterable[FieldError]) -> None:
    told = list(errors)
    if told:
        raise Refusal(400, INVALID, told)
