"""What a person at artis.net does to its records: under the same rules as a call, in a form that is half filled in."""

from pydantic import ValidationError

from passerelle.sandbox.answers import FieldError, Refusal
from passerelle.sandbox.artis.kinds import ORGANISATION, Kind
from passerelle.sandbox.artis.list_rows import CATEGORY, NORTH, ORIGIN
from passerelle.sandbox.artis.parts import Relation, Sent
from passerelle.sandbox.artis.records import created, updated
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.french.errors import faults
from passerelle.sandbox.system import Entries, Record, StreamRules, World

PREFILLED: Record = {
    "pays": "FR",
    "formeJuridique": "SAS",
    "classifications": {CATEGORY: "Entreprise", ORIGIN: "Salon"},
    "relations": [{"organisationInterne": NORTH, "type": "Client"}],
}
"""What stands in the form of a new organisation already."""


def rules(kind: Kind) -> StreamRules:
    """The rules of one kind's stream; what artis.net would not store raises SandboxError."""

    def added(world: World, values: Record) -> Entries:
        blank = PREFILLED if kind is ORGANISATION else {}
        try:
            return created(world, kind, _typed(kind, kind.new, {**blank, **values}).whole())
        except Refusal as refusal:
            raise _misused(kind, refusal.errors) from refusal

    def edited(world: World, _: str, record: Record, values: Record) -> Entries:
        relations = _related(kind, values)
        sent = _typed(kind, kind.change, {name: value for name, value in values.items() if name not in relations})
        try:
            return updated(world, kind, record, {**sent.values(), **relations})
        except Refusal as refusal:
            raise _misused(kind, refusal.errors) from refusal

    return StreamRules(added, edited, kind.key)


def _related(kind: Kind, values: Record) -> Record:
    """The relations as somebody sets them who may set any."""
    if kind is not ORGANISATION or "relations" not in values:
        return {}
    try:
        return {"relations": [Relation.model_validate(one).model_dump(by_alias=True) for one in values["relations"]]}
    except ValidationError as error:
        raise _misused(kind, faults(error.errors())) from error


def _typed(kind: Kind, body: type[Sent], values: Record) -> Sent:
    try:
        return body.model_validate(values)
    except ValidationError as error:
        raise _misused(kind, faults(error.errors())) from error


def _misused(kind: Kind, errors: list[FieldError]) -> SandboxError:
    told = "; ".join(f"{error['field']}: {error['message']}" for error in errors)
    return SandboxError(f"sandbox: {kind.stream} refuses {told}")
