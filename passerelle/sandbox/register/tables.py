"""The register's CSV files, read by the names of their columns."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from passerelle.sandbox.config import SandboxError

COLUMNS: dict[str, tuple[str, ...]] = {
    "enterprise": (
        "EnterpriseNumber", "Status", "JuridicalSituation", "TypeOfEnterprise", "JuridicalForm", "StartDate",
    ),
    "denomination": ("EntityNumber", "Language", "TypeOfDenomination", "Denomination"),
    "address": (
        "EntityNumber", "TypeOfAddress", "CountryNL", "CountryFR", "Zipcode", "MunicipalityNL", "MunicipalityFR",
        "StreetNL", "StreetFR", "HouseNumber", "Box", "DateStrikingOff",
    ),
    "contact": ("EntityNumber", "EntityContact", "ContactType", "Value"),
}  # fmt: skip


def rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    """The rows of one table, the columns used here only, blanks trimmed.

    Raises SandboxError if the file or one of those columns is missing, or a row is shorter than the header.
    """
    path = folder / f"{table}.csv"
    if not path.is_file():
        raise SandboxError(f"register folder {folder}: there is no {path.name}")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS[table] if name not in (reader.fieldnames or ())]
        if missing:
            raise SandboxError(f"register file {path}: the columns {', '.join(missing)} are missing")
        for row in reader:
            yield _used(row, table, path, reader.line_num)


def digits(number: str) -> str:
    """The ten digits of an enterprise number, which the register's files write with dots or without."""
    return number.replace(".", "").strip().zfill(10)


def warn(message: str) -> None:
    """Tell the person who started the sandbox what of the register could not be used."""
    print(f"sandbox: {message}", file=sys.stderr)


def _used(row: dict[str, str | None], table: str, path: Path, line: int) -> dict[str, str]:
    values = {name: row[name] for name in COLUMNS[table]}
    if None in values.values():
        raise SandboxError(f"register file {path}, line {line}: the row is shorter than the header")
    return {name: (value or "").strip() for name, value in values.items()}
