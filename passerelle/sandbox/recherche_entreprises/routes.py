"""The one call of the search; it names the facts of docs/systems.md it rests on."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from passerelle.sandbox.answers import Refusal, cites, json_answer
from passerelle.sandbox.data.french.stock import without_accents
from passerelle.sandbox.french.errors import FrenchRoute
from passerelle.sandbox.inside import shown_part
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.recherche_entreprises.queries import MOST, Search
from passerelle.sandbox.recherche_entreprises.streams import HIDDEN, UNITS
from passerelle.sandbox.recherche_entreprises.words import TOO_MANY
from passerelle.sandbox.system import InWorld, Record, Routes, World

CALLS, SECONDS = 7, 1
SIREN = 9
ONLY_OF_SEATS = (
    "numero_voie", "type_voie", "libelle_voie", "complement_adresse", "departement", "region", "latitude", "longitude",
)  # fmt: skip
FACTS = (
    "rec.base", "rec.limit", "rec.search.q", "rec.search.number", "rec.search.filters", "rec.paging", "rec.errors",
    "rec.errors.texts", "rec.minimal", "rec.minimal.parts", "rec.answer", "rec.result", "rec.establishment",
    "rec.establishment.more", "rec.values", "rec.absent", "rec.link",
)  # fmt: skip


@dataclass(eq=False)
class Gate:
    """Lets a call through, or not."""

    limit: CallLimit

    async def __call__(self) -> None:
        """Raise Refusal beyond the limit (429)."""
        wait = self.limit.wait()
        if wait is not None:
            raise Refusal(429, TOO_MANY, headers={"Retry-After": str(wait)})


def routes(world: World) -> Routes:
    """The routes of the search in one world."""
    limit = CallLimit(world.clock, CALLS, SECONDS)
    router = APIRouter(dependencies=[Depends(Gate(limit))], route_class=FrenchRoute)
    router.add_api_route("/search", search, methods=["GET"], openapi_extra=cites(*FACTS))
    return Routes(router, limit.reset)


async def search(world: InWorld, request: Request, query: Annotated[Search, Query()]) -> Response:
    """One page of the legal units that fit."""
    query.check()
    found = [unit for unit in _looked_at(world, request, query) if _fits(unit, query)]
    start = (query.page - 1) * query.per_page
    total = min(len(found), MOST)
    return json_answer(
        {
            "results": [_shown(unit, query) for unit in found[start : start + query.per_page]],
            "total_results": total,
            "page": query.page,
            "per_page": query.per_page,
            "total_pages": math.ceil(total / query.per_page),
        }
    )


def _looked_at(world: World, request: Request, query: Search) -> Sequence[Record]:
    units = world.store[UNITS]
    part = shown_part(request)
    if query.number and part == 1:
        unit = units.get(query.number[:SIREN])
        return [unit] if unit else []
    return units.values()[: math.ceil(len(units) * part)]


def _fits(unit: Record, query: Search) -> bool:
    return (
        unit["statut_diffusion"] != HIDDEN
        and query.etat_administratif in (None, unit["etat_administratif"])
        and (not query.trades or unit["activite_principale"] in query.trades)
        and (not query.postcodes or any(site["code_postal"] in query.postcodes for site in unit["etablissements"]))
        and (not query.q or _asked_for(unit, query))
    )


def _asked_for(unit: Record, query: Search) -> bool:
    if query.number is None:
        signs = (sign for site in unit["etablissements"] for sign in site["liste_enseignes"] or ())
        return _holds(" ".join([unit["nom_complet"] or "", *signs]), query.q or "")
    sites = [site["siret"] for site in unit["etablissements"]]
    return unit["siren"] == query.number or query.number in sites


def _shown(unit: Record, query: Search) -> Record:
    sites = unit["etablissements"]
    seat = next((site for site in sites if site["est_siege"]), None)
    matching = [_briefly(site) for site in sites if _matches(site, query)]
    whole = {
        **{name: value for name, value in unit.items() if name != "etablissements"},
        "nombre_etablissements": len(sites),
        "nombre_etablissements_ouverts": sum(site["etat_administratif"] == "A" for site in sites),
        "siege": seat,
        "matching_etablissements": matching[: query.limite_matching_etablissements],
    }
    return {name: value for name, value in whole.items() if name not in query.left_out}


def _matches(site: Record, query: Search) -> bool:
    if query.number:
        return query.number in (site["siret"], site["siret"][:SIREN])
    if query.postcodes:
        return site["code_postal"] in query.postcodes
    return bool(query.q) and _holds(" ".join(site["liste_enseignes"] or ()), query.q or "")


def _briefly(site: Record) -> Record:
    return {name: value for name, value in site.items() if name not in ONLY_OF_SEATS}


def _holds(text: str, asked: str) -> bool:
    words = _words(text)
    return all(any(word.startswith(one) for word in words) for one in _words(asked))


@lru_cache(maxsize=65_536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", without_accents(text).lower()))
