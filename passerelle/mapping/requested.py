"""What configuration requests put into the documents they name, before those are held against their models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passerelle.mapping.checks_request import request_problems
from passerelle.mapping.document import Document, Key, Origin, read_document
from passerelle.mapping.files import INTEGRATIONS, SYSTEMS, integration_names, request_names, stems, text_of
from passerelle.mapping.problems import unknown
from passerelle.mapping.request import Line, Request
from passerelle.mapping.shape import shaped


@dataclass(frozen=True)
class Change:
    """Something to put at a path; `key` is where the request says so, `origin` the answer that is the reason."""

    path: str
    value: Any
    key: Key
    origin: Origin


def read_request(root: Path, stem: str) -> tuple[Document, Request | None]:
    """A request with every problem of its own lines; None when it hasn't the shape of one."""
    document = read_document(root, f"{INTEGRATIONS}/{stem}.yaml")
    request = shaped(document, Request)
    if request is not None:
        if request.request.replace("-", "_") != stem:
            document.report(["request"], f"is '{request.request}', but the file is called {stem}.yaml")
        request_problems(document, request, [*stems(root, SYSTEMS), *integration_names(root)])
    return document, request


def read_requested(root: Path, file: str) -> Document:
    """A document as the requests that name it want it. Of a request that is not sound nothing is taken: its problems
    are the document's, for without it the document would say something the customer has not asked for."""
    document = read_document(root, file)
    stem = Path(file).stem
    for name in request_names(root):
        if re.search(rf"\b{re.escape(stem)}\.", text_of(root, name)):
            asking, request = read_request(root, name)
            if request is not None and not asking.problems and isinstance(document.value, dict):
                _apply(document, stem, asking, request)
            document.problems += asking.problems
    return document


def _apply(document: Document, stem: str, asking: Document, request: Request) -> None:
    """Answers come last: what an answer takes away may be named by another line as well."""
    for change in _tables(asking, request):
        if change.path.split(".")[0] == stem:
            _put(document, change)
    for changes, put in ((_values, _put), (_codes, _drop_codes), (_codes, _put_code), (_answers, _put)):
        for key, line in request.placed():
            for change in changes(key, line, Origin(asking, (*key, "value"), line.label)):
                if change.path.split(".")[0] == stem:
                    put(document, change)


def _tables(asking: Document, request: Request) -> Iterator[Change]:
    for number, section in enumerate(request.sections):
        key = ("sections", str(number), "table")
        if section.table is not None and section.table.sets:
            origin = Origin(asking, (*key, "rows"), section.title)
            yield Change(section.table.sets, section.table.put, (*key, "sets"), origin)


def _values(key: Key, line: Line, origin: Origin) -> Iterator[Change]:
    for place, path in enumerate(line.sets):
        yield Change(path, line.answer, (*key, "sets", str(place)), origin)


def _codes(key: Key, line: Line, origin: Origin) -> Iterator[Change]:
    for path, canonical in line.keys.items():
        yield Change(path, (line.answer, canonical), (*key, "keys", path), origin)


def _answers(key: Key, line: Line, origin: Origin) -> Iterator[Change]:
    for path, value in line.choices.get(line.answer or "", {}).items():
        yield Change(path, value, (*key, "choices", str(line.answer), path), origin)


def _put(document: Document, change: Change) -> None:
    holder, key = _holder(document, change), tuple(change.path.split(".")[1:])
    if holder is None:
        return
    document.origins[key] = change.origin
    if change.value is None:
        del holder[key[-1]]
    else:
        holder[key[-1]] = change.value


def _drop_codes(document: Document, change: Change) -> None:
    """Every former code of a value goes before any new one is put: two codes may change places."""
    table, canonical = _table(document, change), change.value[1]
    if table is None:
        return
    former = [code for code, value in table.items() if value == canonical]
    if not former:
        asking, label = change.origin.document, change.origin.label
        asking.report(change.key, f"'{label}' sets {change.path}: {unknown('value', canonical, set(table.values()))}")
    for code in former:
        del table[code]


def _put_code(document: Document, change: Change) -> None:
    table, (code, canonical) = _table(document, change), change.value
    key = (*change.path.split(".")[1:], code)
    if table is None:
        return
    document.origins[key] = change.origin
    if code in table:
        document.report(key, f"'{code}' already stands for '{table[code]}'")
    table[code] = canonical


def _table(document: Document, change: Change) -> dict[str, Any] | None:
    holder = _holder(document, change)
    table = holder[change.path.split(".")[-1]] if holder is not None else None
    return table if isinstance(table, dict) else None


def _holder(document: Document, change: Change) -> dict[str, Any] | None:
    """What the last key of a path stands in; None, with a problem of the request, where the path leads nowhere."""
    holder: Any = None
    inner: Any = document.value
    for part in change.path.split(".")[1:]:
        holder = inner if isinstance(inner, dict) else {}
        if part not in holder:
            nowhere = f"'{change.origin.label}' sets {change.path}, which leads nowhere"
            change.origin.document.report(change.key, f"{nowhere}: {unknown('key', part, holder)}")
            return None
        inner = holder[part]
    return holder  # type: ignore[no-any-return]
