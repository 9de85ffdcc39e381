"""A folder of the Belgian register's open data as companies of openthebox (fact ``otb.company.fields``).

The files ``enterprise.csv``, ``denomination.csv``, ``address.csv`` and ``contact.csv`` are read. Whether a company is
liable to VAT, when its accounting year ends and who runs it do not stand in the open data, so ``vatNumber`` and
``fiscalYearEnd`` are None and there are no mandates.
"""

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.register.countries import country_code
from passerelle.sandbox.register.tables import digits, rows, warn

Company = dict[str, Any]

NAME_TYPES = frozenset({"001", "002", "003"})
CONTACTS = {"TEL": "phone", "EMAIL": "email", "WEB": "website"}
REACH: dict[str, str | None] = dict.fromkeys(CONTACTS.values())


def read_register(folder: Path) -> tuple[Company, ...]:
    """Every company of the folder, in the order of enterprise.csv.

    Raises SandboxError if a file or column is missing or an enterprise number is no ten digits. A country or a date
    that is not understood becomes None and is told on standard error.
    """
    if not folder.is_dir():
        raise SandboxError(f"register folder {folder}: it is no folder")
    names, addresses, contacts = _names(folder), _addresses(folder), _contacts(folder)
    companies = []
    for row in rows(folder, "enterprise"):
        number = digits(row["EnterpriseNumber"])
        if len(number) != 10 or not number.isdecimal():
            raise SandboxError(
                f"register folder {folder}: enterprise number {row['EnterpriseNumber']!r} is no ten digits"
            )
        reach = {**REACH, **contacts.get(number, {})}
        companies.append(_company(row, number, names.get(number, []), addresses.get(number)) | reach)
    return tuple(companies)


def _company(row: dict[str, str], number: str, names: list[dict[str, str]], address: Company | None) -> Company:
    return {
        "pid": f"BE{number}",
        "enterpriseNumber": number,
        "vatNumber": None,
        "status": row["Status"],
        "juridicalSituation": row["JuridicalSituation"] or None,
        "typeOfEnterprise": row["TypeOfEnterprise"] or None,
        "juridicalForm": row["JuridicalForm"] or None,
        "names": names,
        "address": address,
        "startDate": _day(row["StartDate"], number),
        "endDate": None,
        "fiscalYearEnd": None,
        "mandates": [],
    }


def _names(folder: Path) -> dict[str, list[dict[str, str]]]:
    names = defaultdict(list)
    for row in rows(folder, "denomination"):
        if row["TypeOfDenomination"] in NAME_TYPES:
            name = {"language": row["Language"] or "0", "type": row["TypeOfDenomination"], "value": row["Denomination"]}
            names[digits(row["EntityNumber"])].append(name)
    return names


def _addresses(folder: Path) -> dict[str, Company]:
    return {
        digits(row["EntityNumber"]): _address(row)
        for row in rows(folder, "address")
        if row["TypeOfAddress"] == "REGO" and not row["DateStrikingOff"]
    }


def _address(row: dict[str, str]) -> Company:
    code = country_code(row["CountryFR"], row["CountryNL"])
    if code is None:
        country = row["CountryFR"] or row["CountryNL"]
        warn(f"register address of {row['EntityNumber']}: country {country!r} is not known, countryCode stays empty")
    return {
        "street": _in_languages(row["StreetNL"], row["StreetFR"]),
        "houseNumber": row["HouseNumber"] or None,
        "box": row["Box"] or None,
        "zipcode": row["Zipcode"] or None,
        "municipality": _in_languages(row["MunicipalityNL"], row["MunicipalityFR"]),
        "countryCode": code,
    }


def _contacts(folder: Path) -> dict[str, dict[str, str]]:
    contacts: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(folder, "contact"):
        attribute = CONTACTS.get(row["ContactType"])
        if row["EntityContact"] == "ENT" and attribute:
            contacts[digits(row["EntityNumber"])].setdefault(attribute, row["Value"])
    return contacts


def _in_languages(dutch: str, french: str) -> dict[str, str]:
    return {code: text for code, text in (("nl", dutch), ("fr", french)) if text}


def _day(text: str, number: str) -> str | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d-%m-%Y").date().isoformat()
    except ValueError:
        warn(f"register company {number}: start date {text!r} is not dd-mm-yyyy, startDate stays empty")
        return None
