"""Searches, and the index they are answered from, which lags behind (facts ``fd.search…``)."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.freshdesk.fields import SEARCHED, custom
from passerelle.sandbox.freshdesk.filters import STATES
from passerelle.sandbox.freshdesk.incoming import Call
from passerelle.sandbox.freshdesk.kinds import CONTACT, KINDS, Kind
from passerelle.sandbox.freshdesk.lookup import companies_of
from passerelle.sandbox.freshdesk.paging import in_range
from passerelle.sandbox.freshdesk.querying import Searched, Unreadable, Values, read
from passerelle.sandbox.freshdesk.refusing import fault, invalid
from passerelle.sandbox.freshdesk.showing import rows
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.inside import last_shown
from passerelle.sandbox.store import Change
from passerelle.sandbox.system import Record, World

ROWS, PAGES = 30, 10
TYPES = {"custom_number": "number", "custom_checkbox": "flag"}
CONTACT_TEXTS = ("twitter_id", "email", "phone", "mobile", "language", "time_zone")
MOMENTS = ("created_at", "updated_at")


class Index:
    """What searches know of the records: for some minutes what each was before it was written."""

    def __init__(self, world: World) -> None:
        """Everything there is was known long ago."""
        self._world = world
        self._before: dict[tuple[str, str], list[tuple[float, Record | None]]] = {}
        world.store.watch(self._note)

    def known(self, kind: Kind) -> list[Record]:
        """The records of a kind as searches see them; what is removed is not found (``fd.search``)."""
        held = ((record, self._seen(kind, key, record)) for key, record in self._world.store[kind.stream])
        return [seen for record, seen in held if seen is not None and _is_there(record)]

    def forget(self) -> None:
        """Know everything as it is now."""
        self._before.clear()

    def _seen(self, kind: Kind, key: str, record: Record) -> Record | None:
        changes = self._before.get((kind.stream, key))
        if changes is None:
            return record
        lag, now = switches(self._world).search_lag * 60, self._world.clock.seconds()
        late = [(at, before) for at, before in changes if at + lag > now]
        if not late:
            del self._before[kind.stream, key]
            return record
        self._before[kind.stream, key] = late
        return late[0][1]

    def _note(self, change: Change) -> None:
        if change.after is not None and change.stream in {kind.stream for kind in KINDS}:
            changes = self._before.setdefault((change.stream, change.key), [])
            changes.append((self._world.clock.seconds(), change.before))


@dataclass(frozen=True, eq=False)
class Search:
    """The search for one kind of record."""

    kind: Kind
    index: Index

    async def __call__(self, call: Call) -> Response:
        """One page of what a query finds."""
        asked = call.asked("query", "page")
        page = in_range("page", asked.get("page", "1"), PAGES)
        try:
            fits = read(asked.get("query", ""), searched(call.world, self.kind))
        except Unreadable as error:
            raise invalid(fault("query", str(error))) from error
        last = last_shown(call.request, call.world.store[self.kind.stream])
        found = [one for one in self.index.known(self.kind) if fits(one) and one["id"] <= last]
        found.sort(key=lambda one: one["id"])
        results = rows(call.world, self.kind, found[(page - 1) * ROWS : page * ROWS])
        return json_answer({"total": len(found), "results": results})


def searched(world: World, kind: Kind) -> Mapping[str, Searched]:
    """By what records of a kind are searched (``fd.search.fields``)."""
    names = {name: Searched("moment", _attribute(name)) for name in MOMENTS}
    if kind is CONTACT:
        names |= {name: Searched("text", _attribute(name)) for name in CONTACT_TEXTS}
        names["active"] = Searched("flag", _attribute("active"))
        names["company_id"] = Searched("number", lambda one: list(companies_of(one)))
        names["tag"] = Searched("text", lambda one: list(one["tags"]))
    else:
        names["domain"] = Searched("text", lambda one: list(one["domains"]))
    for name, field in custom(world, kind).items():
        if field["type"] in SEARCHED and name not in names:
            names[name] = Searched(TYPES.get(field["type"], "text"), _custom(name))
    return names


def _attribute(name: str) -> Values:
    return lambda one: [] if one[name] is None else [one[name]]


def _custom(name: str) -> Values:
    return lambda one: [] if one["custom_fields"].get(name) is None else [one["custom_fields"][name]]


def _is_there(record: Record) -> bool:
    return "deleted" not in record or STATES[None](record)
