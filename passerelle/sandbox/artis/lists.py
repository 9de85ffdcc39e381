"""What people at artis.net choose from: bare lists, the customer's own (fact ``art.lists``)."""

from collections.abc import Mapping
from typing import Any

from passerelle.sandbox.artis.kinds import NAME
from passerelle.sandbox.french.lists import list_rules, listing
from passerelle.sandbox.system import Record, World, stored_under

DECISIONS = "controleidentifiant"
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "organisationinterne": ("code", "raisonSociale"),
    "regimefiscal": ("code", "libelle"),
    "classification": ("nom", "obligatoire", "valeurs"),
    "formejuridique": ("abreviation", "nom"),
    "titre": ("abreviation", "libelle"),
    "activite": ("libelle",),
    "pays": ("abreviation", "nom", "regimeFiscal"),
    "caracteristique": ("libelle", "objet", "type"),
    DECISIONS: (
        "position", "typeAction", "organisationInterne", "identifiant", "pays", "formeJuridique", "obligatoire",
        "controler",
    ),
}  # fmt: skip
PATHS: Mapping[str, str] = {
    "organisationinterne": "/organisationsinternes",
    "regimefiscal": "/regimesfiscaux",
    "classification": "/classifications",
    "formejuridique": "/formesjuridiques",
    "titre": "/titres",
    "activite": "/activites",
    "pays": "/pays",
    "caracteristique": "/caracteristiques",
    DECISIONS: "/tables/TD_CONTROLE_IDENTIFIANT",
}
FACTS: Mapping[str, tuple[str, ...]] = {
    "regimefiscal": ("art.tax", "art.tax.eu"),
    "classification": ("art.classifications",),
    "pays": ("art.tax.eu",),
    DECISIONS: ("art.siret.table", "art.siret.table.read"),
}


def held(world: World, stream: str) -> list[Record]:
    """The rows of a list."""
    return world.store[stored_under(NAME, stream)].values()


def known(world: World, stream: str, attribute: str) -> set[Any]:
    """What may be chosen from a list."""
    return {row[attribute] for row in held(world, stream)}


def _by_position(rows: list[Record]) -> list[Record]:
    return [
        {name: row[name] for name in ATTRIBUTES[DECISIONS]} for row in sorted(rows, key=lambda row: row["position"])
    ]


RULES = {stream: list_rules(stored_under(NAME, stream), attributes) for stream, attributes in ATTRIBUTES.items()}
"""What happens when an administrator at artis.net changes one of the lists."""
TABLE = tuple(
    (
        path,
        "GET",
        listing(stored_under(NAME, stream), _by_position if stream == DECISIONS else list),
        ("art.lists", *FACTS.get(stream, ())),
    )
    for stream, path in PATHS.items()
)
