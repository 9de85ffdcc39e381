"""The systems' records: held in memory, written through to one SQLite file, so that a kill loses nothing stored.

Callers never change a record they were given; they ``put`` a new one.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.stream import Stream

Record = dict[str, Any]
Seed = Mapping[str, Mapping[str, Record]]
"""Records by id, by ``system/stream``."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS origin (value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS record (stream TEXT, id TEXT, body BLOB, PRIMARY KEY (stream, id));
CREATE TABLE IF NOT EXISTS counter (stream TEXT PRIMARY KEY, last INTEGER);
"""
# A replaced record keeps its row, and with it its place in the order in which records are listed.
UPSERT = "INSERT INTO record VALUES (?, ?, ?) ON CONFLICT (stream, id) DO UPDATE SET body = excluded.body"


@dataclass(frozen=True)
class Change:
    """What became of one record: None before it was added, None after it was removed."""

    stream: str
    key: str
    before: Record | None
    after: Record | None


class Store:
    """All streams of all systems. ``origin`` names what the state was seeded from; another origin starts afresh."""

    def __init__(self, path: Path, origin: str, seed: Callable[[], Seed], streams: Iterable[Stream]) -> None:
        """Open or create the file.

        Raises SandboxError if another sandbox uses it or it cannot be read.
        """
        self._seed, self._origin = seed, origin
        self._streams = {stream.name: stream for stream in streams}
        self._watchers: list[Callable[[Change], None]] = []
        self._marked: dict[str, tuple[Seed, Mapping[str, int]]] = {}
        try:
            self._db = _opened(path)
        except sqlite3.Error as error:
            raise SandboxError(
                f"sandbox: the state in {path} cannot be opened ({error}); stop the other sandbox that uses it, "
                "choose another home, or delete the file"
            ) from error
        with ExitStack() as failing:
            failing.callback(self.close)
            self._begin()
            failing.pop_all()

    def _begin(self) -> None:
        known = self._db.execute("SELECT value FROM origin").fetchone()
        if known == (self._origin,):
            self._load()
        else:
            self.reset()

    def __getitem__(self, name: str) -> Stream:
        """The stream called ``system/stream``."""
        return self._streams[name]

    def next_id(self, name: str) -> int:
        """The next number of a stream that numbers its records; a number is never given twice."""
        self._streams[name].last_number += 1
        return self._streams[name].last_number

    def put(self, *entries: tuple[str, str, Record]) -> None:
        """Add or replace records, each a stream, an id and the record, in one transaction."""
        changes = [Change(name, key, self._streams[name].get(key), record) for name, key, record in entries]
        with self._db:
            self._db.executemany(UPSERT, [(name, key, orjson.dumps(record)) for name, key, record in entries])
            counters = [(name, self._streams[name].last_number) for name in {name for name, _, _ in entries}]
            self._db.executemany("INSERT OR REPLACE INTO counter VALUES (?, ?)", counters)
        for name, key, record in entries:
            self._streams[name].put(key, record)
        self._tell(changes)

    def delete(self, name: str, key: str) -> None:
        """Remove one record.

        Raises KeyError if there is none of that id.
        """
        before = self._streams[name].get(key)
        self._streams[name].remove(key)
        with self._db:
            self._db.execute("DELETE FROM record WHERE stream = ? AND id = ?", (name, key))
        self._tell([Change(name, key, before, None)])

    def rename(self, name: str, key: str, new: str) -> None:
        """Give one record another id; nobody is told of that alone.

        Raises KeyError if there is none of that id.
        """
        self._streams[name].rename(key, new)
        with self._db:
            self._db.execute("UPDATE record SET id = ? WHERE stream = ? AND id = ?", (new, name, key))

    def watch(self, watcher: Callable[[Change], None]) -> None:
        """Tell somebody of each record that is put or removed, once it is; of no reset."""
        self._watchers.append(watcher)

    def _tell(self, changes: Iterable[Change]) -> None:
        for change in changes:
            for watcher in self._watchers:
                watcher(change)

    def reset(self) -> None:
        """Forget everything and start from the seed again."""
        self._start_from(self._seed(), {})

    def mark(self, called: str) -> None:
        """Keep in memory what is held now, to come back to."""
        held = {name: dict(stream) for name, stream in self._streams.items()}
        self._marked[called] = held, {name: stream.last_number for name, stream in self._streams.items()}

    def back_to(self, called: str) -> None:
        """Hold again what was held at a mark. Raises SandboxError if nothing was marked by that name."""
        if called not in self._marked:
            raise SandboxError(
                f"sandbox: nothing was marked as {called!r}; POST /_sandbox/mark?name={called} marks what is held now"
            )
        self._start_from(*self._marked[called])

    def _start_from(self, records: Seed, counters: Mapping[str, int]) -> None:
        for name, stream in self._streams.items():
            stream.fill(records.get(name, {}), counters.get(name, 0))
        with self._db:
            for table in ("origin", "record", "counter"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608  the table names stand above
            self._db.execute("INSERT INTO origin VALUES (?)", (self._origin,))
            self._db.executemany(UPSERT, _rows(records))
            self._db.executemany("INSERT OR REPLACE INTO counter VALUES (?, ?)", counters.items())

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def _load(self) -> None:
        found: dict[str, dict[str, Record]] = {name: {} for name in self._streams}
        for name, key, body in self._db.execute("SELECT stream, id, body FROM record ORDER BY rowid"):
            found[name][key] = orjson.loads(body)
        counters = dict(self._db.execute("SELECT stream, last FROM counter"))
        for name, stream in self._streams.items():
            stream.fill(found[name], counters.get(name, 0))


def _rows(seed: Seed) -> Iterable[tuple[str, str, bytes]]:
    for name, records in seed.items():
        for key, record in records.items():
            yield name, key, orjson.dumps(record)


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=0.2, check_same_thread=False)
    with ExitStack() as failing:
        failing.callback(db.close)
        # One sandbox at a time: two that hold the records in memory would overwrite each other's.
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
            db.execute(f"PRAGMA {setting}")
        db.executescript(SCHEMA)
        failing.pop_all()
    return db
