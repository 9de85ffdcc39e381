"""How a company is made out of the third parties that are its sites."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from passerelle.sandbox.data.french.companies import mailbox_at, reachable
from passerelle.sandbox.data.french.firm import Fate, Firm, Site
from passerelle.sandbox.data.french.names import company_name
from passerelle.sandbox.data.french.numbers import LA_POSTE, siret_of, site_of, vat_of
from passerelle.sandbox.data.french.party import Address, Party
from passerelle.sandbox.data.french.sites import second_site
from passerelle.sandbox.data.french.stock import LANDLINES, Stock
from passerelle.sandbox.data.french.towns import address_in, town_named, towns
from passerelle.sandbox.data.french.trades import TRADES
from passerelle.sandbox.data.french.words import SIGNS

FIRST_DAY, DAYS_OPENED = date(1985, 1, 1), 39 * 365
FIRST_END, DAYS_ENDED = date(2024, 6, 1), 600
WITH_SIGN, OTHER_TRADE, SECOND_LINE, SECOND_MAILBOX, NO_FIGURES = 0.25, 0.15, 0.2, 0.35, 0.15
YEARS = (2024, 2025)
"""Years of which the revenue is known."""
PER_HEAD = (60_000, 260_000)
SEAT_OF_LA_POSTE = "35600000000048"
"""The only site of the post office whose number ends with a Luhn digit."""
NAF_OF_LA_POSTE = "5310Z"


def firm_of(stock: Stock, fate: Fate, sites: list[Party]) -> Firm:
    """The company whose sites these are, the seat first, and which that fate has met."""
    rng, seat = stock.rng, sites[0]
    assert seat.siren and seat.legal_form
    if fate is Fate.CLOSED_SITE and len(sites) == 1:
        sites = [seat, second_site(stock, seat)]
    opened = FIRST_DAY + timedelta(days=rng.randrange(DAYS_OPENED))
    ended = FIRST_END + timedelta(days=rng.randrange(DAYS_ENDED))
    naf = seat.naf or rng.choice(TRADES)[1]
    made = [_site(stock, party, naf, opened, seat=party is seat) for party in sites]
    return Firm(
        fate=fate,
        siren=seat.siren,
        name=_another_name(rng) if fate is Fate.RENAMED else seat.name,
        known_as=seat.name,
        legal_form=seat.legal_form,
        capital=seat.capital,
        naf=naf,
        vat=vat_of(seat.siren),
        headcount=seat.headcount,
        revenues=_revenues(rng, seat),
        website=seat.website,
        mails=_mails(stock, seat),
        opened=opened,
        closed=ended if fate is Fate.CEASED else None,
        sites=_fated(stock, fate, ended, made),
        people=tuple(person for party in sites for person in party.contacts),
    )


def post_office(stock: Stock) -> Firm:
    """La Poste: its seat, and two sites whose digits add up to a multiple of five and have no Luhn digit."""
    town = town_named("Paris")
    party = reachable(stock, "La Poste", town, "", siren=LA_POSTE, siret=SEAT_OF_LA_POSTE, legal_form="SA")
    bare = replace(party, email=None, website=None, mobile=None, naf=NAF_OF_LA_POSTE, delivery=None)
    firm = firm_of(stock, Fate.POST_OFFICE, [bare])
    places = [
        replace(bare, siret=LA_POSTE + site, invoicing=address_in(stock.rng, town)) for site in ("00150", "41902")
    ]
    others = [_site(stock, place, NAF_OF_LA_POSTE, firm.opened, seat=False) for place in places]
    plain = [replace(site, sign=None, naf=NAF_OF_LA_POSTE) for site in (*firm.sites, *others)]
    return replace(firm, sites=tuple(plain), revenues=(), capital=None, headcount=None, mails=(), people=())


def _site(stock: Stock, party: Party, naf: str, opened: date, *, seat: bool) -> Site:
    rng = stock.rng
    address = party.invoicing or address_in(rng, rng.choice(towns()))
    return Site(
        siret=party.siret or "",
        seat=seat,
        sign=f"{party.name.split()[0]} {rng.choice(SIGNS)}" if rng.random() < WITH_SIGN else None,
        naf=rng.choice(TRADES)[1] if rng.random() < OTHER_TRADE else naf,
        address=address,
        headcount=party.headcount,
        phone=party.phone,
        phone2=_second_line(stock, address) if rng.random() < SECOND_LINE else None,
        fax=party.fax,
        opened=opened if seat else opened + timedelta(days=rng.randrange(90)),
    )


def _second_line(stock: Stock, address: Address) -> str:
    zone = next((town.zone for town in towns() if town.postcode == address.postal_code), "1")
    return stock.line(LANDLINES[zone])


def _fated(stock: Stock, fate: Fate, ended: date, sites: list[Site]) -> tuple[Site, ...]:
    if fate is Fate.CEASED:
        return tuple(replace(site, closed=ended) for site in sites)
    if fate is Fate.CLOSED_SITE:
        return (*sites[:-1], replace(sites[-1], closed=ended))
    if fate is Fate.MOVED:
        left = replace(sites[0], seat=False, closed=ended, former_seat=True)
        return (left, *sites[1:], _moved_to(stock, sites, ended))
    return tuple(sites)


def _moved_to(stock: Stock, sites: list[Site], day: date) -> Site:
    siren, last = sites[0].siret[:9], max(site_of(site.siret) for site in sites)
    address = address_in(stock.rng, stock.rng.choice(towns()))
    return replace(sites[0], siret=siret_of(siren, last + 1), address=address, opened=day)


def _another_name(rng: Random) -> str:
    return company_name(rng, rng.choice(TRADES)[0], rng.choice(towns()).name)


def _mails(stock: Stock, party: Party) -> tuple[str, ...]:
    if party.email is None or party.website is None:
        return (party.email,) if party.email else ()
    second = stock.rng.random() < SECOND_MAILBOX
    return (party.email, mailbox_at(stock, party.website)) if second else (party.email,)


def _revenues(rng: Random, party: Party) -> tuple[tuple[int, int], ...]:
    if rng.random() < NO_FIGURES:
        return ()
    heads = max(party.headcount or 0, 1)
    return tuple((year, heads * rng.randrange(*PER_HEAD)) for year in YEARS)
