"""The day on which accounting years end: at openthebox ``DD-MM``, in the office's file ``DD/MM`` and years of its own.

At openthebox 3 % of the companies have none. In the office's file, of the number of companies: none where openthebox
has one 8 %, another one 6 %; all others are equal.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from passerelle.sandbox.data.days import LAST_DAY
from passerelle.sandbox.data.quota import picked

YEAR_ENDS: dict[str, int] = {"31-12": 80, "30-06": 8, "30-09": 5, "31-03": 4, "31-08": 3}
"""Day and month, and how usual it is."""
UNKNOWN, UNKNOWN_TO_OFFICE, OTHER_AT_OFFICE = 0.03, 0.08, 0.06
Company = dict[str, Any]


def with_year_ends(companies: Sequence[Company], seed: int) -> tuple[Company, ...]:
    """The companies with ``fiscalYearEnd``; same companies and seed, same days."""
    rng = Random(f"year ends {seed}")  # noqa: S311  to be repeated, no secret
    unknown = picked(rng, range(len(companies)), UNKNOWN, len(companies))
    drawn = rng.choices(tuple(YEAR_ENDS), tuple(YEAR_ENDS.values()), k=len(companies))
    return tuple(
        company | {"fiscalYearEnd": None if at in unknown else drawn[at]} for at, company in enumerate(companies)
    )


def office_year_ends(rng: Random, known: Sequence[str | None], total: int) -> list[str | None]:
    """What the office has for companies of which openthebox says ``known``; shares count of ``total``."""
    given = [at for at, day in enumerate(known) if day]
    unknown = picked(rng, given, UNKNOWN_TO_OFFICE, total)
    other = picked(rng, [at for at in given if at not in unknown], OTHER_AT_OFFICE, total)
    days = [_another(rng, day) if at in other else day for at, day in enumerate(known)]
    return [None if day is None or at in unknown else day.replace("-", "/") for at, day in enumerate(days)]


def accounting_years(year_end: str | None) -> list[dict[str, str]]:
    """The last whole year and the one after it (fact ``ap.yearend.field``); none without the day they end."""
    if year_end is None:
        return []
    day, month = map(int, year_end.split("/"))
    ends = [date(LAST_DAY.year + shift, month, day) for shift in (-1, 0, 1)]
    return [
        {"start": (before + timedelta(days=1)).isoformat(), "end": end.isoformat()} for before, end in pairwise(ends)
    ]


def _another(rng: Random, day: str | None) -> str:
    return rng.choice([other for other in YEAR_ENDS if other != day])
