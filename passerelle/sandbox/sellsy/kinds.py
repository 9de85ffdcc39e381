"""What sets one kind of record of Sellsy apart from another; the calls are the same for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from passerelle.sandbox.sellsy.bodies import Closed, Open
from passerelle.sandbox.sellsy.moments import now
from passerelle.sandbox.sellsy.paging import Orders
from passerelle.sandbox.system import Entries, Record, World

Embed = Callable[[World, Record], Any]
Test = Callable[[World, Any], Callable[[Record], bool]]
"""What a filter makes of the value it is asked with: whether a record fits it."""


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of record.

    ``name`` is what other records call it, ``blank`` what a new one holds, ``touched`` the attribute that tells its
    last change. ``filters`` with ``tests`` by their names are those of its search, ``embeds`` what can come along with
    it, ``field_kind`` which custom fields it has. ``new`` and ``changes`` are the bodies that may be sent, ``to_store``
    makes attributes out of one and the record before. ``series`` is what the numbers of a numbered kind begin with.
    """

    name: str
    stream: str
    blank: Record
    touched: str | None
    orders: Orders
    filters: type[Closed]
    tests: Mapping[str, Test]
    shown: Callable[[World, Record], Record]
    embeds: Mapping[str, Embed]
    field_kind: Callable[[Record], str]
    new: type[Open]
    changes: type[Open]
    to_store: Callable[[World, Record, Record], Record]
    series: str | None = None

    def created(self, world: World, values: Record) -> Record:
        """A new record with the next number."""
        number, moment = world.store.next_id(self.stream), now(world.clock)
        named = {"number": f"{self.series}-{number}"} if self.series else {}
        touched = {self.touched: moment} if self.touched else {}
        return {"id": number, **self.blank, "created": moment, **named, **values, **touched}

    def changed(self, world: World, before: Record, values: Record) -> Record:
        """The record with new values, and the moment of its change."""
        touched = {self.touched: now(world.clock, after=before[self.touched])} if self.touched else {}
        return {**before, **values, **touched}

    def entries(self, record: Record) -> Entries:
        """The record, to be stored."""
        return [(self.stream, str(record["id"]), record)]

    def fitting(self, world: World, records: list[Record], wanted: Record) -> list[Record]:
        """The records that fit every filter."""
        tests = [self.tests[name](world, value) for name, value in wanted.items()]
        return [record for record in records if all(test(record) for test in tests)]
