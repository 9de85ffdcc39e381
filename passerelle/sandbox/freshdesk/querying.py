"""The language of searches (facts ``fd.search.query``, ``fd.search.rules``): a query becomes a test of records."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from passerelle.sandbox.clock import STAMP
from passerelle.sandbox.system import Record

LONGEST = 512
TOKEN = re.compile(
    r"\s*(?:(?P<sign>[()])|(?P<word>AND|OR)\b|(?P<name>[A-Za-z_]\w*):(?P<order>[<>]?)"
    r"(?:'(?P<text>(?:[^'\\]|\\.|'')*)'|(?P<bare>null|true|false)\b|(?P<number>-?\d+)(?![\w-])))"
)
BARE = {"null": None, "true": True, "false": False}
Fits = Callable[[Record], bool]
Values = Callable[[Record], list[Any]]


class Unreadable(Exception):
    """The query is none; the message says why."""


@dataclass(frozen=True)
class Searched:
    """A name that can be searched by: ``text``, ``number``, ``flag`` or ``moment``, and the values a record has."""

    kind: str
    values: Values


def read(query: str, names: Mapping[str, Searched]) -> Fits:
    """Whether a record is asked for by a query in double quotes.

    Raises Unreadable if it is not in the language, or names what cannot be searched by.
    """
    if len(query) < 2 or not (query[0] == query[-1] == '"'):
        raise Unreadable("The query should stand in double quotes")
    if len(query) - 2 > LONGEST:
        raise Unreadable(f"The query should have {LONGEST} characters at most")
    parser = _Parser(_tokens(query[1:-1]), names)
    fits = parser.either()
    if parser.left:
        raise Unreadable("The query goes on where it should end")
    return fits


def _tokens(text: str) -> list[re.Match[str]]:
    tokens, at = [], 0
    while text[at:].strip():
        token = TOKEN.match(text, at)
        if token is None:
            raise Unreadable(f"The query cannot be read from '{text[at:].strip()[:20]}' on")
        tokens.append(token)
        at = token.end()
    return tokens


class _Parser:
    """Reads tokens from left to right; ``AND`` binds stronger than ``OR``."""

    def __init__(self, tokens: list[re.Match[str]], names: Mapping[str, Searched]) -> None:
        self.left, self._names = tokens, names

    def either(self) -> Fits:
        """What is joined by OR."""
        tests = [self._both()]
        while self._next("word", "OR"):
            tests.append(self._both())
        return lambda record: any(test(record) for test in tests)

    def _both(self) -> Fits:
        tests = [self._one()]
        while self._next("word", "AND"):
            tests.append(self._one())
        return lambda record: all(test(record) for test in tests)

    def _one(self) -> Fits:
        if self._next("sign", "("):
            inner = self.either()
            if not self._next("sign", ")"):
                raise Unreadable("A bracket is not closed")
            return inner
        if not self.left or self.left[0]["name"] is None:
            raise Unreadable("The query should be of the form field:value")
        return self._compared(self.left.pop(0))

    def _compared(self, token: re.Match[str]) -> Fits:
        searched = self._names.get(token["name"])
        if searched is None:
            raise Unreadable(f"There is no searching by {token['name']}")
        value = _value(token)
        if value is None and not token["order"]:
            return lambda record: not searched.values(record)
        low, high = _range(token["name"], searched.kind, value)
        if token["order"] and searched.kind not in ("number", "moment"):
            raise Unreadable(f"{token['name']} has no order")
        if token["order"] == ">":
            return lambda record: any(held >= low for held in searched.values(record))
        if token["order"] == "<":
            return lambda record: any(held <= high for held in searched.values(record))
        return lambda record: any(low <= held <= high for held in searched.values(record))

    def _next(self, group: str, sign: str) -> bool:
        if self.left and self.left[0][group] == sign:
            self.left.pop(0)
            return True
        return False


def _value(token: re.Match[str]) -> Any:
    if token["text"] is not None:
        return re.sub(r"''|\\(.)", lambda found: found[1] or "'", token["text"])
    return BARE[token["bare"]] if token["bare"] else int(token["number"])


def _range(name: str, kind: str, value: Any) -> tuple[Any, Any]:
    if kind == "moment" and isinstance(value, str):
        return _moments(name, value)
    wanted = {"text": str, "number": int, "flag": bool}.get(kind)
    if type(value) is not wanted:
        raise Unreadable(f"The value of {name} should be a {kind}")
    return value, value


def _moments(name: str, text: str) -> tuple[str, str]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"The value of {name} should be a moment") from None
    aware = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    last = aware if "T" in text else aware + timedelta(days=1, seconds=-1)
    return aware.strftime(STAMP), last.strftime(STAMP)
