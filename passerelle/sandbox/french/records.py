"""How French vendors keep records: by number, in streams."""

from collections.abc import Callable, Mapping, Sequence

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.french.errors import NOT_FOUND
from passerelle.sandbox.system import Record, World

Made = Callable[[int, int], Mapping[str, Sequence[Record]]]
"""Of how many companies, and by which seed, the records of every stream."""


def existing_in(world: World, stream: str, key: str) -> Record:
    """The record of that id.

    Raises Refusal (404) if there is none.
    """
    record = world.store[stream].get(key)
    if record is None:
        raise Refusal(404, NOT_FOUND)
    return record


def filled(
    beginnings: Beginnings, streams: Sequence[str], made: Made, lists: Mapping[str, Mapping[str, Record]]
) -> Mapping[str, Mapping[str, Record]]:
    """Every stream's records by id; only the lists are filled when the sandbox is made of the Belgian register."""
    records: dict[str, Sequence[Record]] = dict.fromkeys(streams, ())
    if beginnings.config.from_path is None:
        records |= made(beginnings.config.companies, beginnings.config.seed)
    return {**lists, **{name: {str(record["id"]): record for record in held} for name, held in records.items()}}
