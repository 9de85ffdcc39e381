"""Names of made-up companies and persons in the register's notation: a list of language, type and value.

Languages: ``1`` French, ``2`` Dutch. Types: ``001`` legal, ``002`` abbreviation, ``003`` commercial.
"""

from random import Random

from passerelle.sandbox.data.towns import Town
from passerelle.sandbox.data.words import CLUBS, FAMILIES, GIVEN, TRADES

Name = dict[str, str]
LANGUAGE_CODES = {"fr": "1", "nl": "2", "de": "3", "en": "4"}
LEGAL, ABBREVIATION, COMMERCIAL = "001", "002", "003"
WITH_COMMERCIAL_NAME = 0.12
SONS = {"nl": "Zonen", "fr": "Fils"}


def company_names(rng: Random, town: Town, *, association: bool) -> list[Name]:
    """The names of a legal person: in both languages in Brussels, sometimes with a commercial name."""
    if association:
        return _in_each_language(town, *rng.choice(CLUBS), tail=next(iter(town.names.values())))
    family = rng.choice(FAMILIES[rng.choice(town.languages)])
    kind = rng.random()
    if kind < 0.25:
        return [_name(town.languages[0], LEGAL, f"{family} & {SONS[town.languages[0]]}")]
    if kind < 0.4:
        return [_name(town.languages[0], LEGAL, f"{family} {rng.choice(('Group', 'Consult', 'Services', 'Invest'))}")]
    names = _in_each_language(town, *rng.choice(TRADES), tail=family)
    if rng.random() < WITH_COMMERCIAL_NAME:
        names.append(_name(town.languages[0], COMMERCIAL, f"{family} {town.names[town.languages[0]]}"))
    return names


def person_names(rng: Random, town: Town) -> list[Name]:
    """The names of a sole trader: family name first, as the register has them, and the sign over the door."""
    language = rng.choice(town.languages)
    family, given = person(rng, language)
    trade = rng.choice(TRADES)[0 if language == "nl" else 1]
    return [_name(language, LEGAL, f"{family} {given}"), _name(language, COMMERCIAL, f"{trade} {family}")]


def person(rng: Random, language: str) -> tuple[str, str]:
    """Family name and given name of somebody who speaks ``nl`` or ``fr``."""
    return rng.choice(FAMILIES[language]), rng.choice(GIVEN[language])


def split_person(value: str) -> tuple[str, str]:
    """Family name and given name out of a register name; the given name is the last word."""
    family, _, given = value.rpartition(" ")
    return family, given


def legal_name(names: list[Name], language: str) -> str:
    """The legal name in that language, else the first legal name, else an empty text."""
    legal = [name for name in names if name["type"] == LEGAL]
    wanted = [name for name in legal if name["language"] == LANGUAGE_CODES.get(language)]
    return next((name["value"] for name in wanted or legal), "")


def commercial_name(names: list[Name]) -> str:
    """The commercial name, else the legal name, else an empty text."""
    return next((name["value"] for name in names if name["type"] == COMMERCIAL), legal_name(names, ""))


def _in_each_language(town: Town, dutch: str, french: str, tail: str) -> list[Name]:
    heads = {"nl": dutch, "fr": french}
    return [_name(code, LEGAL, f"{heads[code]} {tail}") for code in town.languages]


def _name(language: str, kind: str, value: str) -> Name:
    return {"language": LANGUAGE_CODES[language], "type": kind, "value": value}
