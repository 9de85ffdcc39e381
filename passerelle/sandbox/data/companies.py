"""Made-up companies in the JSON of openthebox (fact ``otb.company.fields``); same count and seed, same companies.

Shares, of all companies: natural persons 6 %, stopped 2 %, not liable to VAT 1.5 %, non-profit associations 8 %,
legal persons without an address 1 %, without a telephone 12 %, without an e-mail 20 %, without a website 35 %.
Half of the natural persons have no address, as the register publishes none of theirs. The ends of their years and
their mandates: see ``yearends`` and ``mandates``.
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from passerelle.sandbox.data.days import LAST_DAY
from passerelle.sandbox.data.mandates import with_mandates
from passerelle.sandbox.data.names import commercial_name, company_names, person_names
from passerelle.sandbox.data.numbers import enterprise_number, landline
from passerelle.sandbox.data.quota import picked
from passerelle.sandbox.data.spelling import register_phone
from passerelle.sandbox.data.towns import Town, street_in, towns
from passerelle.sandbox.data.yearends import with_year_ends

Company = dict[str, Any]

NATURAL_PERSONS, STOPPED, NOT_LIABLE = 0.06, 0.02, 0.015
NO_ADDRESS, NO_ADDRESS_OF_PERSON, NO_PHONE, NO_EMAIL, NO_WEBSITE = 0.01, 0.5, 0.12, 0.2, 0.35
BOX, LETTERED = 0.15, 0.08
LEGAL_FORMS: dict[str, int] = {"610": 58, "014": 17, "017": 8, "015": 4, "706": 4, "011": 3, "612": 3, "008": 3}
"""Register codes and weights: BV/SRL, NV/SA, VZW/ASBL, old BVBA/SPRL, CV/SC, VOF/SNC, CommV/SComm, old CVBA/SCRL."""
ASSOCIATION = "017"
BANKRUPT, NORMAL = "050", "000"


@lru_cache(maxsize=4)
def generate_companies(count: int, seed: int) -> tuple[Company, ...]:
    """``count`` companies with valid, distinct enterprise numbers; callers must not change the records."""
    return with_mandates(with_year_ends(_companies(count, seed), seed), seed)


def _companies(count: int, seed: int) -> list[Company]:
    rng = Random(f"companies {seed}")  # noqa: S311  to be repeated, no secret
    everyone = range(count)
    persons = picked(rng, everyone, NATURAL_PERSONS, count)
    stopped = picked(rng, everyone, STOPPED, count)
    not_liable = picked(rng, [at for at in everyone if at not in persons], NOT_LIABLE, count)
    taken: set[str] = set()
    companies = []
    for at in everyone:
        company = one_company(rng, taken, natural_person=at in persons)
        companies.append(
            company | _stop(rng, company, at in stopped) | ({"vatNumber": None} if at in not_liable else {})
        )
    return companies


def one_company(rng: Random, taken: set[str], *, natural_person: bool) -> Company:
    """One active company liable to VAT, without year end and mandates; its number is added to ``taken``."""
    town = rng.choice(towns())
    start = _start_date(rng)
    number = enterprise_number(rng, start.year, taken)
    form = None if natural_person else rng.choices(tuple(LEGAL_FORMS), tuple(LEGAL_FORMS.values()))[0]
    names = person_names(rng, town) if natural_person else company_names(rng, town, association=form == ASSOCIATION)
    return {
        "pid": f"BE{number}",
        "enterpriseNumber": number,
        "vatNumber": f"BE{number}",
        "status": "AC",
        "juridicalSituation": NORMAL,
        "typeOfEnterprise": "1" if natural_person else "2",
        "juridicalForm": form,
        "names": names,
        "address": _address_or_none(rng, town, natural_person=natural_person),
        **_reach(rng, town, commercial_name(names)),
        "startDate": start.isoformat(),
        "endDate": None,
        "fiscalYearEnd": None,
        "mandates": [],
    }


def address_in(rng: Random, town: Town) -> dict[str, Any]:
    """An address in that town, named in the languages of its region."""
    number = str(rng.randrange(1, 400)) + (rng.choice("ABC") if rng.random() < LETTERED else "")
    return {
        "street": street_in(rng, town),
        "houseNumber": number,
        "box": str(rng.randrange(1, 30)) if rng.random() < BOX else None,
        "zipcode": town.postcode,
        "municipality": dict(town.names),
        "countryCode": "BE",
    }


def _address_or_none(rng: Random, town: Town, *, natural_person: bool) -> dict[str, Any] | None:
    missing = rng.random() < (NO_ADDRESS_OF_PERSON if natural_person else NO_ADDRESS)
    return None if missing else address_in(rng, town)


def _reach(rng: Random, town: Town, name: str) -> dict[str, str | None]:
    domain = f"{_slug(name)}.be"
    phone = register_phone(landline(rng, town.zone))
    return {
        "phone": None if rng.random() < NO_PHONE else phone,
        "email": None if rng.random() < NO_EMAIL else f"{rng.choice(('info', 'contact', 'office'))}@{domain}",
        "website": None if rng.random() < NO_WEBSITE else f"www.{domain}",
    }


def _stop(rng: Random, company: Company, stopped: bool) -> Company:
    if not stopped:
        return {}
    start = date.fromisoformat(company["startDate"])
    end = LAST_DAY - timedelta(days=rng.randrange(min(700, max(1, (LAST_DAY - start).days))))
    return {"status": "ST", "juridicalSituation": BANKRUPT, "endDate": end.isoformat()}


def _start_date(rng: Random) -> date:
    year = rng.choices((rng.randrange(1968, 1990), rng.randrange(1990, 2010), rng.randrange(2010, 2026)), (2, 4, 6))[0]
    return date(year, rng.randrange(1, 13), rng.randrange(1, 29))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
