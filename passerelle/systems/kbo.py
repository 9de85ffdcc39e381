"""KBO/BCE, the Belgian register: read from the open data that was loaded into the hub, without any call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Row as HubRow

from passerelle.errors import ConfigurationError
from passerelle.hub import register, register_schema
from passerelle.systems.base import LookUp, Raw, ignore
from passerelle.systems.be_names import names_by_language
from passerelle.systems.kept import KeptSystem

HOW_TO_LOAD = (
    "download KboOpenData_…_Full.zip from https://kbopub.economie.fgov.be/kbo-open-data (a free account), "
    "then run: passerelle register load FILE"
)
KEY = "enterprise_number"
_CONTACTS = {"phone": "TEL", "website": "WEB", "email": "EMAIL"}


class Client(KeptSystem):
    """The register in the hub, as a system that is only ever asked by number."""

    def test(self) -> str:
        """Which register is loaded and how old it is. Raises ConfigurationError, with the command, when none is."""
        with self._hub.read() as connection:
            load = self._current(connection)
        age = (datetime.now(UTC).date() - date.fromisoformat(load.snapshot_date)).days
        return (
            f"extract {load.extract_number} of {load.snapshot_date}, {age} {'day' if age == 1 else 'days'} old, "
            f"loaded {load.loaded_at.astimezone():%Y-%m-%d %H:%M}"
        )

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:  # noqa: ARG002
        """The companies with these numbers, all read at once. Raises ConfigurationError when no register is loaded."""
        wanted = list(dict.fromkeys(keys))
        known = self._companies(wanted)
        seen(len(wanted))
        found = {key: known[key] for key in wanted if key in known}
        return LookUp(found=found, missing=[key for key in wanted if key not in found])

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:  # noqa: ARG002
        """Companies by number, the only thing the register is asked by."""
        if column != KEY:
            raise self._not_offered(f"look for {column}")
        found = self.look_up(stream, values).found
        return {value: [found[value]] if value in found else [] for value in values}

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Not offered: nobody wants two million companies in a client file."""
        raise self._not_offered(f"list every {stream}")

    def _current(self, connection: Connection) -> HubRow[Any]:
        load = register.current(connection)
        if load is None:
            raise ConfigurationError(f"{self.profile.title}: no register is loaded; {HOW_TO_LOAD}")
        return load

    def _companies(self, numbers: list[str]) -> dict[str, Raw]:
        """Companies of one and the same load: read again when another replaced it in the middle."""
        while True:
            with self._hub.read() as connection:
                load = self._current(connection)
                found = _read(connection, load.id, numbers)
            with self._hub.read() as connection:
                if self._current(connection) == load:
                    return found


def _read(connection: Connection, load_id: int, numbers: list[str]) -> dict[str, Raw]:
    tables = (register_schema.register_denomination, register_schema.register_address, register_schema.register_contact)
    names, seats, contacts = (register.of_numbers(connection, table, load_id, numbers) for table in tables)
    codes = register.descriptions(connection, load_id)
    held = register.of_numbers(connection, register_schema.register_enterprise, load_id, numbers)
    return {
        number: _company(row, names.get(number, []), seats.get(number), contacts.get(number, []), codes)
        for number, (row,) in held.items()
    }


def _company(
    row: HubRow[Any],
    names: list[HubRow[Any]],
    seat: list[HubRow[Any]] | None,
    contacts: list[HubRow[Any]],
    codes: dict[tuple[str, str], dict[str, str]],
) -> Raw:
    reach = {contact.contact_type: contact.value for contact in contacts}
    named = sorted((name.language, name.denomination) for name in names)
    return {
        "number": row.number,
        "name": names_by_language(named, (seat[0].zipcode or "") if seat else ""),
        "status": _coded("Status", row.status, codes),
        "typeOfEnterprise": _coded("TypeOfEnterprise", row.type_of_enterprise, codes),
        "juridicalForm": _coded("JuridicalForm", row.juridical_form, codes),
        "startDate": row.start_date,
        "address": _address(seat[0]) if seat else None,
        **{key: reach.get(kind) for key, kind in _CONTACTS.items()},
    }


def _coded(category: str, code: str | None, codes: dict[tuple[str, str], dict[str, str]]) -> Raw | None:
    """A code with what the register's own table says it means, in French and in Dutch."""
    return None if code is None else {"code": code, **codes.get((category, code), {})}


def _address(seat: HubRow[Any]) -> Raw:
    """The seat. The register names no country for an address in Belgium (`kbo.address`)."""
    return {
        "street": {"fr": seat.street_fr, "nl": seat.street_nl},
        "houseNumber": seat.house_number,
        "box": seat.box,
        "zipcode": seat.zipcode,
        "municipality": {"fr": seat.municipality_fr, "nl": seat.municipality_nl},
        "country": seat.country or "België",
    }
