"""Lists people choose from: bare arrays of small records, each customer's own."""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query, Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.system import Entries, InWorld, Record, StreamRules, World, by_hand

Show = Callable[[list[Record]], list[Record]]


def list_rules(name: str, attributes: Sequence[str]) -> StreamRules:
    """What happens when an administrator changes one of the lists; ``name`` is the store's name of it."""

    def added(world: World, values: Record) -> Entries:
        number = world.store.next_id(name)
        return [(name, str(number), {"id": number, **dict.fromkeys(attributes), **by_hand(name, values, attributes)})]

    def edited(_: World, key: str, record: Record, values: Record) -> Entries:
        return [(name, key, {**record, **by_hand(name, values, attributes)})]

    return StreamRules(added, edited)


def listing(name: str, show: Show = list) -> Callable[..., Coroutine[Any, Any, Response]]:
    """The call that answers a whole list."""

    async def whole_list(world: InWorld, _: Annotated[NoParameters, Query()]) -> Response:
        return json_answer(show(world.store[name].values()))

    return whole_list


def numbered(records: Iterable[Record]) -> dict[str, Record]:
    """Records under the numbers they get at the beginning."""
    return {str(number): {"id": number, **record} for number, record in enumerate(records, start=1)}


def rows_as_records(attributes: Mapping[str, Sequence[str]], rows: Mapping[str, Sequence[Any]]) -> Record:
    """The lists as they are at the beginning, by stream and by id."""
    return {
        stream: numbered(dict(zip(attributes[stream], row, strict=True)) for row in held)
        for stream, held in rows.items()
    }
