"""Dates, and days of any year."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
YEAR_FIRST = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DAY_MONTH = re.compile(r"(?P<day>\d{1,2}) ?[-/. ] ?(?P<month>\d{1,2})", re.ASCII)
MONTH_DAY = re.compile(r"--(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\S*", re.ASCII)


LEAP_DAY = (2, 29)
ORDINARY_YEAR = 2023
"""A year without 29 February."""


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


@transform
def day_month(value: str | None) -> str | None:
    """A day of any year as `--MM-DD` (ISO 8601 without the year; `MM-DD` alone could be read as day and month).

    Accepts 31-12, 31/12, 31.12, 31 12, --12-31, and dates, whose year is dropped. 29 February means the end of
    February, which is the 28th in most years.

    >>> day_month("31-12")
    '--12-31'
    """
    read = text(value)
    if read is None:
        return None
    try:
        return _month_day(read) or read
    except (ValueError, OverflowError):
        return read


@transform
def day_month_slash(value: str | None) -> str | None:
    """A day of any year as `DD/MM`, for systems that want it so; for `write_as`.

    >>> day_month_slash("--12-31")
    '31/12'
    """
    read = day_month(value)
    found = MONTH_DAY.fullmatch(read) if read else None
    return f"{found['day']}/{found['month']}" if found else read


def _month_day(read: str) -> str | None:
    """The day and month in a text of a known form, None for another. Raises ValueError for one that doesn't exist."""
    found = MONTH_DAY.fullmatch(read) or DAY_MONTH.fullmatch(read)
    if found:
        month, day = int(found["month"]), int(found["day"])
    else:
        whole = _day(read)
        if whole is None:
            return None
        month, day = int(whole[5:7]), int(whole[8:])
    if (month, day) == LEAP_DAY:
        day -= 1
    return dt.date(ORDINARY_YEAR, month, day).strftime("--%m-%d")


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
