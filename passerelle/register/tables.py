"""What is kept of the register's files, and how each row of theirs becomes one of the hub's.

Columns and codes: facts `kbo.files` and `kbo.codes` of docs/systems.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table

from passerelle.hub import register_schema
from passerelle.register.archive import Row, wrong

LEGAL_NAME, SEAT, OF_ENTERPRISE = "001", "REGO", "ENT"
CONTACTS = frozenset({"TEL", "WEB", "EMAIL"})
CATEGORIES = frozenset({"JuridicalForm", "JuridicalSituation", "Status", "TypeOfEnterprise"})
LANGUAGES = frozenset({"FR", "NL"})

Values = dict[str, Any]


class Unreadable(ValueError):
    """A value that is not what its column holds: column, value, what was expected."""


@dataclass(frozen=True)
class File:
    """One file of the register: the columns read, the hub's table, and what a row becomes (None: not kept)."""

    name: str
    columns: tuple[str, ...]
    table: Table
    row: Callable[[Row], Values | None]

    def kept(self, rows: list[tuple[int, Row]], load_id: int, file: str) -> list[Values]:
        """The hub's rows of a chunk. Raises ConfigurationError naming file, line, column and what was expected."""
        found = []
        for line, row in rows:
            try:
                values = self.row(row)
            except Unreadable as problem:
                raise wrong(file, f"line {line}, {problem}") from None
            if values is not None:
                found.append({"load_id": load_id, **values})
        return found


def number_of(column: str, text: str) -> str:
    """Ten digits of a number written with dots or without. Raises Unreadable."""
    digits = text.replace(".", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        raise Unreadable(f"column {column} holds '{text[:40]}'; expected ten digits such as 0123.456.789")
    return digits


def day_of(column: str, text: str) -> str | None:
    """`YYYY-MM-DD` of a day written dd-mm-yyyy; None of nothing. Raises Unreadable."""
    if not text:
        return None
    try:
        day, month, year = text.split("-")
        return date.fromisoformat(f"{year}-{month}-{day}").isoformat()
    except ValueError:
        raise Unreadable(f"column {column} holds '{text[:40]}'; expected a day written dd-mm-yyyy") from None


def _enterprise(row: Row) -> Values:
    number, status, kind, form, start = row
    return {
        "number": number_of("EnterpriseNumber", number),
        "status": status or None,
        "type_of_enterprise": kind or None,
        "juridical_form": form or None,
        "start_date": day_of("StartDate", start),
    }


def _denomination(row: Row) -> Values | None:
    number, language, kind, name = row
    if kind != LEGAL_NAME or not name:
        return None
    return {"number": number_of("EntityNumber", number), "language": language or "0", "denomination": name}


def _address(row: Row) -> Values | None:
    number, kind, country_nl, country_fr, zipcode, town_nl, town_fr, street_nl, street_fr, house, box, struck = row
    if day_of("DateStrikingOff", struck) or kind != SEAT:
        return None
    return {
        "number": number_of("EntityNumber", number),
        "country": country_fr or country_nl or None,
        "zipcode": zipcode or None,
        "municipality_nl": town_nl or None,
        "municipality_fr": town_fr or None,
        "street_nl": street_nl or None,
        "street_fr": street_fr or None,
        "house_number": house or None,
        "box": box or None,
    }


def _contact(row: Row) -> Values | None:
    number, entity, kind, value = row
    if entity != OF_ENTERPRISE or kind not in CONTACTS or not value:
        return None
    return {"number": number_of("EntityNumber", number), "contact_type": kind, "value": value}


def _code(row: Row) -> Values | None:
    category, code, language, description = row
    if category not in CATEGORIES or language not in LANGUAGES:
        return None
    return {"category": category, "code": code, "language": language.lower(), "description": description}


CODES = File("code", ("Category", "Code", "Language", "Description"), register_schema.register_code, _code)
ENTITIES = (
    File(
        "enterprise",
        ("EnterpriseNumber", "Status", "TypeOfEnterprise", "JuridicalForm", "StartDate"),
        register_schema.register_enterprise,
        _enterprise,
    ),
    File(
        "denomination",
        ("EntityNumber", "Language", "TypeOfDenomination", "Denomination"),
        register_schema.register_denomination,
        _denomination,
    ),
    File(
        "address",
        (
            "EntityNumber", "TypeOfAddress", "CountryNL", "CountryFR", "Zipcode", "MunicipalityNL", "MunicipalityFR",
            "StreetNL", "StreetFR", "HouseNumber", "Box", "DateStrikingOff",
        ),
        register_schema.register_address,
        _address,
    ),
    File(
        "contact",
        ("EntityNumber", "EntityContact", "ContactType", "Value"),
        register_schema.register_contact,
        _contact,
    ),
)  # fmt: skip
"""Files with rows of an entity, whose number is the first of the columns read."""
