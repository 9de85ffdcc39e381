"""What people at Reviso choose from, as it is at the beginning."""

import csv
from collections.abc import Sequence
from functools import cache
from importlib import resources

from passerelle.sandbox.reviso.streams import (
    COUNTRIES,
    CURRENCIES,
    GROUPS,
    PRICES,
    PROVINCES,
    TERMS,
    TYPES,
    ZONES,
)
from passerelle.sandbox.system import Record

ITALIANS, FOREIGNERS, PUBLIC = 1, 2, 3
DOMESTIC, WITHIN_UNION, ABROAD = 1, 2, 3
CODES = (
    "IT Italia,AT Austria,BE Belgio,BG Bulgaria,CH Svizzera,CY Cipro,CZ Cechia,DE Germania,DK Danimarca,EE Estonia,"
    "ES Spagna,FI Finlandia,FR Francia,GB Regno Unito,GR Grecia,HR Croazia,HU Ungheria,IE Irlanda,LT Lituania,"
    "LU Lussemburgo,LV Lettonia,MC Monaco,MT Malta,NL Paesi Bassi,NO Norvegia,PL Polonia,PT Portogallo,RO Romania,"
    "SE Svezia,SI Slovenia,SK Slovacchia,SM San Marino,US Stati Uniti,VA Città del Vaticano"
)


@cache
def provinces() -> dict[str, int]:
    """The number of each Italian province by its code, as BO."""
    return {row["code"]: number for number, row in enumerate(_table(), start=1)}


def seeded_lookups() -> dict[str, dict[str, Record]]:
    """The lists by the stream's name in the store, and by number or code."""
    rows: dict[str, tuple[str, Sequence[Record]]] = {
        GROUPS: ("customerGroupNumber", GROUP_ROWS),
        ZONES: ("vatZoneNumber", ZONE_ROWS),
        TERMS: ("paymentTermsNumber", TERM_ROWS),
        TYPES: ("paymentTypeNumber", TYPE_ROWS),
        PRICES: ("priceGroupNumber", PRICE_ROWS),
        CURRENCIES: ("code", CURRENCY_ROWS),
        COUNTRIES: ("code", [{"code": one[:2], "name": one[3:]} for one in CODES.split(",")]),
        PROVINCES: ("provinceNumber", _provinces()),
    }
    return {stream: {str(row[number]): row for row in held} for stream, (number, held) in rows.items()}


def _provinces() -> list[Record]:
    country = {"countryCode": {"code": "IT"}}
    return [
        {"provinceNumber": number, "code": row["code"], "name": row["name"], **country}
        for number, row in enumerate(_table(), start=1)
    ]


@cache
def _table() -> tuple[dict[str, str], ...]:
    text = resources.files("passerelle.sandbox.reviso").joinpath("provinces.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _zone(number: int, name: str, text_id: str, *, domestic: bool = False, customers: bool = True) -> Record:
    enabled = {"enabledForCustomer": customers, "enabledForSupplier": not customers}
    known = {"vatZoneNumber": number, "name": name, "textId": text_id}
    return {**known, **enabled, "isDomestic": domestic, "isExemptVatZone": not domestic}


def _terms(number: int, name: str, kind: str, days: int) -> Record:
    return {"paymentTermsNumber": number, "name": name, "paymentTermsType": kind, "daysOfCredit": days}


IBAN = {"name": "iban", "dataType": "string", "minimumLength": 15, "maximumLength": 34}
GROUP_ROWS: tuple[Record, ...] = (
    {"customerGroupNumber": ITALIANS, "name": "Clienti Italia", "account": {"accountNumber": 140100}},
    {"customerGroupNumber": FOREIGNERS, "name": "Clienti estero", "account": {"accountNumber": 140200}},
    {"customerGroupNumber": PUBLIC, "name": "Enti pubblici", "account": {"accountNumber": 140300}},
)
ZONE_ROWS = (
    _zone(DOMESTIC, "Italia", "domestic", domestic=True),
    _zone(WITHIN_UNION, "Unione Europea", "eu"),
    _zone(ABROAD, "Estero", "abroad"),
    _zone(4, "Italia fornitori", "domestic-suppliers", domestic=True, customers=False),
)
TERM_ROWS = (
    _terms(1, "Rimessa diretta", "paidInCash", 0),
    _terms(2, "30 giorni data fattura", "net", 30),
    _terms(3, "60 giorni fine mese", "invoiceMonth", 60),
)
TYPE_ROWS: tuple[Record, ...] = (
    {"paymentTypeNumber": 1, "name": "Bonifico bancario", "fields": [IBAN]},
    {"paymentTypeNumber": 2, "name": "Contanti", "fields": []},
    {"paymentTypeNumber": 3, "name": "RID", "fields": [IBAN]},
    {"paymentTypeNumber": 4, "name": "Carta di pagamento", "fields": []},
)
PRICE_ROWS: tuple[Record, ...] = (
    {"priceGroupNumber": 0, "name": "Base"},
    {"priceGroupNumber": 1, "name": "Rivenditori"},
    {"priceGroupNumber": 2, "name": "Ingrosso"},
)
CURRENCY_ROWS: tuple[Record, ...] = (
    {"code": "EUR", "isoNumber": "978", "name": "Euro"},
    {"code": "USD", "isoNumber": "840", "name": "Dollaro USA"},
    {"code": "GBP", "isoNumber": "826", "name": "Sterlina britannica"},
    {"code": "CHF", "isoNumber": "756", "name": "Franco svizzero"},
)
