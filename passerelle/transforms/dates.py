"""Dates."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
YEAR_FIRST = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\S*", re.ASCII)


@transform
def date(value: str | None) -> str | None:
    """`YYYY-MM-DD`; accepts dd-mm-yyyy, dd/mm/yyyy, dd.mm.yyyy and timestamps (with an offset: the day in Brussels).

    >>> date("1/11/1974")
    '1974-11-01'
    """
    read = text(value)
    if read is None:
        return None
    try:
        return _day(read) or read
    except (ValueError, OverflowError):
        return read


def _day(read: str) -> str | None:
    """The day in a text of a known form, None for another form. Raises ValueError for a day that doesn't exist."""
    day_first = DAY_FIRST.fullmatch(read)
    if day_first:
        return dt.date(int(day_first[4]), int(day_first[3]), int(day_first[1])).isoformat()
    if YEAR_FIRST.fullmatch(read):
        return dt.date.fromisoformat(read).isoformat()
    if TIMESTAMP.fullmatch(read):
        moment = dt.datetime.fromisoformat(read)
        local = moment.astimezone(ZoneInfo("Europe/Brussels")) if moment.tzinfo else moment
        return local.date().isoformat()
    return None
