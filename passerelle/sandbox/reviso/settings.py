"""What nobody knows of Reviso, as switches that can be turned while the sandbox runs: ``setting/1`` of its state."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.reviso.streams import SETTINGS
from passerelle.sandbox.system import Entries, Record, StreamRules, World

KEY = "1"
Missing = Literal["empty", "zero", "literal", "left out"]


class Settings(BaseModel):
    """The switches (facts ``rev.errors.shapes``, ``rev.booleans``, ``rev.pricegroups`` and so on).

    ``errors`` is the shape of a refusal's errors; ``false_booleans`` whether they are answered; ``magazzino`` whether
    the module is active; ``contact_edits_tell`` whether a changed contact counts as a change of its customer;
    ``hook_on_create`` and ``hook_on_delete`` what a web hook gets for the number that there is not: an empty text,
    a zero, the merge field itself, or nothing at all. ``calls_a_minute`` is 0 for any number; ``retry_after`` is
    whether a 429 says how long to wait.
    """

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)

    errors: Literal["tree", "list"] = "tree"
    false_booleans: Literal["shown", "omitted"] = "shown"
    magazzino: bool = True
    contact_edits_tell: bool = False
    hook_on_create: Missing = "empty"
    hook_on_delete: Missing = "empty"
    calls_a_minute: Annotated[int, Field(ge=0)] = 0
    retry_after: bool = True


def seeded_settings() -> dict[str, Record]:
    """The switches as they stand at the beginning."""
    return {KEY: Settings().model_dump(by_alias=True)}


def setting(world: World, name: str) -> Any:
    """How one switch stands now, by its name in the state."""
    held = world.store[SETTINGS].get(KEY) or {}
    return held.get(name, _USUAL[name])


def _added(_: World, __: Record) -> Entries:
    raise SandboxError(f"sandbox: {SETTINGS} holds one record, {KEY}; change that one")


def _edited(_: World, key: str, record: Record, values: Record) -> Entries:
    try:
        after = Settings.model_validate({**record, **values})
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise SandboxError(f"sandbox: {SETTINGS} refuses {told}") from None
    return [(SETTINGS, key, after.model_dump(by_alias=True))]


_USUAL = Settings().model_dump(by_alias=True)
RULES = StreamRules(_added, _edited)
