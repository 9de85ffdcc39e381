"""How many parties are of which kind: exact shares of their number, and from fifty parties on none is missing.

A kind excludes the others; whatever the kind, 40 % are prospects, 5 % suppliers and all others clients. Without a SIRET
are the persons and the foreign companies, and besides them 6 % of all parties, companies of which half have a SIREN.
"""

from enum import StrEnum
from random import Random

from passerelle.sandbox.data.quota import picked, quota


class Kind(StrEnum):
    """What is peculiar to a party."""

    ORDINARY = "ordinary"
    PERSON = "person"
    FOREIGN = "foreign"
    ONLY_SIREN = "only a SIREN"
    NUMBERLESS = "neither SIRET nor SIREN nor VAT number"
    MISTYPED = "wrong check digit in the SIRET"
    SECOND_SITE = "another site of an ordinary party"
    DOUBLE = "an ordinary party once more"
    COMMUNE = "a site of the one public body"


SHARES: dict[Kind, float] = {
    Kind.PERSON: 0.08,
    Kind.FOREIGN: 0.03,
    Kind.ONLY_SIREN: 0.03,
    Kind.NUMBERLESS: 0.03,
    Kind.MISTYPED: 0.02,
    Kind.SECOND_SITE: 0.02,
    Kind.DOUBLE: 0.01,
}
PROSPECTS, SUPPLIERS = 0.40, 0.05
SHARED_CONTACTS = 0.02
"""Of all parties, how many list somebody whom another company lists too."""
COMMUNE_SITES, COMMUNE_FROM = 6, 100
"""So many parties are one commune, in files of at least so many parties."""


def planned_kinds(rng: Random, count: int) -> list[Kind]:
    """The kind of each party."""
    kinds = [kind for kind, share in SHARES.items() for _ in range(quota(share, count))]
    if count >= COMMUNE_FROM:
        kinds += [Kind.COMMUNE] * COMMUNE_SITES
    kinds += [Kind.ORDINARY] * (count - len(kinds))
    rng.shuffle(kinds)
    return kinds


def planned_types(rng: Random, count: int) -> list[str]:
    """The type of each party."""
    prospects = picked(rng, range(count), PROSPECTS, count)
    suppliers = picked(rng, [at for at in range(count) if at not in prospects], SUPPLIERS, count)
    return ["prospect" if at in prospects else "supplier" if at in suppliers else "client" for at in range(count)]
