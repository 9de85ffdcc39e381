"""French companies as directories sell them: those among the third parties, and as many again that nobody knows yet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from random import Random

from passerelle.sandbox.data.french.companies import LEGAL_FORMS, company
from passerelle.sandbox.data.french.firm import Fate, Firm
from passerelle.sandbox.data.french.firm_made import firm_of, post_office
from passerelle.sandbox.data.french.numbers import new_siren, siret_of, site_of, vat_of
from passerelle.sandbox.data.french.parties import french_parties
from passerelle.sandbox.data.french.party import Party
from passerelle.sandbox.data.french.people import contacts_of
from passerelle.sandbox.data.french.sites import second_site
from passerelle.sandbox.data.french.stock import LANDLINES, LINES, MOBILES, Stock
from passerelle.sandbox.data.quota import quota

NEW = 0.6
"""Of the number of third parties, how many more companies there are."""
SEVERAL_SITES, LEADING_ZEROS = 0.3, 0.02
ZEROS = ("05", "00")
"""How the numbers of those with leading zeros begin, in turn."""
FATES: dict[Fate, float] = {
    Fate.CEASED: 0.02,
    Fate.CLOSED_SITE: 0.02,
    Fate.MOVED: 0.02,
    Fate.RENAMED: 0.02,
    Fate.HIDDEN: 0.01,
}


@lru_cache(maxsize=4)
def french_firms(count: int, seed: int) -> tuple[Firm, ...]:
    """The companies beside ``count`` third parties: about one and a half times as many, none twice."""
    parties = french_parties(count, seed)
    rng = Random(f"firms {seed}")  # noqa: S311  to be repeated, no secret
    stock = Stock(rng, sirens={party.siren for party in parties if party.siren})
    _use_up(stock, parties)
    grouped = [*_known(parties), *(_unknown(stock) for _ in range(round(NEW * count)))]
    zeros = range(len(grouped) - quota(LEADING_ZEROS, count), len(grouped))
    for at in zeros:
        grouped[at] = _with_leading_zeros(stock, grouped[at], ZEROS[at % len(ZEROS)])
    fates = _planned(rng, count, len(grouped), set(zeros))
    made = [firm_of(stock, fate, of_one) for fate, of_one in zip(fates, grouped, strict=True)]
    return (*made, post_office(stock)) if count else ()


def _use_up(stock: Stock, parties: Iterable[Party]) -> None:
    """Keep websites and lines apart from those of the third parties, as far as there are enough lines."""
    sites = (party.website for party in parties if party.website)
    stock.texts.update(f"{site.removeprefix('www.').partition('.example')[0]}@" for site in sites)
    stock.lines.update(Counter(dict.fromkeys([*LANDLINES.values(), MOBILES], LINES // 2)))


def _known(parties: Iterable[Party]) -> list[list[Party]]:
    """The third parties that are French companies, each with all of its sites; who stands there twice does so once."""
    found: dict[str, dict[str, Party]] = {}
    for party in parties:
        if party.siren and party.legal_form in LEGAL_FORMS:
            siret = siret_of(party.siren, site_of(party.siret) if party.siret else 1)
            found.setdefault(party.siren, {}).setdefault(siret, replace(party, siret=siret))
    return [list(sites.values()) for sites in found.values()]


def _unknown(stock: Stock) -> list[Party]:
    seat = company(stock)
    seat = replace(seat, contacts=contacts_of(stock, seat))
    return [seat, second_site(stock, seat)] if stock.rng.random() < SEVERAL_SITES else [seat]


def _with_leading_zeros(stock: Stock, sites: list[Party], first: str) -> list[Party]:
    siren = new_siren(stock.rng, stock.sirens, first)
    return [
        replace(site, siren=siren, vat=vat_of(siren), siret=siret_of(siren, site_of(site.siret or "")))
        for site in sites
    ]


def _planned(rng: Random, count: int, total: int, spared: set[int]) -> list[Fate]:
    """The fate of each company; those that are spared have an ordinary one."""
    fates = [Fate.ORDINARY] * total
    free = [at for at in range(total) if at not in spared]
    rng.shuffle(free)
    for fate, share in FATES.items():
        for _ in range(min(quota(share, count), len(free))):
            fates[free.pop()] = fate
    return fates
