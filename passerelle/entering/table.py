"""A file of records as rows of text: CSV as spreadsheets write it, or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from passerelle.errors import ConfigurationError

ENCODINGS = ("utf-8-sig", "cp1252")
"""Tried in this order: what is no UTF-8 was written by an older Excel."""
BETWEEN = ";,\t"
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Sheet:
    """One table: its name (empty for a CSV file), the words above its columns, and its rows with the lines they stand
    on; empty rows are left out."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def sheets_of(file: Path) -> list[Sheet]:
    """The tables of a file. Raises ConfigurationError for one that cannot be read as CSV or XLSX."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise ConfigurationError(f"{file}: {problem.strerror}; name a CSV or XLSX file.") from None
    if file.suffix.lower() in WORKBOOKS:
        return _workbook(file, content)
    return [_sheet(file, "", list(_csv_rows(file, content)))]


def _csv_rows(file: Path, content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = _decoded(file, content)
    first = text.split("\n", 1)[0]
    delimiter = max(BETWEEN, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for row in reader:
            yield before + 1, tuple(cell.strip() for cell in row)
            before = reader.line_num
    except csv.Error as problem:
        raise ConfigurationError(f"{file}, line {before + 1}: no CSV ({problem}); save it once more.") from None


def _decoded(file: Path, content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigurationError(f"{file} is no text; save it as CSV (UTF-8), or as XLSX.")


def _workbook(file: Path, content: bytes) -> list[Sheet]:
    # Loaded for workbooks alone.
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as problem:
        raise ConfigurationError(f"{file} is no workbook ({type(problem).__name__}); save it as XLSX.") from None
    found = []
    for page in book.worksheets:
        rows = enumerate(page.iter_rows(values_only=True), start=1)
        found.append(_sheet(file, page.title, [(line, tuple(map(_cell, row))) for line, row in rows]))
    book.close()
    return [sheet for sheet in found if sheet.columns]


def _cell(value: Any) -> str:
    """A cell as a person reads it: a whole number without `.0`, a day without its hours."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _sheet(file: Path, name: str, rows: list[tuple[int, tuple[str, ...]]]) -> Sheet:
    filled = [(line, row) for line, row in rows if any(row)]
    if not filled:
        if name:
            return Sheet(name, (), ())
        raise ConfigurationError(f"{file} is empty; the first line names the columns.")
    (_, columns), *rest = filled
    return Sheet(name, columns, tuple(rest))
