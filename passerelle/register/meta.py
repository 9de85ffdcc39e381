"""meta.csv: whether a file is the whole register or an update, of which day, and which extract of the series."""

from __future__ import annotations

from dataclasses import dataclass

from passerelle.register.archive import Archive, wrong
from passerelle.register.tables import Unreadable, day_of

FILE = "meta.csv"
WANTED = ("ExtractType", "ExtractNumber", "SnapshotDate")


@dataclass(frozen=True)
class Meta:
    """What a file says of itself; the day is `YYYY-MM-DD`."""

    is_full: bool
    extract_number: int
    snapshot_date: str


def read_meta(archive: Archive) -> Meta:
    """Read meta.csv. Raises ConfigurationError naming what is missing or not understood."""
    said = {variable: value for _, (variable, value) in archive.rows(FILE, ("Variable", "Value"))}
    for name in WANTED:
        if not said.get(name):
            raise wrong(FILE, f"names no {name}; expected the variables {', '.join(WANTED)}")
    kind, number = said["ExtractType"].lower(), said["ExtractNumber"]
    if kind not in ("full", "update"):
        raise wrong(FILE, f"ExtractType is '{said['ExtractType'][:40]}'; expected Full or Update")
    if not (number.isascii() and number.isdigit()):
        raise wrong(FILE, f"ExtractNumber is '{number[:40]}'; expected a whole number")
    try:
        day = day_of("Value", said["SnapshotDate"]) or ""
    except Unreadable as problem:
        raise wrong(FILE, f"SnapshotDate: {problem}") from None
    return Meta(kind == "full", int(number), day)
