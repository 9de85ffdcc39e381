"""A system as its profile describes it: enough for any system that lists, reads, creates and updates over JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import quote

from passerelle.errors import ConfigurationError, RecordRejected, SystemFailure, UnclearAnswer, UnreadableAnswer
from passerelle.http import HttpClient, dig, walk
from passerelle.http.client import Fence, open_fence
from passerelle.http.quota import Left, lefts, whole_of
from passerelle.mapping.models import Choices, Stream, SystemProfile
from passerelle.mapping.reader import to_frame
from passerelle.settings import Settings, connection_of, credentials_of, token_url_of
from passerelle.systems.base import CallCount, LookUp, Raw, ignore
from passerelle.systems.nested import find_nested, held_by, own_part, parent_of, placed, read_nested
from passerelle.systems.parallel import in_parallel
from passerelle.systems.plain import PlainSystem
from passerelle.systems.webpages import address_of

T = TypeVar("T")


class RestSystem(PlainSystem):
    """The protocol of `passerelle.systems.base`, off the profile.

    A system that differs overrides what differs: `prepare`, `key_in_path`, `find`, `complete_body`.
    """

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """Raises ConfigurationError when credentials or settings are missing or wrong; makes no call."""
        self.account = account
        self.profile = profile
        self.calls = CallCount()
        self.left_out: Counter[str] = Counter()
        self.connection = connection_of(profile, account, settings)
        self.settle_s = self.connection.settle_s
        self.width = self.connection.parallel_reads
        self._counting = Lock()
        self.http = HttpClient(
            profile.title,
            account,
            self.connection,
            credentials_of(profile, account, settings.on_behalf.get(account, "")),
            token_url_of(account, self.connection),
            self._count,
            settings.time_scale,
        )

    def test(self) -> str:
        """Make the profile's harmless call; a sentence when the connection works."""
        self.http.read(self.connection.test, "test the connection")
        return self.works()

    def quotas(self, *, ask: bool = True) -> list[Left]:
        """What is left of the calls, by the headers of the last answer; the whole by a call of its own."""
        quota, left = self.connection.quota, dict(self.http.meter.left)
        if quota is None or not left:
            return []
        try:
            # With nothing left the call would be waited for in vain.
            asked = ask and min(left.values()) > 0
            whole = whole_of(quota, self.http.read(quota.path, "read the quotas")) if asked else {}
        except SystemFailure:
            whole = {}
        return lefts(self.account, self.profile.title, quota, left, whole)

    def works(self) -> str:
        """What is said of a connection that works."""
        return f"reachable and allowed ({self.connection.base_url})"

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every record of a stream, inactive ones too, page by page."""
        known = self._stream(stream)
        path = self._path(known, known.calls.list_, "list")
        return self.listed(stream, path, known.calls.list_params)

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Records changed since that moment, with the list's own parameter."""
        known = self._stream(stream)
        path = self._path(known, known.calls.list_ if known.calls.since else None, "list the news of")
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self.listed(stream, path, {**known.calls.list_params, known.calls.since or "": moment})

    def listed(self, stream: str, path: str, params: dict[str, str]) -> Iterator[list[Raw]]:
        """The prepared records of any call that answers in the stream's paged shape."""
        known = self._stream(stream)
        for rows in walk(self.http, path, params, known.paging, f"list {known.title}"):
            yield [self.prepare(stream, row) for row in rows]

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """Ask one call per key, several at once. A key the system refuses to look for is in `refused` with its words;
        any other failure ends the look-up at once."""

        def ask(key: str) -> Raw | str | None:
            try:
                return self.read(stream, key)
            except RecordRejected as refusal:
                return str(refusal)

        answers = self.ask_all(ask, keys, seen)
        return LookUp(
            found={key: answer for key, answer in answers.items() if isinstance(answer, dict)},
            missing=[key for key, answer in answers.items() if answer is None],
            refused={key: answer for key, answer in answers.items() if isinstance(answer, str)},
        )

    def ask_all(self, ask: Callable[[str], T], keys: Iterable[str], seen: Callable[[int], None]) -> dict[str, T]:
        """One answer per distinct key, in their order, as many at once as the connection allows."""
        return in_parallel(ask, keys, self.width, seen)

    def nested(self, stream: str, raws: Iterable[Raw]) -> list[Raw]:
        """The records of a nested stream that stand inside these records of its outer stream."""
        within = self._stream(stream).within
        assert within is not None  # asked of nested streams only
        items = held_by(self._stream(within.stream), within, raws)
        return [self.prepare(stream, item) for item in items]

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One record by the system's own id, or None when it doesn't exist."""
        known = self._stream(stream)
        if known.within is not None:
            return read_nested(self, stream, known.within, external_id)
        path = self._path(known, known.calls.read, "read", self.key_in_path(stream, external_id))
        doing = f"read {known.title} {external_id}"
        answer = self.http.read_if_there(path, doing)
        return None if answer is None else self._record(stream, answer.data, doing, UnreadableAnswer)

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:  # noqa: ARG002
        """Records by canonical value; every value asked for is a key. Walks the whole list: certain either way."""
        within = self._stream(stream).within
        if within is not None:
            return find_nested(self, stream, within, values)
        found: dict[str, list[Raw]] = {value: [] for value in values}
        met: set[str] = set()
        for page in self.pages(stream) if found else ():
            for external_id, (value, raw) in self.valued(stream, column, page).items():
                if value in found and external_id not in met:
                    met.add(external_id)
                    found[value].append(raw)
        return found

    def find_any(self, stream: str, wanted: Mapping[str, Sequence[str]], known: int = 0) -> list[Raw]:  # noqa: ARG002
        """Records of which any of these canonical columns has one of its values, each once: the whole list, once."""
        sought = {column: set(values) for column, values in wanted.items()}
        found: dict[str, Raw] = {}
        for page in self.pages(stream) if sought else ():
            frame = to_frame(self.profile, stream, page).frame
            hits = {str(id_) for column, values in sought.items() for id_ in frame.index[frame[column].isin(values)]}
            id_path = self._stream(stream).id_path
            found |= {key: raw for raw in page if (key := str(dig(raw, id_path))) in hits}
        return list(found.values())

    def search(self, stream: str, text: str, language: str, narrowed: Mapping[str, str] | None = None) -> list[Raw]:
        """What the system's own search finds, best first, named in a language; by anything else nobody can search."""
        known = self._stream(stream)
        if narrowed:
            raise ConfigurationError(f"{self.profile.title} cannot be searched by {', '.join(narrowed)}.")
        template = self._path(known, known.calls.search, "search")
        doing = f"search {known.title}"
        path = template.replace("{text}", quote(text, safe="")).replace("{language}", language)
        return [self._record(stream, row, doing, UnreadableAnswer) for row in self._rows(path, doing)]

    def choices(self, listed: Choices) -> list[tuple[Any, str]] | None:
        """What can be chosen, as the system lists it: the id as it is sent, and the name."""
        rows = self._rows(listed.path, f"list {listed.path}")
        return [(dig(row, listed.id_path), str(dig(row, listed.name_path))) for row in rows]

    def _rows(self, path: str, doing: str) -> list[Any]:
        """The rows of an answer that is a bare array."""
        rows = self.http.read(path, doing).data
        if not isinstance(rows, list):
            raise self.http.speaker.odd_answer(UnreadableAnswer, doing, "it is no list")
        return rows

    def valued(self, stream: str, column: str, raws: Sequence[Raw]) -> dict[str, tuple[str | None, Raw]]:
        """By external id, each record's canonical value in a column, and the record."""
        values = to_frame(self.profile, stream, raws).frame[column].to_dict()
        id_path = self._stream(stream).id_path
        records = {str(dig(raw, id_path)): raw for raw in raws}
        return {external_id: (values[external_id], raw) for external_id, raw in records.items()}

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record and return it as stored. Never repeated by itself once it may have been received."""
        known = self._stream(stream)
        doing = f"create a record in {known.title}"
        sent = {name: value for name, value in body.items() if not (known.within and name == "parent")}
        parent = str(body.get("parent", ""))
        path = self._path(known, known.calls.create, "create").replace("{parent}", quote(parent, safe=""))
        answer = self.http.create(path, sent, doing, fence)
        return self._record(stream, answer.data, doing, UnclearAnswer, parent)

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record and return it as stored; a system that answers nothing to it is asked for the record."""
        known = self._stream(stream)
        doing = f"update {known.title} {external_id}"
        parent, path = self._place(stream, known.calls.update, "update", external_id)
        answer = self.http.update(path, body, doing, fence)
        stored = self.read(stream, external_id) if answer.data is None else answer.data
        return self._record(stream, stored, doing, UnclearAnswer, parent)

    def delete(self, stream: str, external_id: str, fence: Fence = open_fence) -> None:
        """Delete a record that a run of ours has created; asked for by nothing but a revert."""
        known = self._stream(stream)
        _, path = self._place(stream, known.calls.delete, "delete", external_id)
        self.http.delete(path, f"delete {known.title} {external_id}", fence)

    def page_of(self, stream: str, external_id: str) -> str:
        """Address of the page on which a person sees the record; empty when there is none."""
        self._stream(stream)
        return address_of(self.profile, self.account, stream, self.key_in_path(stream, external_id))

    def close(self) -> None:
        """Close connections."""
        self.http.close()

    def _count(self, method: str) -> None:
        with self._counting:
            if method == "GET":
                self.calls.reads += 1
            else:
                self.calls.writes += 1

    def _path(self, stream: Stream, template: str | None, what: str, key: str = "") -> str:
        if template is None:
            raise ConfigurationError(
                f"{self.profile.title} offers no call to {what} {stream.title}; an integration may not ask for it."
            )
        placed = quote(key, safe="")
        return template.replace("{id}", placed).replace("{key}", placed)

    def _place(self, stream: str, template: str | None, what: str, external_id: str) -> tuple[str, str]:
        """The record that holds a nested one (else nothing), and the path of the one itself."""
        known = self._stream(stream)
        parent = parent_of(external_id) if known.within else ""
        own = own_part(external_id) if known.within else external_id
        path = self._path(known, template, what, self.key_in_path(stream, own))
        return parent, path.replace("{parent}", quote(parent, safe=""))

    def _record(self, stream: str, data: object, doing: str, otherwise: type[SystemFailure], parent: str = "") -> Raw:
        id_path, within = self._stream(stream).id_path, self._stream(stream).within
        record = self.prepare(stream, data) if isinstance(data, dict) and not within else data
        if not isinstance(record, dict) or dig(record, id_path) is None:
            raise self.http.speaker.odd_answer(otherwise, doing, f"it holds no record with {id_path}")
        return self.prepare(stream, placed(within, record, parent)) if within else record
