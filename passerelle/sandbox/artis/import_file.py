"""A file as the vendor's import reads it: as a whole first, then row by row (facts ``art.file…``)."""

import codecs
import csv
from io import StringIO
from pathlib import Path

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.artis.import_columns import ITS_CODE, ITS_OTHER_CODE, MANDATORY, NAMING, column_of, label_of
from passerelle.sandbox.artis.import_rows import take
from passerelle.sandbox.artis.kinds import ORGANISATION, Kind
from passerelle.sandbox.system import Record, World

Refused = dict[str, str | int]


def import_file(world: World, kind: Kind, file: Path) -> Record:
    """Store what a file holds, and report what became of it."""
    told: Record = {"file": file.name, "created": 0, "updated": 0, "refused": []}
    try:
        header, rows = _read(file.read_bytes())
        _known_columns(world, kind, header)
    except ValueError as problem:
        return {**told, "refused": [_refused(1, "", str(problem))]}
    for line, row in rows:
        if len(row) != len(header):
            told["refused"].append(_refused(line, "", f"{len(header)} cellules attendues, {len(row)} lues"))
            continue
        cells = {label: _typed(cell) for label, cell in zip(header, row, strict=True) if cell.strip()}
        try:
            taken = take(world, kind, cells)
        except Refusal as refusal:
            told["refused"] += [_refused(line, label_of(kind, one["field"]), one["message"]) for one in refusal.errors]
            continue
        world.store.put(*taken.entries)
        told["created" if taken.new else "updated"] += 1
    return told


def _read(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of columns, and each row with the line it ends on; raises ValueError if it is no such file."""
    if not content.startswith(codecs.BOM_UTF8):
        raise ValueError("Le fichier n'est pas en UTF-8 avec BOM")
    try:
        reader = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        rows = [(reader.line_num, row) for row in reader if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"Le fichier est illisible : {error}") from None
    if not rows:
        raise ValueError("Le fichier est vide")
    return rows[0][1], rows[1:]


def _known_columns(world: World, kind: Kind, header: list[str]) -> None:
    unknown = [name for name in header if name not in NAMING[kind.name] and column_of(world, kind, name) is None]
    if unknown:
        raise ValueError(f"Colonne inconnue : {', '.join(unknown)}")
    missing = [name for name in MANDATORY[kind.name] if name not in header]
    if missing:
        raise ValueError(f"Colonne obligatoire absente : {', '.join(missing)}")
    if kind is not ORGANISATION and not {ITS_CODE, ITS_OTHER_CODE} & set(header):
        raise ValueError(f"Colonne obligatoire absente : {ITS_CODE} ou {ITS_OTHER_CODE}")
    if len(set(header)) != len(header):
        raise ValueError("Une colonne figure deux fois")


def _typed(cell: str) -> str:
    """What somebody would see in the cell: without the apostrophe that makes it a text."""
    return cell.strip().removeprefix("'")


def _refused(line: int, field: str, message: str) -> Refused:
    return {"line": line, "field": field, "message": message}
