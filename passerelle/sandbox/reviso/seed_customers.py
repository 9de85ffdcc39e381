"""An Italian firm as a customer in Reviso's books."""

from datetime import UTC, datetime, timedelta
from random import Random

from passerelle.sandbox.clock import STAMP
from passerelle.sandbox.data.italian import Firm
from passerelle.sandbox.reviso.lookup_rows import (
    DOMESTIC,
    FOREIGNERS,
    ITALIANS,
    PUBLIC,
    WITHIN_UNION,
    provinces,
)
from passerelle.sandbox.system import Record

FIRST = datetime(2023, 1, 9, 8, tzinfo=UTC)
SECONDS = 3 * 365 * 86_400
COUNTRIES = {"IT": ("Italia", "ITALIA", "IT", "Italia"), "FR": ("Francia", "FR"), "DE": ("Germania", "Deutschland")}
CUSTOMER_TYPES = {"company": "B2B", "trader": "B2B", "consumer": "Consumer", "public": "none", "foreign": "none"}
WITH_ENTRIES = 7
"""One in so many customers has entries, the first one too."""


def customer_of(number: int, firm: Firm, rng: Random) -> Record:
    """The customer of that number, as it is stored: what is not known of it is left out."""
    known = {
        **_identity(firm, rng),
        **_address(firm, rng),
        **_reached(firm),
        **_terms(firm, rng),
        "balance": round(rng.uniform(-900, 9000), 2) if number % WITH_ENTRIES == 0 else 0,
    }
    stamp = (FIRST + timedelta(seconds=rng.randrange(SECONDS))).strftime(STAMP)
    kept = {name: value for name, value in known.items() if value is not None}
    return {"customerNumber": number, **kept, "lastUpdated": stamp}


def _identity(firm: Firm, rng: Random) -> Record:
    # Most people type a person's family name first, and nobody types the country before an Italian number but some.
    turned = firm.given and rng.random() < 0.5
    name = f"{firm.family} {firm.given}" if turned else f"{firm.name} {firm.legal_form or ''}".rstrip(" ")
    vat = firm.partita_iva
    fiscal = firm.codice_fiscale
    return {
        "name": name,
        "vatNumber": f"IT{vat}" if vat and firm.country == "IT" and rng.random() < 0.1 else vat,
        "corporateIdentificationNumber": fiscal and rng.choice((fiscal, fiscal, fiscal, fiscal.lower())),
        "publicEntryNumber": firm.sdi,
        "italianCertifiedEmail": firm.pec,
        "italianCustomerType": CUSTOMER_TYPES[firm.kind],
        "splitPayment": firm.kind == "public",
    }


def _address(firm: Firm, rng: Random) -> Record:
    number = provinces().get(firm.province or "")
    return {
        "address": firm.address,
        "zip": firm.postcode,
        "city": firm.town,
        "country": rng.choice(COUNTRIES[firm.country]),
        "countryCode": {"code": firm.country},
        "province": {"provinceNumber": number, "countryCode": {"code": "IT"}} if number else None,
    }


def _reached(firm: Firm) -> Record:
    return {"email": " ".join(firm.emails) or None, "telephoneAndFaxNumber": firm.phone, "website": firm.website}


def _terms(firm: Firm, rng: Random) -> Record:
    group = {"foreign": FOREIGNERS, "public": PUBLIC}.get(firm.kind, ITALIANS)
    price = rng.choice((None, 0, 1))
    return {
        "currency": "EUR",
        "customerGroup": {"customerGroupNumber": group},
        "vatZone": {"vatZoneNumber": DOMESTIC if firm.country == "IT" else WITHIN_UNION},
        "paymentTerms": {"paymentTermsNumber": rng.choice((1, 2, 3))},
        "paymentType": rng.choice((None, {"paymentTypeNumber": 1}, {"paymentTypeNumber": 3})),
        "priceGroup": None if price is None else {"priceGroupNumber": price},
    }
