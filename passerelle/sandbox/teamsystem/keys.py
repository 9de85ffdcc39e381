"""The Web API keys: each belongs to a user of the CRM and can be scoped; an administrator makes and revokes them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.system import Entries, Record, StreamRules, World, stored_under
from passerelle.sandbox.teamsystem.kinds import NAME
from passerelle.sandbox.teamsystem.refusing import faults

STREAM = stored_under(NAME, "webapikey")
ADMINISTRATOR = "amministratore"
SEEDED = (
    ("sandbox", ADMINISTRATOR, "all"),
    ("sandbox-giulia", "giulia", "all"),
    ("sandbox-marco", "marco", "all"),
    ("sandbox-readonly", "marco", "read"),
)


class Key(BaseModel):
    """A key, the user it belongs to, and what may be done with it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: Annotated[str, Field(min_length=1)]
    user: Annotated[str, Field(min_length=1)]
    scope: Literal["all", "read"] = "all"


def seeded_keys() -> dict[str, Record]:
    """The keys at the beginning, by id."""
    return {
        str(number): {"id": number, "key": key, "user": user, "scope": scope}
        for number, (key, user, scope) in enumerate(SEEDED, start=1)
    }


def key_of(record: Record) -> str:
    """The text by which keys are looked up."""
    return str(record["key"])


def _added(world: World, values: Record) -> Entries:
    return _stored(world.store.next_id(STREAM), values)


def _edited(_: World, __: str, record: Record, values: Record) -> Entries:
    return _stored(record["id"], {**{name: record[name] for name in Key.model_fields}, **values})


def _stored(number: int, values: Record) -> Entries:
    try:
        return [(STREAM, str(number), {"id": number, **Key.model_validate(values).model_dump()})]
    except ValidationError as error:
        wrong = "; ".join(f"{one['field']}: {one['message']}" for one in faults(error.errors()))
        raise SandboxError(f"sandbox: {STREAM} refuses {wrong}") from error


RULES = StreamRules(_added, _edited, key_of)
