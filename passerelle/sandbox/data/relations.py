"""One relation of AdminPulse (fact ``ap.relations.shape``) as an office would have typed it from what it knew."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from passerelle.sandbox.data.channels import address_channel, plain_channels
from passerelle.sandbox.data.companies import Company
from passerelle.sandbox.data.days import LAST_DAY
from passerelle.sandbox.data.mess import Mess
from passerelle.sandbox.data.names import commercial_name, company_names, legal_name, person, split_person
from passerelle.sandbox.data.numbers import with_wrong_check_digits
from passerelle.sandbox.data.spelling import spelled_number, with_stray_spaces
from passerelle.sandbox.data.towns import towns

Relation = dict[str, Any]

STRAY_SPACES = 0.06
STATUSES = ("Customer", "Prospect", "Other")
STATUS_WEIGHTS = (85, 10, 5)
CODED = 0.7


def relation_of(rng: Random, company: Company, mess: Mess) -> Relation:
    """What the office holds of one company; ``id`` and ``uniqueIdentifier`` are not given yet."""
    language = _language(rng, company)
    blank = _blank(rng, language, _since(rng, company["startDate"]))
    return blank | {
        **_named(rng, company, language, mess),
        "legalForm": company["juridicalForm"],
        **_numbers(rng, company, mess),
        "inactive": mess.inactive,
        "foundingDate": company["startDate"],
        "channels": [*address_channel(rng, company, language, mess), *plain_channels(rng, company, mess)],
    }


def person_relation(rng: Random) -> Relation:
    """A private person: no enterprise number, no VAT number."""
    town = rng.choice(towns())
    language = rng.choice(town.languages)
    family, given = person(rng, language)
    blank = _blank(rng, language, _since(rng, "2005-01-01"))
    email = {"type": "Email", "favourite": True, "value": f"{given}.{family}@voorbeeld.be".lower().replace(" ", "")}
    return blank | {"relationType": "Person", "firstName": given, "lastName": family, "channels": [email]}


def _blank(rng: Random, language: str, since: date) -> Relation:
    touched = datetime(2026, 1, 5, 10, tzinfo=UTC) - timedelta(minutes=rng.randrange(500_000))
    return {
        "code": f"{''.join(rng.choices('ABDEGKLMPRSTV', k=3))}{rng.randrange(100):02d}"
        if rng.random() < CODED
        else None,
        "name": None,
        "firstName": None,
        "lastName": None,
        "commercialName": None,
        "relationType": "Company",
        "status": rng.choices(STATUSES, STATUS_WEIGHTS)[0],
        "ownCompanyId": rng.choice((1, 1, 1, 2)),
        "language": language,
        "legalForm": None,
        "enterpriseNumber": None,
        "vatNumber": None,
        "vatNumberPending": False,
        "inactive": False,
        "relationSince": since.isoformat(),
        "foundingDate": None,
        "financialYearEnd": None,
        "accountingYears": [],
        "remarks": None,
        "channels": [],
        "links": [],
        "lastModified": touched.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _named(rng: Random, company: Company, language: str, mess: Mess) -> Relation:
    legal = legal_name(company["names"], language)
    trade = commercial_name(company["names"])
    if company["typeOfEnterprise"] == "1":
        family, given = split_person(legal)
        return {"relationType": "SoleProprietor", "firstName": given, "lastName": family, "commercialName": trade}
    name = _former_name(rng, legal, language) if mess.old_name else legal
    return {
        "name": None if mess.missing_name else with_stray_spaces(rng, name, STRAY_SPACES),
        "commercialName": trade if trade not in [known["value"] for known in company["names"][:2]] else None,
    }


def _former_name(rng: Random, legal: str, language: str) -> str:
    town = rng.choice([town for town in towns() if town.languages[0] == language] or towns())
    return next(name for _ in range(20) if (name := company_names(rng, town, association=False)[0]["value"]) != legal)


def _numbers(rng: Random, company: Company, mess: Mess) -> Relation:
    number = company["enterpriseNumber"]
    if mess.bad_check_digits:
        number = with_wrong_check_digits(number)
    if mess.missing_zero:
        number = number[1:]
    vat = None if mess.vat_pending else spelled_number(rng, number, "BE")
    return {"enterpriseNumber": spelled_number(rng, number), "vatNumber": vat, "vatNumberPending": mess.vat_pending}


def _language(rng: Random, company: Company) -> str:
    spoken = {"1": "fr", "2": "nl", "3": "de", "4": "en"}
    known = [spoken[name["language"]] for name in company["names"] if name["language"] in spoken]
    return rng.choice(known) if known else "nl"


def _since(rng: Random, founded: str | None) -> date:
    earliest = max(date.fromisoformat(founded) if founded else date.min, date(2005, 1, 1))
    return earliest + timedelta(days=rng.randrange(max(1, (LAST_DAY - earliest).days)))
