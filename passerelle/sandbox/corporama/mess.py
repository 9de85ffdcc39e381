"""What is wrong in some sheets (fact ``cor.sheet.mess``), each time in one way."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from passerelle.sandbox.data.french import Fate, Firm
from passerelle.sandbox.data.french.numbers import with_wrong_check_digit
from passerelle.sandbox.data.french.stock import without_accents
from passerelle.sandbox.data.french.towns import towns
from passerelle.sandbox.data.quota import picked
from passerelle.sandbox.system import Record

SHARE = 0.01
"""Of the number of third parties, how many sheets are wrong in each way, where there are enough that can be."""
EUROS = 1000
Change = Callable[[Random, Record], Record]


def wrong_check_digit(_: Random, sheet: Record) -> Record:
    """A mistyped SIRET; it is the one the sheet is found under."""
    return sheet | {"siret": with_wrong_check_digit(sheet["siret"])}


def lost_zeros(_: Random, sheet: Record) -> Record:
    """Numbers that were numbers somewhere."""
    return sheet | {name: sheet[name].lstrip("0") for name in ("siren", "siret")}


def wrong_town(rng: Random, sheet: Record) -> Record:
    """A town of another postcode."""
    others = [town.name for town in towns() if town.postcode[:2] != sheet["codePostal"][:2]]
    return sheet | {"ville": rng.choice([name for name in others if name != sheet["ville"]])}


def spelt_otherwise(_: Random, sheet: Record) -> Record:
    """A town as people type it."""
    town = without_accents(sheet["ville"]).replace("Saint-", "St ").replace("Sainte-", "Ste ").replace("-", " ")
    return sheet | {"ville": town}


def in_euros(_: Random, sheet: Record) -> Record:
    """A revenue a thousand times too high."""
    return sheet | {"caDerniereAnnee": sheet["caDerniereAnnee"] * EUROS}


def nameless(rng: Random, sheet: Record) -> Record:
    """Somebody of whom one of the names is not known."""
    first, *others = sheet["contacts"]
    return sheet | {"contacts": [first | {rng.choice(("nom", "prenom")): None}, *others]}


KINDS: Mapping[Change, Callable[[Record], bool]] = {
    spelt_otherwise: lambda sheet: any(sign in sheet["ville"] for sign in ("Saint", "-", "é", "è", "ç")),
    nameless: lambda sheet: bool(sheet["contacts"]),
    in_euros: lambda sheet: bool(sheet["caDerniereAnnee"]),
    wrong_check_digit: lambda _: True,
    wrong_town: lambda _: True,
}
"""What may be wrong, and with which sheets it can be."""


def changed(rng: Random, count: int, sheets: Sequence[Record], firms: Sequence[Firm]) -> list[Record]:
    """The sheets, those of ordinary firms among them changed for the worse; ``firms`` are whose they are."""
    made = list(sheets)
    free = {at for at, firm in enumerate(firms) if firm.fate is Fate.ORDINARY and not firm.siren.startswith("0")}
    for change, can_be in KINDS.items():
        for at in sorted(picked(rng, sorted(at for at in free if can_be(made[at])), SHARE, count)):
            made[at] = change(rng, made[at])
            free.remove(at)
    return [lost_zeros(rng, sheet) if sheet["siren"].startswith("0") else sheet for sheet in made]
