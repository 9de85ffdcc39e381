"""Which companies artis.net knows already, and what it knows of them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from random import Random

from passerelle.sandbox.artis.list_rows import NORTH, SOUTH
from passerelle.sandbox.data.french import Fate, Firm
from passerelle.sandbox.data.quota import quota

HELD = 0.2
"""Of the number of third parties of the made-up world, how many companies artis.net holds."""


class How(StrEnum):
    """How a company stands in artis.net."""

    CLIENT = "client"
    PROSPECT = "prospect"
    SUSPECT = "suspect"
    SOUTHERN = "client of the other internal organisation only"
    BOTH = "client of one internal organisation, prospect of the other"
    FORMER = "former client"
    OUT_OF_TARGET = "out of target"
    OTHER_SITE = "client under another SIRET of the same company"
    OTHER_NAME = "client under another name"
    ONLY_VAT = "client without a SIRET, as it was before the decision table"
    LEFT = "client that is not active any more"


RELATIONS: Mapping[How, Mapping[str, str]] = {
    How.PROSPECT: {NORTH: "Prospect"},
    How.SUSPECT: {NORTH: "Suspect"},
    How.SOUTHERN: {SOUTH: "Client"},
    How.BOTH: {NORTH: "Client", SOUTH: "Prospect"},
    How.FORMER: {NORTH: "Ancien client"},
    How.OUT_OF_TARGET: {NORTH: "Hors cible"},
}
CLIENT: Mapping[str, str] = {NORTH: "Client"}
"""What all others are."""
SHARES: Mapping[How, float] = {
    How.PROSPECT: 0.2,
    How.SUSPECT: 0.05,
    How.SOUTHERN: 0.05,
    How.BOTH: 0.05,
    How.FORMER: 0.05,
    How.OUT_OF_TARGET: 0.02,
    How.OTHER_SITE: 0.05,
    How.OTHER_NAME: 0.05,
    How.ONLY_VAT: 0.03,
    How.LEFT: 0.03,
}
"""Of those artis.net holds; where there are enough of them, each occurs once at least."""


def planned(rng: Random, count: int, firms: Sequence[Firm]) -> list[tuple[Firm, How]]:
    """The companies artis.net holds, in the order in which they were made, and how each stands there."""
    ordinary = [firm for firm in firms if firm.fate is Fate.ORDINARY]
    chosen = rng.sample(ordinary, min(quota(HELD, count), len(ordinary)))
    hows = [how for how, share in SHARES.items() for _ in range(max(1, round(share * len(chosen))))][: len(chosen)]
    hows += [How.CLIENT] * (len(chosen) - len(hows))
    rng.shuffle(hows)
    return list(zip(chosen, hows, strict=True))
