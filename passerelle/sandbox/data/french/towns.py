"""Real French towns with a postcode, the court that keeps their register, their telephone zone, and made-up addresses.

Two towns lie overseas. Zones are the first digit of a national number: 1 to 5.
"""

import csv
from functools import cache
from importlib import resources
from random import Random
from typing import NamedTuple

from passerelle.sandbox.data.french.party import Address
from passerelle.sandbox.data.french.words import STREETS

WITH_SECOND_LINE, LETTERED = 0.12, 0.06


class Town(NamedTuple):
    """One postcode of a town."""

    postcode: str
    name: str
    court: str
    zone: str


@cache
def towns() -> tuple[Town, ...]:
    """Every town of the table."""
    text = resources.files("passerelle.sandbox.data.french").joinpath("towns_fr.csv").read_text(encoding="utf-8")
    return tuple(Town(**{"name": row.pop("town")}, **row) for row in csv.DictReader(text.splitlines()))


def town_named(name: str) -> Town:
    """The first town of that name."""
    return next(town for town in towns() if town.name == name)


@cache
def _insee_codes() -> dict[tuple[str, str], str]:
    return {(town.postcode, town.name): f"{town.postcode[:2]}{at:03d}" for at, town in enumerate(towns(), start=1)}


def insee_code(postcode: str, name: str) -> str | None:
    """The code of a postcode and its town, which is made up beyond its first two digits; None for other towns."""
    return _insee_codes().get((postcode, name))


def address_in(rng: Random, town: Town) -> Address:
    """An address in that town."""
    letter = rng.choice((" bis", " ter", "A", "B")) if rng.random() < LETTERED else ""
    second = _second_line(rng) if rng.random() < WITH_SECOND_LINE else None
    return Address(f"{rng.randrange(1, 250)}{letter} {rng.choice(STREETS)}", second, town.postcode, town.name)


def _second_line(rng: Random) -> str:
    kinds = ("Bâtiment {}", "Escalier {}", "Résidence Les Tilleuls - Appt {}", "Parc d'activités - Lot {}", "BP {}")
    return rng.choice(kinds).format(rng.randrange(1, 30))
