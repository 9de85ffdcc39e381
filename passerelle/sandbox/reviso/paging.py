"""Lists in pages, filtered and sorted (facts ``rev.list…``)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.inside import shown_part
from passerelle.sandbox.reviso.filters import Node, Test, read_filter
from passerelle.sandbox.reviso.incoming import Incoming
from passerelle.sandbox.reviso.matching import Kind, Properties, comparable, fitting
from passerelle.sandbox.reviso.refusing import WRONG, Fault, Invalid
from passerelle.sandbox.stream import Stream
from passerelle.sandbox.system import Record

LARGEST, USUAL = 1000, 20
Show = Callable[[Record], Record]
_SORTED: "WeakKeyDictionary[Stream, tuple[int, dict[str, list[Record]]]]" = WeakKeyDictionary()


@dataclass(frozen=True)
class Shape:
    """What a kind of record can be filtered by, what not sorted by, and its number, by which lists come unasked."""

    number: str
    properties: Properties
    unsortable: frozenset[str] = frozenset()


def listed(call: Incoming, shape: Shape, stream: Stream, show: Show) -> Response:
    """One page of a whole stream."""
    node = _filter(call)
    rows = _looked_up(stream, node, shape) if node else None
    rows = _in_order(stream, shape, call.request.query_params.get("sort", "")) if rows is None else rows
    return _page(call, shape, rows, len(stream), node, show)


def listed_rows(call: Incoming, shape: Shape, rows: Sequence[Record], show: Show) -> Response:
    """One page of some records."""
    ordered = _by(rows, shape, call.request.query_params.get("sort", ""))
    return _page(call, shape, ordered, len(rows), _filter(call), show)


def _page(
    call: Incoming, shape: Shape, rows: Sequence[Record], all_of_them: int, node: Node | None, show: Show
) -> Response:
    skip, size = _asked(call, "skippages", 0, math.inf), _asked(call, "pagesize", USUAL, LARGEST)
    part = shown_part(call.request)
    rows = rows if part == 1 else rows[: math.ceil(len(rows) * part)]
    if node is not None:
        fits = fitting(node, shape.properties)
        rows = [row for row in rows if fits(row)]
    body = {
        "collection": [show(row) for row in rows[skip * size : (skip + 1) * size]],
        "metaData": {},
        "pagination": _pagination(call, skip, size, len(rows), all_of_them),
        "self": f"{call.base}{_path(call)}",
    }
    return json_answer(body)


def _pagination(call: Incoming, skip: int, size: int, results: int, all_of_them: int) -> Record:
    last = max(math.ceil(results / size) - 1, 0)
    pages = {"firstPage": 0, "previousPage": skip - 1, "nextPage": skip + 1, "lastPage": last}
    return {
        "maxPageSizeAllowed": LARGEST,
        "skipPages": skip,
        "pageSize": size,
        "results": results,
        "resultsWithoutFilter": all_of_them,
        **{name: _address(call, page, size) for name, page in pages.items() if 0 <= page <= last},
    }


def _address(call: Incoming, page: int, size: int) -> str:
    kept = {name: value for name, value in call.request.query_params.items() if name in ("filter", "sort")}
    return f"{call.base}{_path(call)}?{urlencode({'skippages': page, 'pagesize': size, **kept})}"


def _path(call: Incoming) -> str:
    return "/" + call.request.url.path.split("/", 2)[2]


def _asked(call: Incoming, name: str, usual: int, most: float) -> int:
    text = call.request.query_params.get(name, str(usual))
    least = 1 if name == "pagesize" else 0
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise Invalid(Fault((name,), WRONG, f"{name} has to be a number from {least} to {most}.", text))
    return int(text)


def _filter(call: Incoming) -> Node | None:
    text = call.request.query_params.get("filter")
    return read_filter(text) if text else None


def _looked_up(stream: Stream, node: Node, shape: Shape) -> list[Record] | None:
    """The one record of the number that is asked for, without a look at the others."""
    if isinstance(node, Test) and (node.name, node.operator) == (shape.number, "eq") and node.text.isdigit():
        record = stream.get(str(int(node.text)))
        return [] if record is None else [record]
    return None


def _in_order(stream: Stream, shape: Shape, sort: str) -> list[Record]:
    """All records of a stream in that order, put in order once after each change."""
    changes, known = _SORTED.get(stream, (-1, {}))
    if changes != stream.changes:
        _SORTED[stream] = (stream.changes, known := {})
    if sort not in known:
        known[sort] = _by(stream.values(), shape, sort)
    return known[sort]


def _by(rows: Sequence[Record], shape: Shape, sort: str) -> list[Record]:
    ordered = sorted(rows, key=lambda row: row[shape.number])
    for word in reversed(sort.split(",") if sort else []):
        name = word.lstrip("-~ ")
        if name not in shape.properties or name in shape.unsortable:
            raise Invalid(Fault(("sort",), WRONG, f"It is not possible to sort by {name}.", word))
        ordered.sort(key=_key(name, shape.properties[name], as_text="~" in word), reverse=word.startswith("-"))
    return ordered


def _key(name: str, kind: Kind, *, as_text: bool) -> Callable[[Record], tuple[bool, Any]]:
    def key(record: Record) -> tuple[bool, Any]:
        value = comparable(kind, record.get(name))
        shown = str(value) if as_text else value
        return (value is not None, "" if value is None else shown)

    return key
