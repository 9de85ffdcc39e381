"""One kind of record of one system, in memory and in the order in which the records were added."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Record = dict[str, Any]


class Stream:
    """Records by id. With ``key`` they are also found by a text made of each record, without looking at all of them."""

    def __init__(self, name: str, key: Callable[[Record], str] | None = None) -> None:
        """``name`` is ``system/stream``; ``changes`` counts what was put or removed, for those who keep an index."""
        self.name = name
        self.last_number = 0
        self.changes = 0
        self._key = key
        self._records: dict[str, Record] = {}
        self._by_key: dict[str, dict[str, None]] = {}

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        """Ids and records, oldest first."""
        return iter(self._records.items())

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._records)

    def get(self, key: str) -> Record | None:
        """The record of that id, if there is one."""
        return self._records.get(key)

    def values(self) -> list[Record]:
        """The records, oldest first."""
        return list(self._records.values())

    def found_by(self, text: str) -> list[Record]:
        """The records whose key is that text."""
        return [self._records[key] for key in self._by_key.get(text, ())]

    def put(self, key: str, record: Record) -> None:
        """Add or replace a record; a replaced one keeps its place."""
        self.changes += 1
        if self._key:
            self._forget_key(key, unless=self._key(record))
            self._by_key.setdefault(self._key(record), {})[key] = None
        self._records[key] = record
        if key.isdecimal():
            self.last_number = max(self.last_number, int(key))

    def remove(self, key: str) -> None:
        """Remove a record.

        Raises KeyError if there is none of that id.
        """
        if key not in self._records:
            raise KeyError(key)
        self.changes += 1
        self._forget_key(key)
        del self._records[key]

    def rename(self, key: str, new: str) -> None:
        """Give a record another id, under which there is none yet; it keeps its place.

        Raises KeyError if there is none of the old id.
        """
        if key not in self._records:
            raise KeyError(key)
        held = {new if name == key else name: record for name, record in self._records.items()}
        self.fill(held, self.last_number)

    def fill(self, records: Mapping[str, Record], last_number: int = 0) -> None:
        """Replace everything."""
        self.changes += 1
        self._records, self._by_key = {}, {}
        self.last_number = last_number
        for key, record in records.items():
            self.put(key, record)

    def _forget_key(self, key: str, unless: str | None = None) -> None:
        record = self._records.get(key)
        if self._key and record is not None and (text := self._key(record)) != unless:
            self._by_key[text].pop(key, None)
