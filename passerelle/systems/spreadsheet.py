"""A spreadsheet file that says what it holds and does nothing: CSV in UTF-8 with a byte order mark, semicolons between.

What a spreadsheet would run as a formula, or would take for a number and shorten, is held back by an apostrophe in
front, as spreadsheets themselves do; whoever reads the file takes one off.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from passerelle.http import dig
from passerelle.mapping.models import FileShape
from passerelle.parts import ids_of
from passerelle.systems.base import Raw

BOM = b"\xef\xbb\xbf"
RUNS = ("=", "+", "-", "@", "\t", "\r", "'")
"""How a cell begins that a spreadsheet runs, or that has an apostrophe of its own."""
SHORTENED = re.compile(r"0[0-9 ]+|[0-9]{12,}")
"""What a spreadsheet takes for a number and shortens: leading zeros (postcodes, phones), and very many digits."""
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def sheet_of(shape: FileShape, records: Sequence[Raw]) -> bytes:
    """The file of some records, columns as the shape says. An attribute that has no column raises ValueError."""
    constant = {column: text for column, text in shape.constant.items() if text}
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([*shape.columns, *constant])
    for record in (row for one in records for row in _rows(shape, one)):
        _refuse_unplaced(shape, record)
        cells = [_cell(shape, dig(record, path)) for path in shape.columns.values()]
        writer.writerow([guarded(cell) for cell in [*cells, *constant.values()]])
    return BOM + written.getvalue().encode("utf-8")


def guarded(text: str) -> str:
    """The text as a spreadsheet shows it unchanged and never runs it.

    >>> guarded("=1+1"), guarded("06000"), guarded("Brun & Fils")
    ("'=1+1", "'06000", 'Brun & Fils')
    """
    return f"'{text}" if text.startswith(RUNS) or SHORTENED.fullmatch(text) else text


def _rows(shape: FileShape, record: Raw) -> list[Raw]:
    """The record once for each of those it lists, where a row names one of them."""
    ids = ids_of(dig(record, shape.each)) if shape.each else []
    return [record | {shape.each: id_} for id_ in ids] or [record]


def _cell(shape: FileShape, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return shape.yes if value else shape.no
    if isinstance(value, list):
        return shape.between.join(_cell(shape, one) for one in value)
    day = DAY.fullmatch(str(value))
    return f"{day[3]}/{day[2]}/{day[1]}" if day else str(value).replace("\r\n", " ").replace("\n", " ")


def _refuse_unplaced(shape: FileShape, record: Raw) -> None:
    placed = set(shape.columns.values()) | {"id"}
    unplaced = sorted(path for path in _paths(record) if path not in placed)
    if unplaced:
        raise ValueError(f"the import file has no column for {', '.join(unplaced)}; add it under file in the profile")


def _paths(record: Raw, above: str = "") -> list[str]:
    found: list[str] = []
    for name, value in record.items():
        place = f"{above}{name}"
        if isinstance(value, dict):
            found += _paths(value, f"{place}.")
        elif value is not None:
            found.append(place)
    return found
