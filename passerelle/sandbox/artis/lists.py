"""What people at artis.net choose from: bare lists, the customer's own (fact ``art.lists``)."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any

from fastapi import Query, Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.artis.kinds import NAME
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.system import Entries, InWorld, Record, StreamRules, World, by_hand, stored_under

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


def list_rules(stream: str) -> StreamRules:
    """What happens when an administrator at artis.net changes one of the lists."""
    name, attributes = stored_under(NAME, stream), ATTRIBUTES[stream]

    def added(world: World, values: Record) -> Entries:
        number = world.store.next_id(name)
        return [(name, str(number), {"id": number, **dict.fromkeys(attributes), **by_hand(name, values, attributes)})]

    def edited(_: World, key: str, record: Record, values: Record) -> Entries:
        return [(name, key, {**record, **by_hand(name, values, attributes)})]

    return StreamRules(added, edited)


def _listing(stream: str) -> Callable[..., Coroutine[Any, Any, Response]]:
    async def whole_list(world: InWorld, _: Annotated[NoParameters, Query()]) -> Response:
        return json_answer(_shown(stream, held(world, stream)))

    return whole_list


def _shown(stream: str, rows: list[Record]) -> list[Record]:
    if stream != DECISIONS:
        return rows
    return [{name: row[name] for name in ATTRIBUTES[stream]} for row in sorted(rows, key=lambda row: row["position"])]


TABLE = tuple((path, "GET", _listing(stream), ("art.lists", *FACTS.get(stream, ()))) for stream, path in PATHS.items())
