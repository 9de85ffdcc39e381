"""What may be asked of the search (facts ``rec.search…``, ``rec.paging``, ``rec.minimal…``)."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.recherche_entreprises.words import INCLUDE_ALONE, NOTHING_ASKED, TOO_FAR, TOO_SHORT

LARGEST_PAGE, USUAL_PAGE, MOST = 25, 10, 10_000
MOST_SITES, USUAL_SITES = 100, 10
SHORTEST = 3
HEAVY = ("siege", "matching_etablissements", "dirigeants", "finances", "complements")
FILTERS = ("code_postal", "activite_principale", "etat_administratif")


class Search(BaseModel):
    """What is looked for, and how much of it is to be answered; other parameters are passed over."""

    q: str | None = None
    code_postal: Annotated[str, Field(pattern=r"^\d{5}(,\d{5})*$")] | None = None
    activite_principale: Annotated[str, Field(pattern=r"^\d\d\.\d\d[A-Z](,\d\d\.\d\d[A-Z])*$")] | None = None
    etat_administratif: Literal["A", "C"] | None = None
    page: Annotated[int, Field(ge=1)] = 1
    per_page: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE
    limite_matching_etablissements: Annotated[int, Field(ge=1, le=MOST_SITES)] = USUAL_SITES
    minimal: bool = False
    include: Annotated[str, Field(pattern=rf"^({'|'.join(HEAVY)})(,({'|'.join(HEAVY)}))*$")] | None = None

    def check(self) -> None:
        """Raise Refusal (400) if that is no search."""
        filtered = any(getattr(self, name) for name in FILTERS)
        if not (self.q or filtered):
            raise Refusal(400, NOTHING_ASKED)
        if self.q and not filtered and len(self.q.strip()) < SHORTEST:
            raise Refusal(400, TOO_SHORT)
        if self.page * self.per_page > MOST:
            raise Refusal(400, TOO_FAR)
        if self.include and not self.minimal:
            raise Refusal(400, INCLUDE_ALONE)

    @property
    def number(self) -> str | None:
        """The SIREN or SIRET that is looked for, if it is one."""
        digits = "".join((self.q or "").split())
        return digits if re.fullmatch(r"\d{9}(\d{5})?", digits) else None

    @property
    def postcodes(self) -> frozenset[str]:
        """The postcodes that are looked for."""
        return frozenset(filter(None, (self.code_postal or "").split(",")))

    @property
    def trades(self) -> frozenset[str]:
        """The trades that are looked for."""
        return frozenset(filter(None, (self.activite_principale or "").split(",")))

    @property
    def left_out(self) -> frozenset[str]:
        """The heavy parts that are not to be answered."""
        wanted = (self.include or "").split(",")
        return frozenset(part for part in HEAVY if self.minimal and part not in wanted)
