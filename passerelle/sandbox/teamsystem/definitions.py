"""Who defines custom fields: an administrator by hand and, in a tenant that lets them, its programs by API."""

import re
import unicodedata
from typing import Annotated, Literal

from fastapi import Response
from pydantic import Field, ValidationError

from passerelle.sandbox.answers import FieldError, Refusal, json_answer
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.system import Entries, Record, StreamRules, World
from passerelle.sandbox.teamsystem.bodies import Strict
from passerelle.sandbox.teamsystem.customfields import STREAM, Definition, FieldType
from passerelle.sandbox.teamsystem.incoming import Call, Incoming
from passerelle.sandbox.teamsystem.refusing import fault, faults, invalid, told
from passerelle.sandbox.teamsystem.switches import switches

BY_PLUGIN = "byPlugin"
"""Whether the vendor's own connector made a field; kept in the state, never shown by the API."""
FIXED = ("code", "entity", "type")
OTHERS = re.compile(r"[^a-z0-9]+")


class SentDefinition(Strict):
    """A definition as it may be sent (fact ``tsc.cf.define``)."""

    label: Annotated[str, Field(min_length=1)]
    entity: Literal["company", "contact"]
    type: FieldType
    options: list[str] = Field(default_factory=list)


async def list_all(call: Call) -> Response:
    """Every definition."""
    _permitted(call)
    return json_answer([_shown(one) for one in call.world.store[STREAM].values()])


async def create(call: Call) -> Response:
    """A new definition, whose code is made of its label."""
    _permitted(call)
    values = _sent(call)
    return _answered(call, _entry(call.world, {**values, "code": _code(values["label"])}))


async def update(call: Call) -> Response:
    """Another label or other options; entity and type stay."""
    _permitted(call)
    before = call.world.store[STREAM].get(call.key)
    if before is None:
        raise Refusal(404, f"CustomField {call.key} does not exist")
    return _answered(call, _entry(call.world, _sent(call), before))


def _permitted(call: Incoming) -> None:
    if not switches(call.world).definitions_by_api:
        raise Refusal(404, "Not Found")


def _sent(call: Incoming) -> Record:
    try:
        return SentDefinition.model_validate(call.sent).values()
    except ValidationError as error:
        raise invalid(faults(error.errors())) from error


def _answered(call: Incoming, entry: tuple[str, str, Record]) -> Response:
    call.world.store.put(entry)
    return json_answer(entry[2]["id"])


def _shown(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != BY_PLUGIN}


def _code(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return OTHERS.sub("_", plain).strip("_")


def _entry(world: World, values: Record, before: Record | None = None) -> tuple[str, str, Record]:
    held = {name: value for name, value in (before or {}).items() if name not in ("id", BY_PLUGIN)}
    try:
        whole = Definition.model_validate({**held, **values}).whole()
    except ValidationError as error:
        raise invalid(faults(error.errors())) from error
    if errors := [*_changed(whole, before or whole), *_taken(world, whole, before)]:
        raise invalid(errors)
    number = before["id"] if before else world.store.next_id(STREAM)
    return STREAM, str(number), {"id": number, **whole, BY_PLUGIN: bool(before and before[BY_PLUGIN])}


def _changed(whole: Record, before: Record) -> list[FieldError]:
    return [fault(name, "cannot be changed") for name in FIXED if whole[name] != before[name]]


def _taken(world: World, whole: Record, before: Record | None) -> list[FieldError]:
    others = [one for one in world.store[STREAM].values() if before is None or one["id"] != before["id"]]
    taken = any((one["entity"], one["code"]) == (whole["entity"], whole["code"]) for one in others)
    return [fault("code", f"{whole['code']} is taken")] if taken else []


def _by_hand(world: World, values: Record, before: Record | None = None) -> Entries:
    try:
        return [_entry(world, values, before)]
    except Refusal as refusal:
        raise SandboxError(f"sandbox: {STREAM} refuses what was filled in. {told(refusal)}") from refusal


RULES = StreamRules(_by_hand, lambda world, _, record, values: _by_hand(world, values, record))
