"""The hub as a system: what it knows of companies and people from all the systems that hold them, read without a call.

Its records are made, not kept: `passerelle.parties` puts them together from what integrations last saw, whenever it is
asked. A client looks who is who once, so that a run sees one state of it. What is written to one of them goes to the
system whose word it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from passerelle.errors import RecordRejected
from passerelle.http.client import Fence, open_fence
from passerelle.hub.bindings import Place
from passerelle.mapping.integration import Integration
from passerelle.mapping.loader import integration_names, load_integration, load_system
from passerelle.mapping.models import SystemProfile
from passerelle.parties.domains import public_domains
from passerelle.parties.handing import Handing
from passerelle.parties.known import Known, Where
from passerelle.parties.linking import Company, Moves, doubt_by_domain
from passerelle.parties.references import REFERS
from passerelle.parties.who import told_by
from passerelle.parts import ids_of
from passerelle.settings import Settings
from passerelle.systems.base import CallCount, LookUp, Raw, System, ignore
from passerelle.systems.kept import KeptSystem
from passerelle.systems.registry import open_system

PAGE = 1_000
"""Records put together at a time."""


class Client(KeptSystem):
    """The hub's parties, as a system that can be asked for everything."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """Opens nothing yet."""
        super().__init__(account, profile, settings)
        self._settings, self._root = settings, settings.root
        self._known: dict[str, Known] = {}
        self._systems: dict[str, System] = {}
        self._checked: set[tuple[str, str]] = set()

    def test(self) -> str:
        """How many companies and people the hub knows."""
        told = [f"{len(self._of(name).ids)} {stream.title}" for name, stream in self.profile.streams.items()]
        return ", ".join(told)

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every party, some at a time."""
        return self._pages(stream, self._of(stream).ids)

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Parties of which any system's record was seen changed since that moment, by the hub's own clock."""
        with self._hub.read() as connection:
            ids = self._of(stream).changed(connection, since)
        return self._pages(stream, ids)

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """Parties by id, by a number, or by a record of a system (`sellsy:thirdparty:company/6657`), all at once."""
        meant = self._of(stream).meant(list(dict.fromkeys(keys)))
        wanted = list(dict.fromkeys(meant.values()))
        raws = {str(raw["id"]): raw for page in self._pages(stream, wanted) for raw in page}
        seen(len(keys))
        found = {key: raws[id_] for key, id_ in meant.items()}
        return LookUp(found=found, missing=[key for key in dict.fromkeys(keys) if key not in found])

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:  # noqa: ARG002
        """Parties of which a system's record holds one of these values, where they are told apart by them."""
        known = self._of(stream)
        if column not in known.rows.columns:
            raise self._not_offered(f"look for {column}")
        holding = known.holding(column, values)
        found = self.look_up(stream, [id_ for ids in holding.values() for id_ in ids]).found
        return {value: [found[id_] for id_ in holding[value]] for value in values}

    def find_any(self, stream: str, wanted: Mapping[str, Sequence[str]], known: int = 0) -> list[Raw]:  # noqa: ARG002
        """Parties that hold any of these values, each once."""
        answers = [self.find(stream, column, values) for column, values in wanted.items()]
        return list({str(raw["id"]): raw for answer in answers for group in answer.values() for raw in group}.values())

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """The parties of a stream that refer to these, each once."""
        known = self._of(stream)
        named = known.others.meant(ids).values() if known.others else []
        with self._hub.read() as connection:
            return known.referring(connection, list(named))

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Hand each field over to the system whose word it is; what no system holds is kept in the hub."""
        known, keeps = self._of(stream), self.profile.streams[stream].merges
        assert keeps is not None
        with self._hub.read() as connection:
            raws, members = known.raws(connection, [external_id]), known.members(connection, external_id)
        own = {name: value for name, value in body.items() if name in keeps.keeps}
        handing = Handing(self.account, self._hub, self._opened, told_by(keeps.same_by))
        given = {name: value for name, value in body.items() if name not in own and name != REFERS}
        moves = self._moves(known, raws[0], body) if REFERS in body else Moves()
        with self._counting():
            handing.hand_over(members, raws[0]["origins"], given, fence, moves)
        if own:
            handing.keep(self.account, stream, external_id, own)
        return self.look_up(stream, [external_id]).found[external_id]

    def _moves(self, known: Known, raw: Raw, body: Raw) -> Moves:
        """Companies that come to a person or leave. Raises RecordRejected where one came by nothing but a domain."""
        before, after = (set(ids_of(one.get(REFERS))) for one in (raw, body))
        others = known.others
        assert others is not None
        with self._hub.read() as connection:
            told = {one["id"]: one for one in others.raws(connection, sorted(before ^ after))}
            moved = {id_: Company(one["name"], others.members(connection, id_)) for id_, one in told.items()}
        for id_ in sorted(after - before):
            email = body.get("email") or raw.get("email")
            doubt = doubt_by_domain(email, raw.get(REFERS), moved[id_].name, told[id_].get("domains"))
            if doubt:
                raise RecordRejected(self.account, doubt)
        comes, goes = ([moved[id_] for id_ in sorted(ids)] for ids in (after - before, before - after))
        return Moves(comes, goes, self._common)

    def close(self) -> None:
        """Give the hub's connections back, and those of the systems that were written to."""
        super().close()
        for system in self._systems.values():
            system.close()

    @contextmanager
    def _counting(self) -> Iterator[None]:
        """Calls that others make within are the hub's."""
        before = {name: replace(system.calls) for name, system in self._systems.items()}
        try:
            yield
        finally:
            for name, system in self._systems.items():
                was = before.get(name, CallCount())
                self.calls.reads += system.calls.reads - was.reads
                self.calls.writes += system.calls.writes - was.writes

    def _opened(self, account: str, stream: str) -> System:
        """The client of a system that holds parties."""
        if account not in self._systems:
            profile = load_system(self._root, self._ends.get(account, account))
            self._systems[account] = open_system(account, profile, self._settings)
        if (account, stream) not in self._checked:
            self._systems[account].check(stream)
            self._checked.add((account, stream))
        return self._systems[account]

    def _pages(self, stream: str, ids: Sequence[str]) -> Iterator[list[Raw]]:
        known = self._of(stream)
        for start in range(0, len(ids), PAGE):
            with self._hub.read() as connection:
                raws = known.raws(connection, ids[start : start + PAGE])
            yield raws

    def _of(self, stream: str) -> Known:
        """The parties of a stream, found out once."""
        if stream not in self._known:
            profile = self.profile.streams[stream]
            refers = next((map_.refers.stream for map_ in profile.fields.values() if map_.refers), None)
            others = self._of(refers) if refers else None
            where = Where(profile, (self.account, stream), self._common, self._public)
            with self._hub.read() as connection:
                self._known[stream] = Known(connection, where, others)
        return self._known[stream]

    @cached_property
    def _public(self) -> frozenset[str]:
        return public_domains(self._root)

    @cached_property
    def _integrations(self) -> list[Integration]:
        return [load_integration(self._root, name) for name in integration_names(self._root)]

    @cached_property
    def _common(self) -> dict[str, Place]:
        """By integration that follows another, whose ids stand in what it remembers of references."""
        sources = {one.integration: one.source for one in self._integrations}
        followed = {one.integration: sources[one.follows] for one in self._integrations if one.follows}
        return {name: (end.account, end.stream) for name, end in followed.items()}

    @cached_property
    def _ends(self) -> dict[str, str]:
        """The system of each connection."""
        return {end.account: end.system for one in self._integrations for end in (one.source, one.target)}
