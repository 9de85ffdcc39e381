"""Linking: companies that come to a person of the hub, or leave, told to a system that knows both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from passerelle.errors import RecordRejected
from passerelle.hub.bindings import Place
from passerelle.hub.parties import Member
from passerelle.mapping.models import Stream
from passerelle.parties.domains import domains_of
from passerelle.parties.references import REFERS
from passerelle.parts import ids_of, parts_of, text_of

Ids = dict[str, str]
"""By a company's own id in a system, the id by which an integration remembers it."""


@dataclass(frozen=True)
class Company:
    """A company of the hub that a person is linked to or no longer is: its name, and the records it is made of."""

    name: str
    members: Sequence[Member]

    def id_at(self, place: Place | None) -> str | None:
        """Its id at a place."""
        found = (one.external_id for one in self.members if (one.connection, one.stream) == place)
        return next(found, None)


@dataclass(frozen=True)
class Moves:
    """Companies that come to a person and that leave. `common`: by integration, the place whose ids stand in what it
    remembers."""

    comes: Sequence[Company] = ()
    goes: Sequence[Company] = ()
    common: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Links:
    """What becomes of the links of one record."""

    comes: Ids = field(default_factory=dict)
    goes: Ids = field(default_factory=dict)

    def applied(self, text: str | None) -> str | None:
        """The links a system tells, in its own ids, as they are to be."""
        return _changed(text, self.comes.keys(), self.goes.keys())

    def remembered(self, text: str | None) -> str | None:
        """The same of what is remembered."""
        return _changed(text, self.comes.values(), self.goes.values())


def links_of(
    moves: Moves, members: Sequence[Member], taken: Callable[[Member], Stream | None], own: str
) -> dict[str, Links]:
    """What becomes of the links of each record that is to be written: a company comes to the first record whose system
    holds it, and leaves wherever it stands. `taken` gives the stream of a record whose links may be written. Raises
    RecordRejected, for the connection `own`, where no system can do it."""
    found: dict[str, Links] = {}
    streams = {member.record: taken(member) for member in members}
    for company in moves.comes:
        able = ((one, ids) for one in members if (ids := _ids(moves, company, one, streams[one.record])))
        taker, ids = next(able, (None, {}))
        if taker is None:
            told = f"no system that holds it and takes links holds {company.name} as well"
            raise RecordRejected(own, f"{told}; link them by hand where they belong together, or unlink them again")
        found.setdefault(taker.record, Links()).comes.update(ids)
    for company in moves.goes:
        for hub_id in dict.fromkeys(member.hub_id for member in members):
            holding = [one for one in members if one.hub_id == hub_id and _holds(moves, company, one)]
            able = ((one, ids) for one in holding if (ids := _ids(moves, company, one, streams[one.record])))
            taker, ids = next(able, (None, {}))
            if taker is not None:
                found.setdefault(taker.record, Links()).goes.update(ids)
            elif holding:
                told = f"{holding[0].record} keeps its link to {company.name} for good"
                raise RecordRejected(own, f"{told}; change it there by hand, or link them again")
    return found


def doubt_by_domain(email: str | None, had: str | None, company: str, domains: str | None) -> str:
    """Why a person's first company may be a guess: it is the one whose domain the e-mail address has, to which a portal
    attaches people by itself. Empty where it isn't."""
    if had or not set(domains_of([email], frozenset())) & set(ids_of(domains)):
        return ""
    told = f"its first company, {company}, is the one its e-mail address has the domain of: it may have been attached"
    return f"{told} to it by that alone; if they belong together, link them in the system that holds both"


def _ids(moves: Moves, company: Company, member: Member, stream: Stream | None) -> Ids:
    """A company's ids where this record can be linked to it; none where it can't."""
    refers = stream.fields[REFERS].refers if stream else None
    if refers is None:
        return {}
    id_, kept = company.id_at((member.connection, refers.stream)), company.id_at(moves.common.get(member.integration))
    return {id_: kept} if id_ and kept and id_.startswith(refers.only) else {}


def _holds(moves: Moves, company: Company, member: Member) -> bool:
    kept = company.id_at(moves.common.get(member.integration))
    return kept is not None and kept in ids_of(member.content.get(REFERS))


def _changed(text: str | None, comes: Iterable[str], goes: Iterable[str]) -> str | None:
    gone = set(goes)
    held = {part for part in parts_of(text) if part[0] not in gone}
    return text_of(held | {(id_, "") for id_ in comes})
