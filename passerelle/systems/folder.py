"""A folder into which files are put so that whoever takes them finds them whole, and each record stands in one of them.

The hub notes how far a file is: `writing` (perhaps begun), `ready` (whole under its temporary name, or already
renamed), `there`. Whatever is killed in between, the next run knows what became of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from passerelle.errors import ConfigurationError, SystemFailure
from passerelle.hub import kept
from passerelle.hub.database import Hub, open_hub
from passerelle.systems.base import Raw

WRITING, READY, THERE = "writing", "ready", "there"
PART = ".part"


class Folder:
    """The drop folder of a connection, and what was put into it."""

    def __init__(self, path: Path, account: str, title: str, hub_url: str, settle_s: float) -> None:
        self.path = path
        self._account = account
        self._title = title
        self._url = hub_url
        self._settle_s = settle_s

    def sent(self, stream: str) -> dict[str, Raw]:
        """The records of a stream that were put here, as they were last sent."""
        with self._hub.read() as connection:
            return {row.external_id: row.content for row in kept.listed(connection, (self._account, stream))}

    def try_it(self) -> None:
        """Raise ConfigurationError where no file can be put here."""
        trial = self.path / f".{uuid4().hex}{PART}"
        try:
            trial.write_bytes(b"\xef\xbb\xbf")
            trial.unlink()
        except OSError as problem:
            with suppress(OSError):
                trial.unlink(missing_ok=True)
            raise ConfigurationError(self._cannot(problem)) from None

    def put(self, stream: str, begin: str, content: bytes, records: Mapping[str, Raw]) -> None:
        """Put one file with these records here. Raises SystemFailure; then nothing of it is there."""
        name = f"{begin}-{_now():%Y%m%d-%H%M%S}-{uuid4().hex[:8]}.csv"
        with self._hub.write(self._account) as connection:
            kept.note_file(connection, self._account, name, WRITING, _now())
            kept.save(connection, self._staged(stream, name), records, _now(), name)
        try:
            self._write(name, content)
            self._note(name, READY)
            self._part(name).replace(self.path / name)
            _sync(self.path)
        except OSError as problem:
            self._take_back([stream], name)
            raise SystemFailure(self._account, self._cannot(problem)) from None
        self._settled([stream], name)

    def settle(self, streams: Sequence[str]) -> None:
        """Bring files of runs that died to their end: a whole one is there, of any other nothing is left."""
        with self._hub.read() as connection:
            files = kept.unfinished_files(connection, self._account, _now() - timedelta(seconds=self._settle_s))
        for name, state in files.items():
            if state == WRITING:
                self._take_back(streams, name)
                continue
            if self._part(name).exists():
                self._part(name).replace(self.path / name)
            self._settled(streams, name)

    def close(self) -> None:
        """Give the hub's connections back."""
        if "_hub" in self.__dict__:
            self._hub.close()

    def _write(self, name: str, content: bytes) -> None:
        with self._part(name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def _take_back(self, streams: Sequence[str], name: str) -> None:
        with suppress(OSError):
            self._part(name).unlink(missing_ok=True)
        with self._hub.write(self._account) as connection:
            for stream in streams:
                kept.forget(connection, self._staged(stream, name))
            kept.forget_file(connection, self._account, name)

    def _settled(self, streams: Sequence[str], name: str) -> None:
        with self._hub.write(self._account) as connection:
            for stream in streams:
                staged = kept.listed(connection, self._staged(stream, name))
                records = {row.external_id: row.content for row in staged}
                kept.save(connection, (self._account, stream), records, _now(), name)
                kept.forget(connection, self._staged(stream, name))
            kept.note_file(connection, self._account, name, THERE, _now())

    def _note(self, name: str, state: str) -> None:
        with self._hub.write(self._account) as connection:
            kept.note_file(connection, self._account, name, state, _now())

    def _staged(self, stream: str, name: str) -> tuple[str, str]:
        return self._account, f"{stream} in {name}"

    def _part(self, name: str) -> Path:
        return self.path / f".{name}{PART}"

    def _cannot(self, problem: OSError) -> str:
        return (
            f"{self._title}: no file can be put into {self.path} ({problem.strerror or problem}). Nothing was sent; "
            "make room or give Passerelle the right to write there, then run again."
        )

    @cached_property
    def _hub(self) -> Hub:
        return open_hub(self._url)


def _now() -> datetime:
    return datetime.now(UTC)


def _sync(folder: Path) -> None:
    """Have the new name on the disk as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
