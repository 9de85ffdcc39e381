"""Companies of four neighbouring countries: no number of a French register, a VAT number of their own country."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from passerelle.sandbox.data.french.names import company_name
from passerelle.sandbox.data.french.numbers import luhn_digit
from passerelle.sandbox.data.french.party import NOBODY, Address, Party
from passerelle.sandbox.data.french.stock import Stock
from passerelle.sandbox.data.french.trades import TRADES
from passerelle.sandbox.data.numbers import enterprise_number

LEGAL_FORMS: dict[str, tuple[str, ...]] = {
    "BE": ("SRL", "SA", "BV", "NV"),
    "LU": ("SARL", "SA"),
    "CH": ("SA", "Sàrl", "GmbH"),
    "IT": ("S.r.l.", "S.p.A."),
}
LINES: dict[str, str] = {"BE": "+322555", "LU": "+3522655", "CH": "+4122555", "IT": "+39065555"}
"""Beginnings of numbers of eight to ten digits; none of these countries keeps a range for fiction."""
TOWNS: dict[str, tuple[tuple[str, str], ...]] = {
    "BE": (("1000", "Bruxelles"), ("4000", "Liège"), ("5000", "Namur"), ("7000", "Mons"), ("7500", "Tournai")),
    "LU": (("L-1611", "Luxembourg"), ("L-4001", "Esch-sur-Alzette"), ("L-9201", "Diekirch")),
    "CH": (("1201", "Genève"), ("1003", "Lausanne"), ("2000", "Neuchâtel"), ("1950", "Sion"), ("4051", "Basel")),
    "IT": (("10121", "Torino"), ("20121", "Milano"), ("16121", "Genova"), ("11100", "Aosta"), ("00184", "Roma")),
}
STREETS: dict[str, tuple[str, ...]] = {
    "BE": ("Rue Neuve {}", "Chaussée de Mons {}", "Rue de la Station {}"),
    "LU": ("{}, rue de la Gare", "{}, avenue de la Liberté", "{}, route d'Esch"),
    "CH": ("Rue du Rhône {}", "Avenue de la Gare {}", "Route de Berne {}"),
    "IT": ("Via Roma {}", "Corso Garibaldi {}", "Via Giuseppe Verdi {}"),
}
SWISS_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4)


def foreign_company(stock: Stock) -> Party:
    """A company abroad, under a name as companies in France have them."""
    rng, country = stock.rng, stock.rng.choice(tuple(TOWNS))
    name = company_name(rng, rng.choice(TRADES)[0], rng.choice(TOWNS[country])[1])
    website = stock.website(name)
    return replace(
        NOBODY,
        name=name,
        legal_form=rng.choice(LEGAL_FORMS[country]),
        vat=VAT[country](stock),
        email=f"info@{website.removeprefix('www.')}",
        phone=stock.line(LINES[country]),
        website=website,
        invoicing=_address(rng, country),
    )


def _address(rng: Random, country: str) -> Address:
    postcode, city = rng.choice(TOWNS[country])
    return Address(rng.choice(STREETS[country]).format(rng.randrange(1, 200)), None, postcode, city, country)


def _belgian(stock: Stock) -> str:
    return f"BE{enterprise_number(stock.rng, stock.rng.randrange(1960, 2025), stock.sirens)}"


def _luxembourgish(stock: Stock) -> str:
    number = stock.rng.randrange(100_000, 400_000)
    return f"LU{number}{number % 89:02d}"


def _swiss(stock: Stock) -> str:
    while True:
        digits = f"1{stock.rng.randrange(10**7):07d}"
        check = -sum(weight * int(digit) for weight, digit in zip(SWISS_WEIGHTS, digits, strict=True)) % 11
        # There is no digit for ten: such numbers are not given out.
        if check < 10:
            return f"CHE{digits}{check}TVA"


def _italian(stock: Stock) -> str:
    digits = f"{stock.rng.randrange(1, 10**7):07d}{stock.rng.randrange(1, 100):03d}"
    return f"IT{digits}{luhn_digit(digits)}"


VAT: dict[str, Callable[[Stock], str]] = {"BE": _belgian, "LU": _luxembourgish, "CH": _swiss, "IT": _italian}
