"""Real Belgian towns with their postcode, names, region and telephone zone, and streets that could lie in them."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random

from passerelle.sandbox.data.words import STREETS_BRUSSELS, STREETS_FR, STREETS_NL

Names = dict[str, str]
REGION_LANGUAGES: dict[str, tuple[str, ...]] = {"flanders": ("nl",), "wallonia": ("fr",), "brussels": ("nl", "fr")}


@dataclass(frozen=True)
class Town:
    """One postcode: its names by language, the languages of its region, and its telephone zone without the 0."""

    postcode: str
    names: Names
    languages: tuple[str, ...]
    zone: str


@cache
def towns() -> tuple[Town, ...]:
    """Every town of the table; a town bears only the names of its region's languages."""
    text = resources.files("passerelle.sandbox.data").joinpath("towns.csv").read_text(encoding="utf-8")
    return tuple(_town(row) for row in csv.DictReader(text.splitlines()))


def _town(row: dict[str, str]) -> Town:
    languages = REGION_LANGUAGES[row["region"]]
    return Town(row["postcode"], {code: row[code] for code in languages}, languages, row["zone"])


def street_in(rng: Random, town: Town) -> Names:
    """A street for that town, named in each language of its region."""
    if len(town.languages) > 1:
        dutch, french = rng.choice(STREETS_BRUSSELS)
        return {"nl": dutch, "fr": french}
    language = town.languages[0]
    return {language: rng.choice(STREETS_NL if language == "nl" else STREETS_FR)}
