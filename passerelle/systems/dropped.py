"""A drop folder: a system that is written to by import files alone, columns off its profile.

Nothing can be read there. What was sent is kept in the hub, whole, under our reference; that is all that is known of
the system, and enough not to send anything twice. The records of a chunk are one file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import Any, NoReturn

from passerelle.errors import ConfigurationError, RecordRejected
from passerelle.http import dig
from passerelle.http.client import Fence, open_fence
from passerelle.http.quota import Left
from passerelle.mapping.models import Choices, FileShape, Stream, SystemProfile
from passerelle.mapping.reader import to_frame
from passerelle.parts import ids_of
from passerelle.settings import Settings, connection_of, drop_folder_of
from passerelle.systems.base import CallCount, LookUp, Raw, ignore
from passerelle.systems.folder import Folder
from passerelle.systems.spreadsheet import sheet_of


class DropFolder:
    """A system by import files; ids are our references."""

    width = 1

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """Raises ConfigurationError where no folder is set."""
        self.account = account
        self.profile = profile
        self.calls = CallCount()
        self.left_out: Counter[str] = Counter()
        self.settle_s = connection_of(profile, account, settings).settle_s
        self.folder = Folder(drop_folder_of(account), account, profile.title, settings.hub_url, self.settle_s)
        self._waiting: dict[str, dict[str, Raw]] = {}
        self._adding = Lock()

    def check(self, stream: str) -> None:
        """The folder can be written to, and what earlier runs left there is settled."""
        self._shape(stream)
        self.folder.try_it()
        self._settle()

    def test(self) -> str:
        """The folder can be written to."""
        self.folder.try_it()
        return f"files are put into {self.folder.path}; {self.profile.title} is not asked for anything"

    def quotas(self, *, ask: bool = True) -> list[Left]:  # noqa: ARG002
        """Nobody counts files."""
        return []

    def known(self, stream: str) -> dict[str, list[str]]:
        """A folder tells no lists."""
        self._refuse(f"tell the lists of {stream}")

    def offer(self, stream: str, choices: Mapping[str, Sequence[str]], fence: Fence = open_fence) -> list[str]:  # noqa: ARG002
        """A folder offers nothing."""
        self._refuse(f"offer choices in {stream}")

    def define(self, stream: str, names: Sequence[str], fence: Fence = open_fence, *, dry: bool = False) -> list[str]:  # noqa: ARG002
        """A folder makes no fields."""
        self._refuse(f"make {', '.join(names)} for {stream}")

    def choices(self, listed: Choices) -> list[tuple[Any, str]] | None:  # noqa: ARG002
        """A folder can't be asked: what is answered is taken as it is."""
        return None

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Everything that was ever sent."""
        yield list(self.folder.sent(stream).values())

    def outlines(self, stream: str) -> Iterator[list[Raw]]:
        """What was sent is kept in full."""
        return self.pages(stream)

    def in_full(self, stream: str, raws: Iterable[Raw]) -> list[Raw]:  # noqa: ARG002
        """What was sent is kept in full."""
        return list(raws)

    def narrow(self, stream: str, columns: Collection[str]) -> None:
        """What was sent is kept in full."""

    def glance(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """What was sent under these references."""
        return self.look_up(stream, keys, seen)

    def place_of(self, stream: str, external_id: str) -> str:  # noqa: ARG002
        """A record is found by our reference."""
        return ""

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:  # noqa: ARG002
        """Nothing is heard of a folder: nothing is news."""
        yield from ()

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """What was sent under these references."""
        held = self.folder.sent(stream)
        seen(len(keys))
        wanted = list(dict.fromkeys(keys))
        return LookUp({key: held[key] for key in wanted if key in held}, [key for key in wanted if key not in held])

    def read(self, stream: str, external_id: str) -> Raw | None:
        """What was sent under a reference."""
        return self.folder.sent(stream).get(external_id)

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:  # noqa: ARG002
        """What was sent with these values; files of a run that died are settled first."""
        self._settle()
        found: dict[str, list[Raw]] = {value: [] for value in values}
        raws = list(self.folder.sent(stream).values())
        for raw, value in zip(raws, to_frame(self.profile, stream, raws).frame[column], strict=True):
            if value in found:
                found[value].append(raw)
        return found

    def find_any(self, stream: str, wanted: Mapping[str, Sequence[str]], known: int = 0) -> list[Raw]:  # noqa: ARG002
        """What was sent with any of these values."""
        found = [
            raw
            for column, values in wanted.items()
            for raws in self.find(stream, column, values).values()
            for raw in raws
        ]
        return list({str(raw["id"]): raw for raw in found}.values())

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """What was sent for these third parties."""
        name = next(name for name, map_ in self._stream(stream).fields.items() if map_.refers)
        path = self._stream(stream).fields[name].path or ""
        sent = self.folder.sent(stream)
        return sorted(id_ for id_, raw in sent.items() if not set(ids_of(dig(raw, path))).isdisjoint(ids))

    def nested(self, stream: str, raws: Any) -> list[Raw]:  # noqa: ARG002
        """No stream stands inside another."""
        self._refuse(f"nest {stream}")

    def search(self, stream: str, text: str, language: str, narrowed: Mapping[str, str] | None = None) -> list[Raw]:  # noqa: ARG002
        """A folder can't be searched."""
        self._refuse(f"search {stream} for {text}")

    def refusal(self, stream: str, content: Mapping[str, str | None]) -> str:  # noqa: ARG002
        """A folder answers nothing."""
        return ""

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Have a record in the next file."""
        return self._add(stream, nested(body), fence)

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Have a record in the next file again; the system knows it by our reference."""
        before = self.read(stream, external_id)
        if before is None:
            raise RecordRejected(self.account, f"{external_id} was not sent by file, so that no file can change it")
        return self._add(stream, before | nested(body), fence)

    def delete(self, stream: str, external_id: str, fence: Fence = open_fence) -> None:  # noqa: ARG002
        """No file deletes anything."""
        raise RecordRejected(
            self.account, f"{self.profile.title} takes no deletions by file; delete {external_id} there"
        )

    def flush(self) -> None:
        """Put what was added into the folder, a file for each stream. Raises SystemFailure; then nothing was sent."""
        for stream, records in self._waiting.items():
            try:
                shape = self._shape(stream)
                self.folder.put(stream, shape.name, sheet_of(shape, list(records.values())), records)
            finally:
                self._waiting = {}

    def complete_body(self, stream: str, body: Raw, creating: bool) -> Raw:  # noqa: ARG002
        """Nothing beside mapped fields."""
        return body

    def page_of(self, stream: str, external_id: str) -> str:  # noqa: ARG002
        """What was only sent has no page."""
        return ""

    def close(self) -> None:
        """Give the hub's connections back."""
        self.folder.close()

    def _add(self, stream: str, record: Raw, fence: Fence) -> Raw:
        reference = dig(record, self._reference(stream))
        if not reference:
            raise RecordRejected(self.account, "has no reference of ours, without which it would be created again")
        fence()
        self.calls.writes += 1
        stored = record | {"id": str(reference)}
        with self._adding:
            self._waiting.setdefault(stream, {})[str(reference)] = stored
        return stored

    def _stream(self, stream: str) -> Stream:
        return self.profile.streams[stream]

    def _shape(self, stream: str) -> FileShape:
        shape = self._stream(stream).file
        if shape is None:
            raise ConfigurationError(f"{self.profile.title}: no import file is known for {self._stream(stream).title}.")
        return shape

    def _reference(self, stream: str) -> str:
        known = self._stream(stream)
        return known.fields[known.reference or "partner"].path or ""

    def _settle(self) -> None:
        self.folder.settle(list(self.profile.streams))

    def _refuse(self, what: str) -> NoReturn:
        raise ConfigurationError(f"{self.profile.title} is written to by file, which offers no way to {what}.")


def nested(body: Mapping[str, Any]) -> Raw:
    """A body in which dotted attributes (`classifications.Origine`) stand inside one another."""
    whole: Raw = {}
    for name, value in body.items():
        *above, last = name.split(".")
        holder = whole
        for step in above:
            holder = holder.setdefault(step, {})
        holder[last] = dict(value) if isinstance(value, dict) else value
    return whole
