"""Comparing an attribute of a record with a value, by the attribute's type (fact ``tsc.odata.values``)."""

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.kinds import Type

Fits = Callable[[Record], bool]
Test = Callable[[Any, Any], bool]


class Invalid(Exception):
    """A filter or an order that the CRM does not understand; the message says why."""


ORDERS: Mapping[str, Test] = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
FUNCTIONS: Mapping[str, Test] = {
    "startswith": lambda held, wanted: bool(held.startswith(wanted)),
    "contains": lambda held, wanted: wanted in held,
}
TESTS: Mapping[str, Test] = {"eq": operator.eq, **ORDERS, **FUNCTIONS}
OPERATORS = ("eq", "ne", *ORDERS)


def compared(name: str, kind: Type, how: str, value: Any) -> Fits:
    """Whether a record's attribute stands to a value as ``how`` says.

    Of a list of channels one value that fits is enough. Raises Invalid for a value of another type.
    """
    if how == "ne":
        equal = compared(name, kind, "eq", value)
        return lambda record: not equal(record)
    wanted = as_typed(name, kind, value)
    if how in FUNCTIONS and not (kind in ("text", "channels") and wanted is not None):
        raise Invalid(f"{how} compares a text with a text, and {name} is no text or the value is null")
    if wanted is None:
        return _missing(name) if how == "eq" else lambda _: False
    return _tested(name, kind, TESTS[how], wanted)


def as_typed(name: str, kind: Type, value: Any) -> Any:
    """A value as it compares with attributes of that type; null stays None.

    Raises Invalid for a value of another type.
    """
    if value is None:
        return None
    try:
        return READ[kind](value)
    except (TypeError, ValueError) as error:
        raise Invalid(f"{name} cannot be compared with {value!r}") from error


def _tested(name: str, kind: Type, test: Test, wanted: Any) -> Fits:
    if kind == "channels":
        return lambda record: any(test(one["value"], wanted) for one in record[name])
    if kind == "moment":
        return lambda record: record[name] is not None and test(_moment(record[name]), wanted)
    return lambda record: (held := record.get(name)) is not None and test(held, wanted)


def _missing(name: str) -> Fits:
    return lambda record: record.get(name) in (None, [])


def _of(*types: type) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:
        if type(value) not in types:
            raise TypeError
        return value

    return checked


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    # One without a zone is the CRM's own, which is UTC.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


READ: Mapping[Type, Callable[[Any], Any]] = {
    "text": _of(str),
    "channels": _of(str),
    "number": _of(int, float),
    "flag": _of(bool),
    "moment": _moment,
    "day": lambda text: _moment(text).date().isoformat(),
}
