"""The search over companies, by name and number, and over the persons whom their mandates name (``otb.search``)."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from passerelle.sandbox.data.names import commercial_name, legal_name
from passerelle.sandbox.stream import Stream

Record = dict[str, Any]

MOST = 50
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"(?:be)?(\d+)")


@dataclass(frozen=True)
class Entity:
    """A company, or a person with the first company that names them; ``position`` is that company's.

    ``spaced`` holds a blank before each word of each name, so that the beginning of a word is one text to look for.
    """

    position: int
    names: tuple[str, ...]
    spaced: str
    company: Record
    person: Record | None = None

    def fits(self, word: str) -> bool:
        """Whether a word begins a word of the name or, if it is made of digits, stands in the company's number."""
        if f" {word}" in self.spaced:
            return True
        number = NUMBER.fullmatch(word) if self.person is None else None
        return number is not None and number[1] in self.company["enterpriseNumber"]

    def rank(self, text: str) -> int:
        """0 if the text is a name, 1 if it begins one, else 2."""
        if text in self.names:
            return 0
        return 1 if any(name.startswith(text) for name in self.names) else 2


class Search:
    """Knows every company of a stream and the persons in their mandates, as they are now."""

    def __init__(self, companies: Stream) -> None:
        """Nothing is read before the first search."""
        self._companies = companies
        self._read_at = -1
        self._entities: list[Entity] = []

    def found(self, text: str, lang: str, part: float = 1) -> list[Record]:
        """At most fifty entities, best first; ``part`` of the companies, from the first on, is looked at."""
        words = WORD.findall(_plain(text))
        if not words:
            return []
        end = math.ceil(len(self._companies) * part)
        fitting = [one for one in self._known() if one.position < end and all(one.fits(word) for word in words)]
        whole = " ".join(words)
        best = sorted(fitting, key=lambda entity: entity.rank(whole))[:MOST]
        return [_shown(entity, lang) for entity in best]

    def _known(self) -> list[Entity]:
        if self._read_at != self._companies.changes:
            self._entities = list(_entities(self._companies.values()))
            self._read_at = self._companies.changes
        return self._entities


def _entities(companies: list[Record]) -> Iterator[Entity]:
    met: set[str] = set()
    for position, company in enumerate(companies):
        yield _entity(position, [name["value"] for name in company["names"]], company)
        for mandate in company["mandates"]:
            if mandate["kind"] == "Person" and mandate["pid"] not in met:
                met.add(mandate["pid"])
                yield _entity(position, [mandate["caption"]], company, mandate)


def _entity(position: int, names: list[str], company: Record, person: Record | None = None) -> Entity:
    plain = tuple(" ".join(WORD.findall(_plain(name))) for name in names)
    return Entity(position, plain, "".join(f" {name}" for name in plain), company, person)


def _shown(entity: Entity, lang: str) -> Record:
    company, person = entity.company, entity.person
    address = company["address"] or {"zipcode": None, "municipality": {}}
    towns = address["municipality"] or {}
    place = {"zipcode": address["zipcode"], "municipality": towns.get(lang) or next(iter(towns.values()), None)}
    if person is not None:
        return {"pid": person["pid"], "kind": "Person", "caption": person["caption"], **place}
    caption = legal_name(company["names"], lang) or commercial_name(company["names"])
    return {"pid": company["pid"], "kind": "Company", "caption": caption, **place, "status": company["status"]}


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
