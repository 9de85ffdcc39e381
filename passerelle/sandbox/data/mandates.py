"""The links of made-up companies to persons and to each other (fact ``otb.company.mandates``), with some mess.

Every legal person has one to three directors in office until it stops. Shares, of all companies, each met exactly
(rounded) and, from fifty companies on, never missing:

- led by a person who leads another company already 10 %; led by somebody with the name of another person 1 %;
- a director whose mandate was renewed, so that one ends on the day the next begins 3 %; a former director 15 %;
- a contact 40 % (three in four of them a director); shareholders 50 %, among them 5 % whose percentages are not known.

Who owns whom: see ``ownership``. Both companies name each other, with the same days; a subsidiary with shareholders
names its parent among them, with more than half of the shares.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from passerelle.sandbox.data.days import LAST_DAY, day_between
from passerelle.sandbox.data.names import legal_name
from passerelle.sandbox.data.ownership import Holding, holdings
from passerelle.sandbox.data.people import People, Person
from passerelle.sandbox.data.quota import picked

Company = dict[str, Any]
Mandate = dict[str, Any]

SERIAL, HOMONYMS, RENEWED, ENDED = 0.10, 0.01, 0.03, 0.15
CONTACTS, CONTACT_IS_DIRECTOR, SHAREHOLDERS, UNKNOWN_SHARES = 0.40, 0.75, 0.50, 0.05


@dataclass(frozen=True)
class Plan:
    """The positions of the companies of each kind."""

    serial: set[int]
    homonyms: set[int]
    renewed: set[int]
    ended: set[int]
    contacts: set[int]
    shareholders: set[int]
    unknown_shares: set[int]


def with_mandates(companies: Sequence[Company], seed: int) -> tuple[Company, ...]:
    """The companies with their mandates; same companies and seed, same mandates."""
    rng = Random(f"mandates {seed}")  # noqa: S311  to be repeated, no secret
    writer = _Writer(rng, companies, _plan(rng, companies), holdings(rng, companies))
    return tuple(company | {"mandates": writer.of(at)} for at, company in enumerate(companies))


def _plan(rng: Random, companies: Sequence[Company]) -> Plan:
    total = len(companies)
    legal = [at for at, company in enumerate(companies) if company["typeOfEnterprise"] == "2"]
    active = [at for at in legal if companies[at]["status"] == "AC"]
    later = legal[1:]
    homonyms = picked(rng, later, HOMONYMS, total)
    shareholders = picked(rng, legal, SHAREHOLDERS, total)
    return Plan(
        serial=picked(rng, [at for at in later if at not in homonyms], SERIAL, total),
        homonyms=homonyms,
        renewed=picked(rng, active, RENEWED, total),
        ended=picked(rng, legal, ENDED, total),
        contacts=picked(rng, legal, CONTACTS, total),
        shareholders=shareholders,
        unknown_shares=picked(rng, sorted(shareholders), UNKNOWN_SHARES, total),
    )


class _Writer:
    """Writes the mandates of one company after the other."""

    def __init__(self, rng: Random, companies: Sequence[Company], plan: Plan, owned: Sequence[Holding]) -> None:
        self._rng, self._companies, self._plan = rng, companies, plan
        self._people = People(rng)
        self._leaders: list[Person] = []
        self._parents = {holding.child: holding for holding in owned}
        self._children: dict[int, list[Holding]] = defaultdict(list)
        for holding in owned:
            self._children[holding.parent].append(holding)

    def of(self, at: int) -> list[Mandate]:
        """Every mandate of the company at that position."""
        if self._companies[at]["typeOfEnterprise"] != "2":
            return []
        directors = self._in_office(at)
        return [
            *self._directors(at, directors),
            *self._contacts(at, directors),
            *self._shareholders(at, directors),
            *self._relatives(at),
        ]

    def _in_office(self, at: int) -> list[Person]:
        others = self._rng.choices((0, 1, 2), (5, 3, 2))[0]
        leader = self._leader(at)
        self._leaders.append(leader)
        return [leader, *(self._somebody(at) for _ in range(others))]

    def _leader(self, at: int) -> Person:
        if at in self._plan.serial:
            return self._rng.choice(self._leaders)
        return self._people.namesake() if at in self._plan.homonyms else self._somebody(at)

    def _somebody(self, at: int) -> Person:
        names = self._companies[at]["names"]
        return self._people.new("fr" if self._rng.choice(names)["language"] == "1" else "nl")

    def _directors(self, at: int, directors: list[Person]) -> list[Mandate]:
        founded, last = self._life(at)
        stopped = last if self._companies[at]["endDate"] else None
        found = []
        for rank, director in enumerate(directors):
            start = day_between(self._rng, founded, last)
            if rank == 0 and at in self._plan.renewed:
                found.append(_held_by(director, "director", founded, start))
            found.append(_held_by(director, "director", start, stopped))
        if at in self._plan.ended:
            start = day_between(self._rng, founded, last)
            found.append(_held_by(self._somebody(at), "director", start, day_between(self._rng, start, last)))
        return found

    def _contacts(self, at: int, directors: list[Person]) -> list[Mandate]:
        if at not in self._plan.contacts:
            return []
        known = self._rng.random() < CONTACT_IS_DIRECTOR
        return [_held_by(directors[0] if known else self._somebody(at), "contact", None, None)]

    def _shareholders(self, at: int, directors: list[Person]) -> list[Mandate]:
        if at not in self._plan.shareholders:
            return []
        founded, last = self._life(at)
        stopped = last if self._companies[at]["endDate"] else None
        holding = self._parents.get(at)
        parent = [] if holding is None else [self._company(holding.parent, "shareholder", holding)]
        mandates = [*parent, *(_held_by(one, "shareholder", founded, stopped) for one in directors)]
        if at in self._plan.unknown_shares:
            return mandates
        shares = _split(self._rng, len(mandates), majority=bool(parent))
        return [mandate | {"shares": share} for mandate, share in zip(mandates, shares, strict=True)]

    def _relatives(self, at: int) -> list[Mandate]:
        above = self._parents.get(at)
        parent = [] if above is None else [self._company(above.parent, "parent", above)]
        return [*parent, *(self._company(below.child, "subsidiary", below) for below in self._children[at])]

    def _company(self, at: int, role: str, holding: Holding) -> Mandate:
        company = self._companies[at]
        return _mandate("Company", company["pid"], legal_name(company["names"], "nl"), role, holding.start, holding.end)

    def _life(self, at: int) -> tuple[date, date]:
        company = self._companies[at]
        last = company["endDate"] or LAST_DAY.isoformat()
        return date.fromisoformat(company["startDate"]), date.fromisoformat(last)


def _split(rng: Random, parts: int, *, majority: bool) -> list[float]:
    first = rng.randrange(510, 900) if majority else 1000 // parts
    others = [(1000 - first) // max(1, parts - 1)] * (parts - 1)
    return [(1000 - sum(others)) / 10, *(share / 10 for share in others)]


def _held_by(person: Person, role: str, start: date | None, end: date | None) -> Mandate:
    return _mandate("Person", person.pid, person.caption, role, start, end)


def _mandate(kind: str, pid: str, caption: str, role: str, start: date | None, end: date | None) -> Mandate:
    days = {"startDate": start and start.isoformat(), "endDate": end and end.isoformat()}
    return {"kind": kind, "pid": pid, "caption": caption, "role": role, **days}
