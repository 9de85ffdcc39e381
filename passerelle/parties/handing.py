"""Handing over: what is changed in a record of the hub goes to the system whose word it is, under that system's rules.

Its integrations then find it changed there, and carry it on like anybody's edit. What no system holds stays in the hub.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from passerelle.errors import ConfigurationError, RecordRejected
from passerelle.http.client import Fence
from passerelle.hub import records
from passerelle.hub.database import Hub
from passerelle.hub.parties import Member
from passerelle.hub.records import Content, Stream
from passerelle.mapping.models import Stream as StreamProfile
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.parties.linking import Links, Moves, links_of
from passerelle.parties.references import REFERS
from passerelle.parties.spelling import spelt
from passerelle.parts import parts_of, text_of
from passerelle.systems.base import Raw, System

Opened = Callable[[str, str], System]
"""Gives the client of a connection, ready for a stream."""
NOBODY_MOVES = Moves()


@dataclass(frozen=True)
class Order:
    """What one record is to hold: its record as just read, fields, and the links that come and go."""

    member: Member
    system: System
    raw: Raw
    values: Content
    links: Links | None = None


class Handing:
    """Writes to the systems that hold a party; `own` is the hub's own name among connections. Records that are one by
    the fields `together` stay one: these are written to all of them that no integration has bound to each other."""

    def __init__(self, own: str, hub: Hub, opened: Opened, together: Collection[str] = ()) -> None:
        self._own, self._hub, self._opened, self._together = own, hub, opened, together

    def hand_over(
        self,
        members: Sequence[Member],
        origins: Mapping[str, str],
        values: Content,
        fence: Fence,
        moves: Moves = NOBODY_MOVES,
    ) -> None:
        """Write each value to the record whose word it is: the one that says it today (`origins`), else the first of
        the `members` that may; and companies that come or leave to one that knows both ends. Raises RecordRejected,
        before anything is written, where nobody takes one or somebody has edited it there meanwhile, and whatever the
        systems themselves raise."""
        wanted: dict[str, Content] = {member.record: {} for member in members}
        for name, value in values.items():
            for record in self._owners(name, members, origins.get(name)):
                wanted[record][name] = value
        linked = links_of(moves, members, self._linking, self._own)
        orders = [
            self._order(member, wanted[member.record], linked.get(member.record))
            for member in members
            if wanted[member.record] or member.record in linked
        ]
        for order in orders:
            self._write(order, fence)

    def keep(self, connection: str, stream: str, external_id: str, values: Content) -> None:
        """Keep under the hub's own name what a record holds, until somebody looks at it again; of a record of the hub
        itself, what no system holds."""
        at = Stream(self._own, connection, stream)
        with self._hub.write(self._own) as opened:
            held = records.snapshots(opened, at, [external_id]).get(external_id, {})
            records.save_snapshots(opened, at, {external_id: held | values}, self._own, datetime.now(UTC))

    def _owners(self, name: str, members: Sequence[Member], origin: str | None) -> list[str]:
        """The record whose word a field is; of one by which records are one, also one of each not bound to it."""
        own = self._owner(name, members, origin)
        if name not in self._together:
            return [own]
        met = next(member.hub_id for member in members if member.record == own)
        others = dict.fromkeys(member.hub_id for member in members if member.hub_id != met)
        return [own, *(self._owner(name, [one for one in members if one.hub_id == id_], None) for id_ in others)]

    def _owner(self, name: str, members: Sequence[Member], origin: str | None) -> str:
        for member in members:
            if origin in (None, member.record) and self._takes(member, name):
                return member.record
        holding = ", ".join(member.record for member in members)
        whose = (
            f"{origin}, whose word it is, takes" if origin else f"none of the systems that hold it ({holding}) takes"
        )
        raise RecordRejected(self._own, f"{whose} no {name.replace('_', ' ')}; change it there by hand")

    def _takes(self, member: Member, name: str) -> bool:
        stream = self._system(member).profile.streams[member.stream]
        return stream.calls.update is not None and name in stream.fields and stream.fields[name].write is True

    def _linking(self, member: Member) -> StreamProfile | None:
        """The stream of a record whose links may be written."""
        return self._system(member).profile.streams[member.stream] if self._takes(member, REFERS) else None

    def _system(self, member: Member) -> System:
        try:
            return self._opened(member.connection, member.stream)
        except ConfigurationError as problem:
            raise RecordRejected(self._own, str(problem)) from None

    def _order(self, member: Member, wanted: Content, links: Links | None) -> Order:
        """Read afresh before writing: what a colleague changed meanwhile must not be lost."""
        system = self._system(member)
        values = spelt(system.profile.streams[member.stream], member.content, wanted)
        raw = system.read(member.stream, member.external_id)
        if raw is None:
            raise RecordRejected(self._own, f"{member.record} no longer exists")
        today = _content(system, member.stream, raw)
        edited = [name for name, value in values.items() if today.get(name) not in (member.content.get(name), value)]
        if edited:
            told = f"{', '.join(edited)} was edited in {system.profile.title} since it was last seen ({member.record})"
            raise RecordRejected(self._own, f"{told}; the next run looks again")
        return Order(member, system, raw, values, links)

    def _write(self, order: Order, fence: Fence) -> None:
        """Send what differs, and keep what was answered: of links what they are by the ids that snapshots have."""
        member, today = order.member, _content(order.system, order.member.stream, order.raw)
        wanted: Content = dict(order.values)
        if order.links:
            wanted[REFERS] = order.links.applied(today.get(REFERS))
        same = all(_same(name, today.get(name), value) for name, value in wanted.items())
        after = today if same else self._sent(order.system, member, order.raw, wanted, fence)
        told_back = {name: after.get(name) for name in order.values}
        if order.links:
            told_back[REFERS] = order.links.remembered(member.content.get(REFERS))
        self.keep(member.connection, member.stream, member.external_id, told_back)

    def _sent(self, system: System, member: Member, raw: Raw, values: Content, fence: Fence) -> Content:
        try:
            body = to_body(system.profile, member.stream, values, raw)
        except ValueError as problem:
            raise RecordRejected(self._own, str(problem)) from None
        whole = system.complete_body(member.stream, body, creating=False)
        return _content(system, member.stream, system.update(member.stream, member.external_id, whole, fence))


def _same(name: str, held: str | None, wanted: str | None) -> bool:
    return text_of(parts_of(held)) == wanted if name == REFERS else held == wanted


def _content(system: System, stream: str, raw: Raw) -> Content:
    frame = to_frame(system.profile, stream, [raw]).frame
    (row,) = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return {str(name): value for name, value in row.items()}
