"""What a person at Altior does to its records: under the same rules as a call, in a form that is half filled in."""

from pydantic import ValidationError

from passerelle.sandbox.altior.checks import check
from passerelle.sandbox.altior.kinds import Kind
from passerelle.sandbox.altior.parts import Sent
from passerelle.sandbox.altior.records import created, updated
from passerelle.sandbox.answers import FieldError, Refusal
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.french.errors import faults
from passerelle.sandbox.system import Entries, Record, StreamRules, World


def rules(kind: Kind) -> StreamRules:
    """The rules of one kind's stream; what Altior would not store raises SandboxError."""

    def added(world: World, values: Record) -> Entries:
        whole = _typed(kind, kind.new, {**kind.prefilled, **values}).whole()
        _check(world, kind, whole)
        return [created(world, kind, whole)]

    def edited(world: World, _: str, record: Record, values: Record) -> Entries:
        sent = _typed(kind, kind.change, values).values()
        _check(world, kind, sent, record)
        return [updated(world, kind, record, sent)]

    return StreamRules(added, edited, kind.key)


def _typed(kind: Kind, body: type[Sent], values: Record) -> Sent:
    try:
        return body.model_validate(values)
    except ValidationError as error:
        raise _misused(kind, faults(error.errors())) from error


def _check(world: World, kind: Kind, values: Record, before: Record | None = None) -> None:
    try:
        check(world, kind, values, before)
    except Refusal as refusal:
        raise _misused(kind, refusal.errors) from refusal


def _misused(kind: Kind, errors: list[FieldError]) -> SandboxError:
    told = "; ".join(f"{error['field']}: {error['message']}" for error in errors)
    return SandboxError(f"sandbox: {kind.stream} refuses {told}")
