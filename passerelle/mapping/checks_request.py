"""What a request says must be allowed by its own lines: values, answers, locked lines, and files that exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from passerelle.mapping.document import Document, Key
from passerelle.mapping.problems import unknown
from passerelle.mapping.request import Line, Request, Section

SETTING = re.compile(r"PASSERELLE_[A-Z0-9_]+")


def request_problems(document: Document, request: Request, stems: Collection[str]) -> None:
    """Report to `document` lines that can't be carried out; `stems` are the files a path may begin with."""
    _check_labels(document, ("headers",), (header.label for header in request.headers))
    for place, header in enumerate(request.headers):
        if not (header.value or "").strip():
            document.report(["headers", place, "value"], f"'{header.label}' needs a value")
    for number, section in enumerate(request.sections):
        _check_labels(document, ("sections", str(number), "lines"), (line.label for line in section.lines))
        _check_table(document, number, section)
        _check_table_path(document, number, section, stems)
    for key, line in request.placed():
        _check_line(document, key, line)
        _check_paths(document, key, line, stems)
    _check_places(document, request)


def _check_labels(document: Document, key: Key, labels: Iterable[str]) -> None:
    seen: set[str] = set()
    for place, label in enumerate(labels):
        if label in seen:
            document.report([*key, place, "label"], f"'{label}' stands in this section twice")
        seen.add(label)


def _check_table(document: Document, number: int, section: Section) -> None:
    table, key = section.table, ("sections", str(number), "table")
    if table is None:
        return
    if section.lines:
        document.report(key, f"'{section.title}' holds either lines or a table")
    columns = [*table.columns, *table.beside]
    if table.later == bool(table.sets):
        document.report(key, f"'{section.title}' needs one of sets (with keys), later")
    if table.sets and len(table.keys) != len(columns):
        document.report([*key, "keys"], f"has {len(table.keys)} keys for {len(columns)} columns")
    for place, row in enumerate(table.rows):
        if len(row) != len(columns):
            document.report([*key, "rows", place], f"has {len(row)} cells for {len(columns)} columns")
        for cell in row[len(table.columns) :]:
            if cell and str(cell) not in table.words:
                document.report([*key, "rows", place], unknown("word", str(cell), table.words))


def _check_table_path(document: Document, number: int, section: Section, stems: Collection[str]) -> None:
    path = section.table.sets if section.table else ""
    stem = path.split(".")[0]
    if path and stem not in stems:
        key = ["sections", str(number), "table", "sets"]
        document.report(key, f"'{section.title}': {unknown('file', stem, stems)}")


def _check_line(document: Document, key: Key, line: Line) -> None:
    """A value that is a credential is never repeated: what is told ends in logs."""
    effects = [bool(line.sets or line.keys), bool(line.choices), bool(line.setting) and not line.later, line.later]
    if sum(effects) != 1:
        does = "does nothing" if not any(effects) else "does more than one thing"
        document.report(key, f"'{line.label}' {does}; needs one of sets (with keys), choices, setting, later")
    if line.setting:
        _check_setting(document, key, line)
    elif line.locked and line.default is None:
        document.report([*key, "locked"], f"'{line.label}' is locked, so it needs its default")
    elif line.locked and line.answer != line.default:
        document.report([*key, "value"], f"'{line.label}' is locked and stays {line.default!r}; it is {line.answer!r}")
    elif line.answer is None and not line.later:
        document.report([*key, "value"], f"'{line.label}' needs a value")
    elif line.choices and line.answer not in line.choices:
        message = unknown("answer", str(line.answer), line.choices)
        document.report([*key, "value"], f"'{line.label}': {message}")


def _check_setting(document: Document, key: Key, line: Line) -> None:
    if not SETTING.fullmatch(line.setting):
        document.report([*key, "setting"], f"'{line.label}': a setting is called PASSERELLE_… in capitals")
    for name in ("value", "default"):
        if getattr(line, name) is not None:
            message = f"is a credential, which never stands in a file: set it in the environment as {line.setting}"
            document.report([*key, name], f"'{line.label}' {message}")


def _check_paths(document: Document, key: Key, line: Line, stems: Collection[str]) -> None:
    for place, path in paths_of(line):
        stem, _, rest = path.partition(".")
        if stem not in stems:
            document.report([*key, *place], f"'{line.label}': {unknown('file', stem, stems)}")
        elif not rest:
            document.report([*key, *place], f"'{line.label}': {path} names a file but no key in it")


def _check_places(document: Document, request: Request) -> None:
    """Of two lines that put something at one place, the first would do nothing."""
    setters: dict[str, str] = {}
    for key, line in request.placed():
        coded = {f"{path}, {canonical}" for path, canonical in line.keys.items()}
        for path in {path for place, path in paths_of(line) if place[0] != "keys"} | coded:
            if path in setters:
                document.report(key, f"'{line.label}' sets {path}, and so does '{setters[path]}'")
            setters.setdefault(path, line.label)


def paths_of(line: Line) -> Iterator[tuple[Key, str]]:
    """Every path of a line, with the key it stands under in the line."""
    yield from ((("sets", str(place)), path) for place, path in enumerate(line.sets))
    yield from ((("keys", path), path) for path in line.keys)
    yield from ((("choices", answer, path), path) for answer, places in line.choices.items() for path in places)
