"""Values that only one record may have (facts ``fd.duplicate…`` and ``fd.fields.unique``)."""

from collections.abc import Iterable, Iterator

from passerelle.sandbox.freshdesk.fields import unique_names
from passerelle.sandbox.freshdesk.kinds import CONTACT, Kind
from passerelle.sandbox.freshdesk.refusing import UNIQUE, Fault, fault
from passerelle.sandbox.system import Record, World

HOLDER = "additional_info"
CODE = "duplicate_value"


def used(name: str, holders: Iterable[Record], mine: int | None, told_as: str = "user_id") -> Iterator[Fault]:
    """The fault of a value, if one of its holders is another record than mine."""
    for other in holders:
        if other["id"] != mine:
            yield {**fault(name, UNIQUE, CODE), HOLDER: {told_as: other["id"]}}
            return


def twice_custom(world: World, kind: Kind, whole: Record, was: Record) -> Iterator[Fault]:
    """The values of custom fields that have to be unique, and are not."""
    for name in unique_names(world, kind):
        value = whole["custom_fields"].get(name)
        if value is not None and value != was["custom_fields"].get(name):
            others = (one for one in world.store[kind.stream].values() if one["custom_fields"].get(name) == value)
            yield from used(name, others, whole.get("id"), "user_id" if kind is CONTACT else "company_id")
