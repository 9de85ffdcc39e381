"""How this tenant's CRM behaves where its ways are not known: one record of switches that a person may set.

``PUT /_sandbox/state/teamsystem/setting/1`` with one or more of them.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.system import Entries, Record, StreamRules, World, stored_under
from passerelle.sandbox.teamsystem.kinds import NAME
from passerelle.sandbox.teamsystem.refusing import faults

STREAM, KEY = stored_under(NAME, "setting"), "1"


class Switches(BaseModel):
    """The switches, as they stand at the beginning.

    ``update``: what CreateOrUpdate does with what is not sent (``tsc.replace``). ``unknown_option``: what becomes of a
    label that a selection field does not have (``tsc.cf.select.unknown``). ``definitions_by_api``: whether custom
    fields are defined by API (``tsc.cf.define``). ``plugin_fields``: whether the vendor's own connector made its fields
    (``tsc.cf.plugin``). ``required_…``: what an administrator made mandatory (``tsc.required.layout``). ``no_effect``:
    names whose comparisons change nothing in a filter (``tsc.filter.noeffect``).
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    update: Literal["merge", "replace"] = "merge"
    unknown_option: Literal["error", "ignored", "created"] = "error"
    definitions_by_api: bool = False
    plugin_fields: bool = True
    required_company: list[str] = Field(default_factory=list)
    required_contact: list[str] = Field(default_factory=list)
    no_effect: list[str] = Field(default_factory=list)

    def required(self, kind: str) -> list[str]:
        """What an administrator made mandatory of that kind of record."""
        return {"company": self.required_company, "contact": self.required_contact}.get(kind, [])


def switches(world: World) -> Switches:
    """The switches as they stand now."""
    return Switches.model_validate(world.store[STREAM].get(KEY) or {})


def seeded_switches() -> dict[str, Record]:
    """The one record of the stream at the beginning."""
    return {KEY: Switches().model_dump()}


def _added(_: World, __: Record) -> Entries:
    raise SandboxError(f"sandbox: {STREAM} has one record, {KEY}; change that one")


def _edited(_: World, key: str, record: Record, values: Record) -> Entries:
    try:
        return [(STREAM, key, Switches.model_validate({**record, **values}).model_dump())]
    except ValidationError as error:
        wrong = "; ".join(f"{one['field']}: {one['message']}" for one in faults(error.errors()))
        raise SandboxError(f"sandbox: {STREAM} refuses {wrong}") from error


RULES = StreamRules(_added, _edited)
