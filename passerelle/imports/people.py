"""People: one person who stands in several sheets, so that nobody is imported twice.

In the sheets of two sites of a company somebody has two ids, with everything else the same. Who works for two companies
has an id in each: there the name together with the mail, else with the telephone, says that it is one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from passerelle.engine.batch import contents
from passerelle.engine.facts import Facts
from passerelle.engine.identities import SPEAK_AGAINST, identified
from passerelle.hub import bindings, records
from passerelle.hub.database import Hub
from passerelle.hub.records import Content
from passerelle.hub.schema import FOUND_BY
from passerelle.mapping.reader import to_frame
from passerelle.systems.base import Raw
from passerelle.systems.corporama import CONTACT, Client

IDENTITIES = ("name_and_email", "name_and_phone")
"""What tells a person in the sheets of several companies, strongest first."""


@dataclass(frozen=True)
class People:
    """The persons of an order by id, and by the id that isn't used (`same`) the one that is. `also`: for which other
    companies of the order a person works, by id their SIREN."""

    found: dict[str, Raw] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)


def people_of(client: Client, raws: Iterable[Raw], facts: Facts, hub: Hub) -> People:
    """Every person of these sheets once, by the id they were imported under, else by the first of them."""
    people, same = _in_one_company(raws)
    rows = _identified(facts, people.values())
    place = (facts.integration.source.account, CONTACT)
    marks = [(name, row[name] or "") for row in rows.values() for name in IDENTITIES if row.get(name)]
    with hub.read() as connection:
        before = {
            row.external_id
            for name in IDENTITIES
            for row in records.holders(connection, *place, FOUND_BY + name, [one for by, one in marks if by == name])
        }
        bound = bindings.bound(connection, place, rows.keys() | before)
    earlier = client.look_up(CONTACT, sorted(before - rows.keys())).found
    rows |= _identified(facts, earlier.values())
    staying = sorted(earlier.keys() | (bound.keys() & people.keys()), key=lambda id_: (id_ not in bound, _number(id_)))
    joined = _joined(list(dict.fromkeys([*staying, *people])), set(staying), rows)
    also: dict[str, tuple[str, ...]] = {}
    for id_, to in joined.items():
        also[to] = tuple(dict.fromkeys([*also.get(to, ()), id_.split("/")[0]]))
    found = {to: (earlier | people)[to] for to in (joined.get(id_, id_) for id_ in people)}
    return People(found, joined | {id_: joined.get(to, to) for id_, to in same.items()}, also)


def _in_one_company(raws: Iterable[Raw]) -> tuple[dict[str, Raw], dict[str, str]]:
    """Contacts by id, each person of a company once: who stands in the sheets of two sites with one name and the same
    telephone and mail has two ids. Then by the id that isn't used the one that is."""
    first: dict[tuple[str, ...], str] = {}
    people: dict[str, Raw] = {}
    same: dict[str, str] = {}
    for one in sorted(raws, key=lambda raw: int(raw["id"])):
        id_ = str(one["key"])
        who = tuple(str(one.get(name)) for name in ("organisation", "nom", "prenom", "telephone", "mail"))
        used = first.setdefault(who, id_)
        if used == id_:
            people[id_] = one
        else:
            same[id_] = used
    return people, same


def _joined(ids: list[str], stay: set[str], rows: Mapping[str, Content]) -> dict[str, str]:
    """By the id of somebody who has been met before, at another company, the id they have there. Who stands in the hub
    (`stay`) keeps an id of their own."""
    holding: dict[tuple[str, str], list[str]] = {}
    joined: dict[str, str] = {}
    for id_ in ids:
        marks = [(name, rows[id_][name] or "") for name in IDENTITIES if rows[id_].get(name)]
        likely = [one for mark in marks for one in holding.get(mark, ()) if _may_be(rows[one], rows[id_])]
        elsewhere = [one for one in likely if one.split("/")[0] != id_.split("/")[0]]
        if elsewhere and id_ not in stay:
            joined[id_] = elsewhere[0]
            continue
        for mark in marks:
            holding.setdefault(mark, []).append(id_)
    return joined


def _may_be(one: Content, other: Content) -> bool:
    """Whether nothing speaks against two being one: another mail does."""
    return all(one.get(name) in (None, other.get(name)) or not other.get(name) for name in SPEAK_AGAINST[CONTACT])


def _identified(facts: Facts, raws: Iterable[Raw]) -> dict[str, Content]:
    frame = to_frame(facts.profiles[0], CONTACT, list(raws)).frame
    return contents(identified(CONTACT, frame))


def _number(id_: str) -> int:
    return int(id_.split("/")[1])
