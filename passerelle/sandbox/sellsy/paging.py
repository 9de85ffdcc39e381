"""Lists and searches: what their query may say, their pages and the cursors between them (facts ``sel.list…``)."""

import base64
import binascii
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Literal

import orjson
from fastapi import Request
from pydantic import BaseModel, Field

from passerelle.sandbox.sellsy.refusing import read_values, refuse
from passerelle.sandbox.system import Record

USUAL_PAGE, LARGEST_PAGE, LAST_ROW = 25, 100, 100_000
Orders = Mapping[str, Callable[[Record], str]]
"""What a list can be ordered by besides the id: a text of each record that compares as the order says."""
Position = tuple[str, int]
"""Where a row stands in a list: its text in the asked order, and its id."""
Show = Callable[[Record], Record]


class ListQuery(BaseModel):
    """The parameters of a call; what is not known here is left alone, as ``embed`` without brackets is."""

    limit: int = Field(USUAL_PAGE, ge=1, le=LARGEST_PAGE)
    offset: str | None = None
    order: str = "id"
    direction: Literal["asc", "desc"] = "asc"
    embed: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    verify: bool = False


def list_query(request: Request) -> ListQuery:
    """The parameters of a call. Raises Refusal (400) for a value that is none."""
    asked = request.query_params
    plain = {name: asked[name] for name in ("limit", "offset", "order", "direction", "verify") if name in asked}
    return read_values(ListQuery, plain | {name: asked.getlist(f"{name}[]") for name in ("embed", "field")})


def page_of(rows: Sequence[Record], asked: ListQuery, orders: Orders, show: Show) -> Record:
    """One page of the rows, and how to ask for the next one.

    Raises Refusal (400) for an order or an offset that is none.
    """
    if asked.order != "id" and asked.order not in orders:
        refuse("order")
    by_id = itemgetter("id")
    key = by_id if asked.order == "id" else lambda row: _position(row, asked, orders)
    ordered = sorted(rows, key=key, reverse=asked.direction == "desc")
    shown, offset = _numbered(ordered, asked) if _is_number(asked.offset) else _sought(ordered, asked, orders)
    pages = {"limit": asked.limit, "count": len(shown), "total": len(rows), "offset": offset}
    return {"data": [show(row) for row in shown], "pagination": pages}


def projected(asked: ListQuery, record: Record) -> Record:
    """The attributes that ``field[]`` names, or all; what is embedded has to be named too."""
    return {name: value for name, value in record.items() if name in asked.field} if asked.field else record


def _numbered(ordered: list[Record], asked: ListQuery) -> tuple[list[Record], Any]:
    start = int(asked.offset or 0)
    if start > LAST_ROW:
        refuse("offset")
    return ordered[start : start + asked.limit], start


def _sought(ordered: list[Record], asked: ListQuery, orders: Orders) -> tuple[list[Record], Any]:
    if asked.offset is not None:
        after = _read_cursor(asked.offset, asked.order)
        if asked.order == "id" and asked.direction == "asc":
            ordered = ordered[bisect_right(ordered, after[1], key=itemgetter("id")) :]
        elif asked.direction == "asc":
            ordered = [row for row in ordered if _position(row, asked, orders) > after]
        else:
            ordered = [row for row in ordered if _position(row, asked, orders) < after]
    shown = ordered[: asked.limit]
    # The cursor is never null: an empty page gives back the one it was asked with.
    last = _position(shown[-1], asked, orders) if shown else ("", 0)
    return shown, asked.offset if asked.offset and not shown else _cursor(last, asked.order)


def _position(row: Record, asked: ListQuery, orders: Orders) -> Position:
    return ("" if asked.order == "id" else orders[asked.order](row)), row["id"]


def _cursor(position: Position, order: str) -> str:
    text, number = position
    keys = [str(number)] if order == "id" else [text, str(number)]
    return base64.b64encode(orjson.dumps(keys)).decode()


def _read_cursor(cursor: str, order: str) -> Position:
    try:
        keys = orjson.loads(base64.b64decode(cursor, validate=True))
        *text, number = keys
        if len(text) == (order != "id"):
            return "".join(text), int(number)
    except (binascii.Error, orjson.JSONDecodeError, TypeError, ValueError):
        pass
    return refuse("offset")


def _is_number(offset: str | None) -> bool:
    return offset is not None and offset.isascii() and offset.isdecimal()
