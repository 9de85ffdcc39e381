"""The search (facts ``cor.search``, ``cor.search.rows``, ``cor.paging``): free, and without limit."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Self

from fastapi import Query, Request, Response
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.corporama.streams import SHEETS, number_of
from passerelle.sandbox.data.french.stock import without_accents
from passerelle.sandbox.french.fields import OWN
from passerelle.sandbox.french.pages import NoParameters, page_of
from passerelle.sandbox.inside import shown_part
from passerelle.sandbox.system import InWorld, Record, World

LARGEST_PAGE, USUAL_PAGE = 100, 25
CRITERIA = ("nom", "siren", "siret", "code_postal", "naf")
ROW = ("siren", "siret", "raisonSociale", "enseigne", "codePostal", "ville", "naf", "siege", "page")


class Search(NoParameters):
    """What is looked for, and which page of it."""

    nom: Annotated[str, Field(min_length=2)] | None = None
    siren: Annotated[str, Field(pattern=r"^\d{9}$")] | None = None
    siret: Annotated[str, Field(pattern=r"^\d{14}$")] | None = None
    code_postal: Annotated[str, Field(pattern=r"^\d{5}$")] | None = None
    naf: Annotated[str, Field(pattern=r"^\d{4}[A-Z]$")] | None = None
    page: Annotated[int, Field(ge=1)] = 1
    page_size: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set & set(CRITERIA):
            raise PydanticCustomError(OWN, "Au moins un critère est attendu")
        return self

    def fits(self, sheet: Record) -> bool:
        """Whether that establishment is among what is looked for."""
        return (
            self.siret in (None, number_of(sheet))
            and self.siren in (None, number_of(sheet)[:9])
            and self.code_postal in (None, sheet["codePostal"])
            and self.naf in (None, sheet["naf"])
            and (self.nom is None or _named(self.nom, sheet))
        )


async def search(world: InWorld, request: Request, query: Annotated[Search, Query()]) -> Response:
    """One page of the establishments that fit, by name and SIRET."""
    found = [sheet for sheet in shown(world, request, query.siren or (query.siret or "")[:9]) if query.fits(sheet)]
    found.sort(key=lambda sheet: (_plain(sheet["raisonSociale"]), number_of(sheet)))
    page = page_of(found, query)
    return json_answer({**page, "items": [{name: sheet[name] for name in ROW} for sheet in page["items"]]})


def shown(world: World, request: Request, siren: str = "") -> Sequence[Record]:
    """The sheets Corporama has, or those of one company; fewer under a fault."""
    stream, part = world.store[SHEETS], shown_part(request)
    if part == 1:
        return stream.found_by(siren) if siren else stream.values()
    few = stream.values()[: math.ceil(len(stream) * part)]
    return [sheet for sheet in few if not siren or number_of(sheet).startswith(siren)]


def _named(text: str, sheet: Record) -> bool:
    words = _words(sheet["raisonSociale"]) + _words(sheet["enseigne"] or "")
    return all(any(word.startswith(asked) for word in words) for asked in _words(text))


@lru_cache(maxsize=65_536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", _plain(text)))


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    return without_accents(text).lower()
