"""An OData filter as a test of records: ``or`` binds less than ``and``, ``and`` less than ``not``."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from passerelle.sandbox.teamsystem.kinds import Type
from passerelle.sandbox.teamsystem.odata.comparing import FUNCTIONS, OPERATORS, Fits, Invalid, compared
from passerelle.sandbox.teamsystem.odata.words import Word, words

END = Word("end", "the end")
Joined = Fits | None
"""A part of a filter; None for one that has no effect."""


def fits_of(text: str, types: Mapping[str, Type], no_effect: Collection[str] = ()) -> Fits:
    """Whether a record fits the filter; an empty one fits all. Comparisons of names in ``no_effect`` change nothing.

    Raises Invalid for a filter that is none, an unknown name, or a value of another type.
    """
    reading = _Reading(words(text), types, no_effect)
    if reading.next is END:
        return lambda _: True
    try:
        found = reading.either()
    except RecursionError as error:
        raise Invalid("the filter has too many brackets inside each other") from error
    if reading.next is not END:
        raise Invalid(f"the filter goes on with {reading.next.text} where it should end")
    return found or (lambda _: True)


@dataclass
class _Reading:
    words: list[Word]
    types: Mapping[str, Type]
    no_effect: Collection[str]
    at: int = 0

    @property
    def next(self) -> Word:
        return self.words[self.at] if self.at < len(self.words) else END

    def either(self) -> Joined:
        parts = [self.both()]
        while self.passed("or"):
            parts.append(self.both())
        return _joined(any, parts)

    def both(self) -> Joined:
        parts = [self.negated()]
        while self.passed("and"):
            parts.append(self.negated())
        return _joined(all, parts)

    def negated(self) -> Joined:
        if not self.passed("not"):
            return self.one()
        part = self.negated()
        return part and (lambda record: not part(record))

    def one(self) -> Joined:
        if self.passed("("):
            inside = self.either()
            self.demand(")")
            return inside
        if self.next.text in FUNCTIONS:
            return self.function()
        name = self.name()
        how = self.taken()
        if how.text not in OPERATORS:
            raise Invalid(f"after {name} one of {', '.join(OPERATORS)} is expected, not {how.text}")
        return self.comparison(name, how.text)

    def function(self) -> Joined:
        how = self.taken().text
        self.demand("(")
        name = self.name()
        self.demand(",")
        found = self.comparison(name, how)
        self.demand(")")
        return found

    def comparison(self, name: str, how: str) -> Joined:
        word = self.taken()
        if not word.is_value:
            raise Invalid(f"{name} can be compared with a value only, not with {word.text}")
        found = compared(name, self.types[name], how, word.value)
        return None if name in self.no_effect else found

    def name(self) -> str:
        word = self.taken()
        if word.kind != "name" or word.text not in self.types:
            raise Invalid(f"there is no property {word.text}; names begin with a small letter")
        return word.text

    def taken(self) -> Word:
        word = self.next
        self.at += 1
        return word

    def passed(self, text: str) -> bool:
        found = self.next.kind in ("name", "mark") and self.next.text == text
        self.at += found
        return found

    def demand(self, text: str) -> None:
        if not self.passed(text):
            raise Invalid(f"the filter has {self.next.text} where {text} is expected")


def _joined(how: Callable[[Iterable[bool]], bool], parts: list[Joined]) -> Joined:
    effective = [part for part in parts if part]
    if not effective:
        return None
    return lambda record: how(part(record) for part in effective)
