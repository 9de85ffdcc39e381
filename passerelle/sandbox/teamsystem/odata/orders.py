"""An OData order: names, each with ``asc`` or ``desc`` behind it or nothing (fact ``tsc.odata.order``)."""

from collections.abc import Callable, Mapping
from typing import Any

from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.kinds import Type
from passerelle.sandbox.teamsystem.odata.comparing import Invalid

WAYS = {"": False, "asc": False, "desc": True}


def ordered(records: list[Record], text: str, types: Mapping[str, Type]) -> list[Record]:
    """The records in that order; those that are alike stay in the order in which they came, empty ones come first.

    Raises Invalid for an unknown name or way.
    """
    for part in reversed([part for part in text.split(",") if part.strip()]):
        name, _, way = part.strip().partition(" ")
        if types.get(name, "channels") == "channels" or way.strip().lower() not in WAYS:
            raise Invalid(f"the order {part.strip()!r} is none: a property, then asc, desc or nothing")
        records = sorted(records, key=_by(name), reverse=WAYS[way.strip().lower()])
    return records


def _by(name: str) -> Callable[[Record], Any]:
    def place(record: Record) -> Any:
        held = record.get(name)
        return (held is not None, held if held is not None else 0)

    return place
