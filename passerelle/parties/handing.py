"""Handing over: what is changed in a record of the hub goes to the system whose word it is, under that system's rules.

Its integrations then find it changed there, and carry it on like anybody's edit. What no system holds stays in the hub.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from passerelle.errors import ConfigurationError, RecordRejected
from passerelle.http.client import Fence
from passerelle.hub import records
from passerelle.hub.database import Hub
from passerelle.hub.parties import Member
from passerelle.hub.records import Content, Stream
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.systems.base import Raw, System

Opened = Callable[[str, str], System]
"""Gives the client of a connection, ready for a stream."""


class Handing:
    """Writes to the systems that hold a party; `own` is the hub's own name among connections."""

    def __init__(self, own: str, hub: Hub, opened: Opened) -> None:
        self._own, self._hub, self._opened = own, hub, opened

    def hand_over(self, members: Sequence[Member], origins: Mapping[str, str], values: Content, fence: Fence) -> None:
        """Write each value to the record whose word it is: the one that says it today (`origins`), else the first of
        the `members` that may. Raises RecordRejected where nobody takes one, or somebody has edited it there meanwhile,
        and whatever the system itself raises."""
        by_member: dict[str, Content] = defaultdict(dict)
        for field, value in values.items():
            by_member[self._owner(field, members, origins.get(field))][field] = value
        for member in members:
            if member.record in by_member:
                self._write(member, by_member[member.record], fence)

    def keep(self, connection: str, stream: str, external_id: str, values: Content) -> None:
        """Keep under the hub's own name what a record holds, until somebody looks at it again; of a record of the hub
        itself, what no system holds."""
        at = Stream(self._own, connection, stream)
        with self._hub.write(self._own) as opened:
            held = records.snapshots(opened, at, [external_id]).get(external_id, {})
            records.save_snapshots(opened, at, {external_id: held | values}, self._own, datetime.now(UTC))

    def _owner(self, field: str, members: Sequence[Member], origin: str | None) -> str:
        for member in members:
            if origin in (None, member.record) and self._takes(member, field):
                return member.record
        whose = f"{origin}, whose word it is, takes" if origin else "none of the systems that hold it takes"
        raise RecordRejected(self._own, f"{whose} no {field.replace('_', ' ')}; change it there by hand")

    def _takes(self, member: Member, field: str) -> bool:
        stream = self._system(member).profile.streams[member.stream]
        return stream.calls.update is not None and field in stream.fields and stream.fields[field].write is True

    def _system(self, member: Member) -> System:
        try:
            return self._opened(member.connection, member.stream)
        except ConfigurationError as problem:
            raise RecordRejected(self._own, str(problem)) from None

    def _write(self, member: Member, values: Content, fence: Fence) -> None:
        """Read afresh before writing: what a colleague changed meanwhile must not be lost."""
        system = self._system(member)
        raw = system.read(member.stream, member.external_id)
        if raw is None:
            raise RecordRejected(self._own, f"{member.record} no longer exists")
        today = _content(system, member.stream, raw)
        edited = [name for name, value in values.items() if today.get(name) not in (member.content.get(name), value)]
        if edited:
            told = f"{', '.join(edited)} was edited in {system.profile.title} since it was last seen ({member.record})"
            raise RecordRejected(self._own, f"{told}; the next run looks again")
        same = all(today.get(name) == value for name, value in values.items())
        after = today if same else self._sent(system, member, raw, values, fence)
        told_back = {name: after.get(name) for name in values}
        self.keep(member.connection, member.stream, member.external_id, told_back)

    def _sent(self, system: System, member: Member, raw: Raw, values: Content, fence: Fence) -> Content:
        try:
            body = to_body(system.profile, member.stream, values, raw)
        except ValueError as problem:
            raise RecordRejected(self._own, str(problem)) from None
        whole = system.complete_body(member.stream, body, creating=False)
        return _content(system, member.stream, system.update(member.stream, member.external_id, whole, fence))


def _content(system: System, stream: str, raw: Raw) -> Content:
    frame = to_frame(system.profile, stream, [raw]).frame
    (row,) = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return {str(name): value for name, value in row.items()}
