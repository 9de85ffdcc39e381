"""What people at Altior choose from: bare lists, the customer's own (fact ``alt.lists``)."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any

from fastapi import Query, Response

from passerelle.sandbox.altior.kinds import HADDAD, HEAD_OFFICE, MOREL, NAME, WORKSHOP
from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.system import Entries, InWorld, Record, StreamRules, World, by_hand, stored_under

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "establishment": ("name",),
    "user": ("name", "email"),
    "title": ("title", "abbreviation", "nature"),
    "type": ("list", "label"),
    "customfield": ("name", "object", "type"),
}
ROWS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "establishment": ((HEAD_OFFICE,), (WORKSHOP,)),
    "user": ((MOREL, "camille.morel@altior.test"), (HADDAD, "karim.haddad@altior.test")),
    "title": (
        ("Société par actions simplifiée", "SAS", "MORAL"),
        ("Société par actions simplifiée unipersonnelle", "SASU", "MORAL"),
        ("Société à responsabilité limitée", "SARL", "MORAL"),
        ("Entreprise unipersonnelle à responsabilité limitée", "EURL", "MORAL"),
        ("Société anonyme", "SA", "MORAL"),
        ("Société civile immobilière", "SCI", "MORAL"),
        ("Société en nom collectif", "SNC", "MORAL"),
        ("Société coopérative et participative", "SCOP", "MORAL"),
        ("Entreprise individuelle", "EI", "MORAL"),
        ("Monsieur", "M", "PHYSIQUE"),
        ("Madame", "Mme", "PHYSIQUE"),
    ),
    "type": (
        ("phone", "Fixe"),
        ("phone", "Portable"),
        ("phone", "Fax"),
        ("email", "Principal"),
        ("email", "Facturation"),
        ("url", "Site web"),
    ),
    "customfield": (("Workflow", "affaire", "text"), ("Etape", "affaire", "text")),
}


def seeded_lists() -> dict[str, dict[str, Record]]:
    """The lists as they are at the beginning, by stream and by id."""
    return {
        stream: {
            str(number): {"id": number, **dict(zip(ATTRIBUTES[stream], row, strict=True))}
            for number, row in enumerate(rows, start=1)
        }
        for stream, rows in ROWS.items()
    }


def list_rules(stream: str) -> StreamRules:
    """What happens when an administrator at Altior changes one of the lists."""
    name, attributes = stored_under(NAME, stream), ATTRIBUTES[stream]

    def added(world: World, values: Record) -> Entries:
        number = world.store.next_id(name)
        return [(name, str(number), {"id": number, **dict.fromkeys(attributes), **by_hand(name, values, attributes)})]

    def edited(_: World, key: str, record: Record, values: Record) -> Entries:
        return [(name, key, {**record, **by_hand(name, values, attributes)})]

    return StreamRules(added, edited)


def _listing(stream: str) -> Callable[..., Coroutine[Any, Any, Response]]:
    async def whole_list(world: InWorld, _: Annotated[NoParameters, Query()]) -> Response:
        return json_answer(world.store[stored_under(NAME, stream)].values())

    return whole_list


TABLE = tuple(
    (f"/{stream}s", "GET", _listing(stream), ("alt.lists", "alt.titles", "alt.types")) for stream in ATTRIBUTES
)
