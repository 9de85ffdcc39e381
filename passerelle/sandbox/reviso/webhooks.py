"""Web hooks as somebody sets them up at Reviso (facts ``rev.hook…``), and what became of their calls.

Beside what Reviso's own form has, a web hook of the sandbox has the ways in which its calls may go wrong:
``duplicates`` (each is made twice), ``dropEvery`` (so many-eth is not made; 0: all are), ``delayMs`` (each waits so
long) and ``shuffled`` (calls that wait together are made last first).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.reviso.streams import HOOK_CALLS, WEBHOOKS
from passerelle.sandbox.system import Entries, Record, StreamRules, World

TEMPLATE = '{"oldNumber": "[OLDNUMBER]", "newNumber": "[NEWNUMBER]"}'
OUTCOMES = ("calls", "succeeded", "failed")


class Webhook(BaseModel):
    """The form of a web hook."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)

    type: Literal["Customer updated"] = "Customer updated"
    name: Annotated[str, Field(min_length=1)]
    url: Annotated[str, Field(pattern=r"^https?://")]
    method: Literal["GET", "POST"] = "POST"
    body: str = TEMPLATE
    content_type: str = "application/json"
    enabled: bool = True
    duplicates: bool = False
    drop_every: Annotated[int, Field(ge=0)] = 0
    delay_ms: Annotated[int, Field(ge=0)] = 0
    shuffled: bool = False


def _added(world: World, values: Record) -> Entries:
    number = world.store.next_id(WEBHOOKS)
    return [(WEBHOOKS, str(number), {"id": number, **_checked(values), **dict.fromkeys(OUTCOMES, 0)})]


def _edited(_: World, key: str, record: Record, values: Record) -> Entries:
    own = ("id", *OUTCOMES)
    form = {name: value for name, value in record.items() if name not in own}
    return [(WEBHOOKS, key, {**record, **_checked({**form, **values})})]


def _checked(values: Record) -> Record:
    try:
        return Webhook.model_validate(values).model_dump(by_alias=True)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise SandboxError(f"sandbox: {WEBHOOKS} refuses {told}") from None


def _told_only(*_: object) -> Entries:
    raise SandboxError(f"sandbox: {HOOK_CALLS} is kept by the sandbox; nobody fills it in")


RULES = StreamRules(_added, _edited)
CALL_RULES = StreamRules(_told_only, _told_only)
