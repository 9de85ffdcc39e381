"""Which made-up company is the parent of which: one large group, pairs and small families, and one that owns itself.

Only active legal persons have parents. The group counts a tenth of all companies, and from a thousand companies on
always 400; its links are all in force, so that it stays whole. Outside it 6 % of all companies are subsidiaries, one
in five of them of the past. From fifty companies on, one company is its own parent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from passerelle.sandbox.data.days import LAST_DAY, day_between
from passerelle.sandbox.data.quota import ENOUGH, picked

GROUP, MANY, GROUP_OF_MANY = 0.10, 1000, 400
SUBSIDIARIES, FORMER = 0.06, 0.2


@dataclass(frozen=True)
class Holding:
    """Positions of a parent and of its subsidiary, and when it was so; ``end`` is None while it is."""

    parent: int
    child: int
    start: date
    end: date | None


def holdings(rng: Random, companies: Sequence[dict[str, Any]]) -> list[Holding]:
    """Who owns whom; each subsidiary has one parent."""
    total = len(companies)
    free = [at for at, one in enumerate(companies) if one["typeOfEnterprise"] == "2" and one["status"] == "AC"]
    rng.shuffle(free)
    group, rest = free[: _group_size(total)], free[_group_size(total) :]
    owned = [(group[rng.randrange(at)], group[at]) for at in range(1, len(group))]
    found = [_holding(rng, companies, parent, child, former=False) for parent, child in owned]
    if total >= ENOUGH:
        itself = rest.pop()
        found.append(_holding(rng, companies, itself, itself, former=False))
    return found + _families(rng, companies, rest)


def _group_size(total: int) -> int:
    return GROUP_OF_MANY if total >= MANY else round(GROUP * total)


def _families(rng: Random, companies: Sequence[dict[str, Any]], rest: list[int]) -> list[Holding]:
    children = sorted(picked(rng, rest[len(rest) // 2 :], SUBSIDIARIES, len(companies)))
    parents = rest[: len(rest) // 2]
    former = picked(rng, children, FORMER, len(children))
    return [_holding(rng, companies, rng.choice(parents), child, former=child in former) for child in children]


def _holding(rng: Random, companies: Sequence[dict[str, Any]], parent: int, child: int, *, former: bool) -> Holding:
    founded = max(date.fromisoformat(companies[at]["startDate"]) for at in (parent, child))
    start = day_between(rng, founded, LAST_DAY)
    return Holding(parent, child, start, day_between(rng, start, LAST_DAY) if former else None)
