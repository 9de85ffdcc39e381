"""Which records a filter asks for (facts ``rev.filter…``)."""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from passerelle.sandbox.clock import STAMP
from passerelle.sandbox.reviso.filters import Node, Signs, Test, bad_filter
from passerelle.sandbox.system import Record

Kind = Literal["text", "number", "moment", "flag"]
Properties = Mapping[str, Kind]
Fits = Callable[[Record], bool]
MOST = 200
ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
LIST = re.compile(r"\[(.*)\]")
FLAGS = {"true": True, "false": False}


def fitting(node: Node, properties: Properties) -> Fits:
    """Whether a record fits the filter.

    Raises Invalid for a property that is none or cannot be filtered by, and for a value that does not go with it.
    """
    if isinstance(node, Test):
        return _test(node, properties)
    parts = [fitting(part, properties) for part in node.parts]
    join = all if node.word == "and" else any
    return lambda record: join(part(record) for part in parts)


def comparable(kind: Kind, value: Any) -> Any:
    """A record's value as filters and sorts compare it: texts without regard to case, an absent flag as false."""
    if kind == "flag":
        return bool(value)
    return value.casefold() if isinstance(value, str) and kind == "text" else value


def _test(test: Test, properties: Properties) -> Fits:
    name, kind = test.name, properties.get(test.name)
    if kind is None:
        raise bad_filter(f"It is not possible to filter by {name}.")
    if test.value is None:
        return _presence(test)
    fits = _compared(test, kind)

    def on(record: Record) -> bool:
        held = comparable(kind, record.get(name))
        return test.operator in ("ne", "nin") if held is None else fits(held)

    return on


def _presence(test: Test) -> Fits:
    if test.operator not in ("eq", "ne"):
        raise bad_filter(f"$null: goes with $eq: and $ne: alone, not with ${test.operator}:.")
    return lambda record: (test.name not in record) == (test.operator == "eq")


def _compared(test: Test, kind: Kind) -> Callable[[Any], bool]:
    if test.operator == "like":
        return _like(test, kind)
    if test.operator in ("in", "nin"):
        wanted = _numbers(test, kind)
        return lambda held: (held in wanted) == (test.operator == "in")
    value = _read(test, kind, test.text)
    if test.operator == "ne":
        return lambda held: bool(held != value)
    compare = ORDERED[test.operator]
    return lambda held: compare(held, value)


def _like(test: Test, kind: Kind) -> Callable[[Any], bool]:
    if kind != "text":
        raise bad_filter(f"$like: is for texts, which {test.name} is not.")
    pattern = re.compile(_pattern(test.value or ()), re.DOTALL)
    return lambda held: pattern.fullmatch(held) is not None


def _pattern(signs: Signs) -> str:
    pieces = [".*" if sign == "*" and not escaped else re.escape(sign.casefold()) for sign, escaped in signs]
    return "".join(pieces) if ".*" in pieces else f".*{''.join(pieces)}.*"


def _numbers(test: Test, kind: Kind) -> set[float]:
    found = LIST.fullmatch(test.text)
    if kind != "number" or found is None:
        raise bad_filter(f"${test.operator}: is for numbers in brackets, as [2,5,7].")
    values = found[1].split(",")
    if len(values) > MOST:
        raise bad_filter(f"${test.operator}: takes {MOST} numbers at most.")
    return {_read(test, "number", value) for value in values}


def _read(test: Test, kind: Kind, text: str) -> Any:
    try:
        if kind == "number":
            return float(text)
        if kind == "flag":
            return FLAGS[text.lower()]
        return _moment(text) if kind == "moment" else text.casefold()
    except (ValueError, KeyError):
        raise bad_filter(f"{test.name} cannot be compared with this value; a {kind} was expected.") from None


def _moment(text: str) -> str:
    """A day or a moment as records write moments, which compare as texts."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).strftime(STAMP)
