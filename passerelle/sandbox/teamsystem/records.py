"""How the CRM stores its records: what it demands of them, their numbers, their moments, and who wrote them."""

from collections.abc import Iterator

from pydantic import ValidationError

from passerelle.sandbox.answers import FieldError, Refusal
from passerelle.sandbox.system import Record, World
from passerelle.sandbox.teamsystem.customfields import Fields, fields_of, grown, without_unknown_options, wrong_values
from passerelle.sandbox.teamsystem.kinds import COMPANY, WRITER, Kind
from passerelle.sandbox.teamsystem.refusing import fault, faults, invalid
from passerelle.sandbox.teamsystem.switches import switches

Entry = tuple[str, str, Record]


def existing(world: World, kind: Kind, key: object) -> Record:
    """The record of that id.

    Raises Refusal (404) if there is none.
    """
    record = world.store[kind.stream].get(str(key))
    if record is None:
        raise Refusal(404, f"{kind.word} {key} does not exist")
    return record


def typed(world: World, kind: Kind, sent: Record) -> Record:
    """What was sent, without what is only read.

    Raises Refusal (400) for an unknown attribute or a value of another type.
    """
    fields = fields_of(world, kind)
    custom = {name: value for name, value in sent.items() if name in fields}
    rest = {name: value for name, value in sent.items() if name not in custom and name not in kind.read_only}
    try:
        values = kind.body.model_validate(rest).values()
    except ValidationError as error:
        raise invalid(faults(error.errors())) from error
    return without_unknown_options(world, fields, {**values, **custom})


def stored(
    world: World, kind: Kind, whole: Record, values: Record, by: str, before: Record | None = None
) -> list[Entry]:
    """The entries to store for a record that shall hold ``whole``, of which ``values`` were sent.

    Raises Refusal (400) if the CRM does not accept the record.
    """
    fields = fields_of(world, kind)
    whole = _named(whole)
    errors = [
        *wrong_values(world, fields, values, before or {}),
        *_missing(world, kind, fields, whole),
        *_nowhere(world, values),
    ]
    if errors:
        raise invalid(errors)
    now = world.clock.stamp()
    number = before["id"] if before else world.store.next_id(kind.stream)
    made = before["createdDate"] if before else now
    record = {**whole, "id": number, "createdDate": made, "lastModifiedDate": now, WRITER: by}
    return [(kind.stream, str(number), record), *grown(world, fields, values)]


def _named(whole: Record) -> Record:
    if not whole.get("naturalPerson") or whole["companyName"]:
        return whole
    names = (whole["naturalPersonName"], whole["naturalPersonSurname"])
    return {**whole, "companyName": " ".join(name for name in names if name) or None}


def _missing(world: World, kind: Kind, fields: Fields, whole: Record) -> Iterator[FieldError]:
    if not any(whole.get(name) for name in kind.needed):
        yield fault(" or ".join(kind.needed), "is required")
    asked = [*switches(world).required(kind.name), *(name for name, field in fields.items() if field["required"])]
    for name in dict.fromkeys(asked):
        if whole.get(name) in (None, "", []):
            yield fault(name, "is required")


def _nowhere(world: World, values: Record) -> Iterator[FieldError]:
    company = values.get("companyId")
    if company is not None and world.store[COMPANY.stream].get(str(company)) is None:
        yield fault("companyId", f"there is no company {company}")
