"""Names of French companies, without their legal form."""

from collections import Counter
from collections.abc import Callable
from random import Random

from passerelle.sandbox.data.french.words import COINED_HEADS, COINED_TAILS, FAMILIES, SIGNS

KINDS = {
    "{trade} {family}": 25,
    "{trade} {family} et Fils": 8,
    "{trade} {family} & {other}": 12,
    "Établissements {family}": 4,
    "Société {trade} {family}": 4,
    "{family} {trade}": 8,
    "{trade} {sign}": 10,
    "{coined}": 6,
    "{coined} {trade}": 10,
    "{coined} {town}": 5,
    "{initials} {trade}": 5,
    "Compagnie {family} {town}": 3,
}
"""How a name is composed, and how many of a hundred are composed like that."""
HUNDRED_KINDS = tuple(Counter(KINDS).elements())
PROPERTY_KINDS = ("{family}-{other}", "Immobilière {family} {town}", "Foncière {coined}", "Résidence {family} {sign}")


def company_name(rng: Random, trade: str, town: str) -> str:
    """The name of a company of that trade in that town."""
    return _composed(rng, rng.choice(HUNDRED_KINDS), trade, town)


def property_company_name(rng: Random, town: str) -> str:
    """The name of a company that only holds and lets property."""
    return _composed(rng, rng.choice(PROPERTY_KINDS), "", town)


def _composed(rng: Random, kind: str, trade: str, town: str) -> str:
    drawn = {word: draw(rng) for word, draw in DRAWS.items() if word in kind}
    name = kind.format(trade=trade, town=town, **drawn)
    return name[0].upper() + name[1:]


DRAWS: dict[str, Callable[[Random], str]] = {
    "family": lambda rng: rng.choice(FAMILIES),
    "other": lambda rng: rng.choice(FAMILIES),
    "sign": lambda rng: rng.choice(SIGNS),
    "coined": lambda rng: rng.choice(COINED_HEADS) + rng.choice(COINED_TAILS),
    "initials": lambda rng: "".join(rng.choices("ABCDEFGLMPRSTV", k=3)),
}
"""The words of a name that are drawn for it."""
