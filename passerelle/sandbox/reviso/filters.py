"""Reads the ``filter`` of a list (facts ``rev.filter…``): ``name$like:ros*$and:(city$eq:Bologna$or:zip$eq:40121)``."""

import re
from dataclasses import dataclass
from typing import Literal

from passerelle.sandbox.reviso.refusing import WRONG, Fault, Invalid

PROPERTY = re.compile(r"[A-Za-z][A-Za-z.]*")
OPERATOR = re.compile(r"\$(eq|ne|gte|gt|lte|lt|like|nin|in):")
ESCAPED = "$()*,[]"
NULL = "$null:"
Signs = tuple[tuple[str, bool], ...]
"""Each character of a value, and whether it was escaped."""


@dataclass(frozen=True)
class Test:
    """One comparison; ``value`` is None for ``$null:``."""

    name: str
    operator: str
    value: Signs | None

    @property
    def text(self) -> str:
        """The value as a text."""
        return "".join(sign for sign, _ in self.value or ())


@dataclass(frozen=True)
class Group:
    """Tests and groups of which all or any have to fit."""

    word: Literal["and", "or"]
    parts: tuple["Node", ...]


Node = Test | Group


def read_filter(text: str) -> Node:
    """The filter as a tree; ``$and:`` binds tighter than ``$or:``.

    Raises Invalid if it cannot be read.
    """
    return _Reader(text).whole()


def bad_filter(message: str) -> Invalid:
    """The refusal of a filter."""
    return Invalid(Fault(("filter",), WRONG, message))


@dataclass
class _Reader:
    text: str
    at: int = 0

    def whole(self) -> Node:
        node = self._any()
        if self.at != len(self.text):
            raise self._lost("the end")
        return node

    def _any(self) -> Node:
        parts = [self._all()]
        while self._take("$or:"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Group("or", tuple(parts))

    def _all(self) -> Node:
        parts = [self._one()]
        while self._take("$and:"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Group("and", tuple(parts))

    def _one(self) -> Node:
        if not self._take("("):
            return self._test()
        node = self._any()
        if not self._take(")"):
            raise self._lost("a closing parenthesis")
        return node

    def _test(self) -> Test:
        name, operator = self._match(PROPERTY, "a property"), self._match(OPERATOR, "an operator")
        return Test(name, operator[1:-1], None if self._take(NULL) else tuple(self._value()))

    def _value(self) -> list[tuple[str, bool]]:
        signs: list[tuple[str, bool]] = []
        while self.at < len(self.text) and self.text[self.at] != ")" and not self._ends():
            sign = self.text[self.at]
            escaped = sign == "$" and self.text[self.at + 1 : self.at + 2] in tuple(ESCAPED)
            if sign == "(" or (sign == "$" and not escaped):
                raise self._lost(f"an escaped {sign}, as ${sign},")
            self.at += escaped
            signs.append((self.text[self.at], escaped))
            self.at += 1
        return signs

    def _ends(self) -> bool:
        return self.text.startswith(("$and:", "$or:"), self.at)

    def _take(self, word: str) -> bool:
        found = self.text.startswith(word, self.at)
        self.at += len(word) if found else 0
        return found

    def _match(self, pattern: re.Pattern[str], wanted: str) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise self._lost(wanted)
        self.at = found.end()
        return found[0]

    def _lost(self, wanted: str) -> Invalid:
        return bad_filter(f"The filter cannot be read: {wanted} was expected at character {self.at}.")
